import { expect, it } from 'vitest';
import { hashId } from '../../../platform/ids.ts';
import { arnOf, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const key = arnOf('kms', 'key/k');
const rich = {
  TableName: 'orders', TableArn: arnOf('dynamodb', 'table/orders'), TableStatus: 'ACTIVE', CreationDateTime: new Date('2026-01-02T03:04:05Z'), TableSizeBytes: 5000, ItemCount: 40, DeletionProtectionEnabled: true,
  ProvisionedThroughput: { ReadCapacityUnits: 20, WriteCapacityUnits: 10, LastIncreaseDateTime: new Date('2026-02-01T00:00:00Z'), LastDecreaseDateTime: new Date('2026-02-03T00:00:00Z'), NumberOfDecreasesToday: 0 },
  GlobalSecondaryIndexes: [
    { IndexName: 'by-state', IndexSizeBytes: 100, ProvisionedThroughput: { ReadCapacityUnits: 3, WriteCapacityUnits: 2 } },
    { IndexName: 'by-customer', IndexSizeBytes: 200, ProvisionedThroughput: { ReadCapacityUnits: 5, WriteCapacityUnits: 4, LastIncreaseDateTime: new Date('2026-03-01T00:00:00Z') } },
  ],
  LocalSecondaryIndexes: [{ IndexName: 'by-day', IndexSizeBytes: 30 }], SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: key }, TableClassSummary: { TableClass: 'STANDARD_INFREQUENT_ACCESS' },
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_IMAGE' }, LatestStreamArn: arnOf('dynamodb', 'table/orders/stream/1'), Replicas: [{ RegionName: 'eu-west-1' }, { RegionName: 'ap-south-1' }],
};
const onDemand = { TableName: 'sessions', TableArn: arnOf('dynamodb', 'table/sessions'), TableStatus: 'ACTIVE', BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' }, ProvisionedThroughput: { ReadCapacityUnits: 0, WriteCapacityUnits: 0 }, StreamSpecification: { StreamEnabled: false }, LatestStreamArn: 'old' };
const tables: Record<string, unknown>[] = [rich, onDemand, { TableName: 'bare' }, ...Array.from({ length: 100 }, (_, n) => ({ TableName: `t${n}`, TableStatus: 'ACTIVE' }))];
const names = tables.map(({ TableName }) => TableName);

const answers = {
  // Pages begin after the last name.
  'dynamodb.ListTables': ({ ExclusiveStartTableName: after, Limit }: Record<string, unknown>) => {
    const from = after === undefined ? 0 : names.indexOf(after) + 1;
    const TableNames = names.slice(from, from + Number(Limit));
    return { TableNames, ...(from + Number(Limit) < names.length ? { LastEvaluatedTableName: TableNames.at(-1) } : {}) };
  },
  'dynamodb.DescribeTable': ({ TableName }: Record<string, unknown>) => ({ Table: TableName === 'bare' ? {} : tables.find((table) => table['TableName'] === TableName) }),
  'dynamodb.ListTagsOfResource': ({ ResourceArn, NextToken }: Record<string, unknown>) => (ResourceArn !== rich.TableArn ? {} : NextToken === undefined ? { Tags: [{ Key: 'team', Value: 'web' }], NextToken: 'more' } : { Tags: [{ Key: 'env', Value: 'prod' }] }),
};

it('lists a hundred names a call and describes each, with tags where details are asked for', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:dynamodb:table');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'dynamodb.ListTables': 2, 'dynamodb.DescribeTable': 103, 'dynamodb.ListTagsOfResource': 104 });
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('orders')).toMatchObject({
    uid: 'arn:aws:dynamodb:us-east-1:123456789012:table/orders', createdAt: '2026-01-02T03:04:05.000Z', tags: { team: 'web', env: 'prod' },
    attributes: {
      table_name: 'orders', status: 'ACTIVE', billing_mode: 'PROVISIONED', read_units: 20, write_units: 10, capacity_changed_at: '2026-03-01T00:00:00.000Z',
      global_indexes: [{ name: 'by-customer', read_units: 5, write_units: 4 }, { name: 'by-state', read_units: 3, write_units: 2 }],
      size_bytes: 5000, index_size_bytes: 330, item_count: 40, table_class: 'STANDARD_INFREQUENT_ACCESS', stream_view_type: 'NEW_IMAGE', stream_arn: rich.LatestStreamArn, kms_key_uid: key, deletion_protection: true, replica_regions: ['ap-south-1', 'eu-west-1'],
    },
    relations: [{ kind: 'encrypted-by', uid: key }],
  });
  expect(of('sessions')?.attributes).toMatchObject({ billing_mode: 'PAY_PER_REQUEST', read_units: 0, write_units: 0, capacity_changed_at: null, stream_view_type: null, stream_arn: null, table_class: 'STANDARD' });
  expect(of('bare')).toMatchObject({
    uid: 'arn:aws:dynamodb:us-east-1:123456789012:table/bare', tags: {}, relations: [], createdAt: null,
    attributes: { status: null, billing_mode: null, read_units: null, global_indexes: [], size_bytes: null, index_size_bytes: null, item_count: null, kms_key_uid: null, deletion_protection: false, replica_regions: [] },
  });
});

it('asks for no tags in a scan, and keeps those that are known', async () => {
  await using under = await withAnswers(answers);
  const find = ({ resources }: Awaited<ReturnType<typeof under.collect>>) => resources.find(({ name }) => name === 'orders');
  const before = find(await under.collect('aws:dynamodb:table'));
  under.aws.resetStats();
  expect(find(await under.collect('aws:dynamodb:table', 'us-east-1', { depth: 'listed', known: new Map([[hashId(rich.TableArn), before!]]) }))).toEqual(before);
  expect(under.aws.stats.calls).toBe(105);
});

it('leaves out a table that was deleted meanwhile, and says which permission is missing', async () => {
  await using under = await withAnswers({ ...answers, 'dynamodb.DescribeTable': (input) => (input['TableName'] === 'orders' ? noSuch()(input, {} as never) : answers['dynamodb.DescribeTable'](input)) });
  const { resources, end } = await under.collect('aws:dynamodb:table');
  expect([resources.length, resources.some(({ name }) => name === 'orders'), end.result.status]).toEqual([102, false, 'complete']);
  under.aws.setFaults([{ kind: 'deny', operation: 'ListTagsOfResource' }]);
  expect((await under.collect('aws:dynamodb:table')).end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'dynamodb:ListTagsOfResource' } });
  for (const operation of ['DescribeTable', 'ListTables']) {
    under.aws.setFaults([{ kind: 'deny', operation }]);
    expect(await under.collect('aws:dynamodb:table')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: `dynamodb:${operation}` } } } });
  }
});

it('asks one call of an empty region', async () => {
  await using under = await withAnswers(answers);
  expect(await under.collect('aws:dynamodb:table', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
