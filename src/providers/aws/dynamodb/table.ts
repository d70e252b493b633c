import type { GlobalSecondaryIndexDescription, TableDescription, Tag } from '@aws-sdk/client-dynamodb';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';

interface TableWithTags {
  table: TableDescription;
  tags?: Tag[];
}

export const awsDynamodbTable = defineAwsResource({
  id: 'aws:dynamodb:table',
  title: 'DynamoDB table',
  plural: 'DynamoDB tables',
  nativeType: 'AWS::DynamoDB::Table',
  locality: 'regional',
  permissions: ['dynamodb:ListTables', 'dynamodb:DescribeTable', 'dynamodb:ListTagsOfResource'],
  reads: 'How each table and its indexes are paid for, their provisioned units, size, class, encryption and protection; with details also tags. Items are never read.',
  chain: 2,

  attributes: z.object({
    table_name: z.string(),
    status: z.string().nullable().describe('ACTIVE, CREATING, UPDATING, ARCHIVED, …'),
    created_at: z.string().nullable(),
    billing_mode: z.string().nullable().describe('PROVISIONED or PAY_PER_REQUEST'),
    read_units: z.int().nullable().describe('Provisioned for the table; 0 where paid by request'),
    write_units: z.int().nullable(),
    capacity_changed_at: z.string().nullable().describe('When provisioned units of the table or of an index last went up or down, by hand or by auto scaling'),
    global_indexes: z.array(z.object({ name: z.string(), read_units: z.int(), write_units: z.int() })),
    size_bytes: z.int().nullable().describe('Without indexes; AWS counts anew every six hours'),
    index_size_bytes: z.int().nullable().describe('Of all indexes together'),
    item_count: z.int().nullable(),
    table_class: z.string().describe('STANDARD or STANDARD_INFREQUENT_ACCESS'),
    stream_view_type: z.string().nullable().describe('Null: no stream'),
    stream_arn: z.string().nullable(),
    kms_key_uid: z.string().nullable().describe('Null: a key that AWS owns'),
    deletion_protection: z.boolean(),
    replica_regions: z.array(z.string()).describe('Of a global table'),
  }),

  async *list(context) {
    const { DynamoDBClient, DescribeTableCommand, paginateListTables } = await import('@aws-sdk/client-dynamodb');
    const client = context.client(DynamoDBClient);
    const names: string[] = [];
    for await (const page of pages(paginateListTables({ client, pageSize: 100 }, {}), ({ LastEvaluatedTableName }) => LastEvaluatedTableName)) names.push(...(page.TableNames ?? []));
    const described = readEach(names, context, { absent: ['ResourceNotFoundException'], read: async (TableName) => ({ table: { TableName, ...(await client.send(new DescribeTableCommand({ TableName }))).Table } }) });
    for await (const table of described) yield table as TableWithTags;
  },

  normalise: ({ table, tags }: TableWithTags, { arn }) => {
    const name = table.TableName ?? '';
    return { uid: table.TableArn ?? arn('dynamodb', `table/${name}`), name, createdAt: table.CreationDateTime, tags: tagsOf(tags), attributes: { table_name: name, ...capacityOf(table), ...contentOf(table), ...careOf(table) } };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await tagsOfTable(raw.table, context) }) },

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key_uid),
});

function capacityOf(table: TableDescription) {
  const own = table.ProvisionedThroughput;
  const changes = [own, ...(table.GlobalSecondaryIndexes ?? []).map(({ ProvisionedThroughput }) => ProvisionedThroughput)].flatMap((units) => [units?.LastIncreaseDateTime ?? [], units?.LastDecreaseDateTime ?? []].flat());
  return {
    // AWS says the mode only of tables that are or were paid by request.
    billing_mode: table.BillingModeSummary?.BillingMode ?? (own === undefined ? null : 'PROVISIONED'),
    read_units: own?.ReadCapacityUnits ?? null,
    write_units: own?.WriteCapacityUnits ?? null,
    capacity_changed_at: changes.map((at) => at.toISOString()).sort().at(-1) ?? null,
    global_indexes: (table.GlobalSecondaryIndexes ?? []).map(indexOf).sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

const indexOf = ({ IndexName, ProvisionedThroughput }: GlobalSecondaryIndexDescription) => ({ name: IndexName ?? '', read_units: ProvisionedThroughput?.ReadCapacityUnits ?? 0, write_units: ProvisionedThroughput?.WriteCapacityUnits ?? 0 });

function contentOf(table: TableDescription) {
  const indexes = [...(table.GlobalSecondaryIndexes ?? []), ...(table.LocalSecondaryIndexes ?? [])];
  return {
    status: table.TableStatus ?? null,
    created_at: table.CreationDateTime?.toISOString() ?? null,
    size_bytes: table.TableSizeBytes ?? null,
    index_size_bytes: table.TableSizeBytes === undefined ? null : indexes.reduce((sum, { IndexSizeBytes = 0 }) => sum + IndexSizeBytes, 0),
    item_count: table.ItemCount ?? null,
    table_class: table.TableClassSummary?.TableClass ?? 'STANDARD',
  };
}

function careOf({ StreamSpecification: stream, LatestStreamArn, SSEDescription, DeletionProtectionEnabled, Replicas }: TableDescription) {
  const hasStream = stream?.StreamEnabled === true;
  return {
    stream_view_type: hasStream ? (stream.StreamViewType ?? 'unknown') : null,
    stream_arn: hasStream ? (LatestStreamArn ?? null) : null,
    kms_key_uid: SSEDescription?.KMSMasterKeyArn ?? null,
    deletion_protection: DeletionProtectionEnabled ?? false,
    replica_regions: (Replicas ?? []).flatMap(({ RegionName }) => RegionName ?? []).sort(),
  };
}

async function tagsOfTable({ TableArn }: TableDescription, context: AwsListContext): Promise<Tag[]> {
  const { DynamoDBClient, ListTagsOfResourceCommand } = await import('@aws-sdk/client-dynamodb');
  const client = context.client(DynamoDBClient);
  const read = async (): Promise<Tag[]> => {
    const tags: Tag[] = [];
    let NextToken: string | undefined;
    do {
      const page = await client.send(new ListTagsOfResourceCommand({ ResourceArn: TableArn, NextToken }));
      tags.push(...(page.Tags ?? []));
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== '');
    return tags;
  };
  return (await detailOf(context, 'dynamodb:ListTagsOfResource', read, ['ResourceNotFoundException'])) ?? [];
}
