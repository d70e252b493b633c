import { countIn, timeAgo } from '../../generate/plan.ts';
import { workloads } from '../../generate/words.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { keyArn } from './kms-keys.ts';

/** One table for every forty instances of a region, at least two; and one that its shop left behind, of which metrics tell nothing. */
function tables({ plan, region, regionName }: Place): string[] {
  const used = Array.from({ length: 2 + Math.floor(countIn(plan, 'instances', region) / 40) }, (_, number) => `${workloads[number % workloads.length]}-${number}`);
  return regionName === 'us-east-1' ? [...used, 'old-carts-7'] : used;
}
const numberOf = (name: unknown): number => Number(/-(\d+)$/.exec(String(name))?.[1] ?? 0);

/** Two of three are provisioned, every other one of them with an index. */
function tableAt(place: Place, TableName: string): Fields {
  const number = numberOf(TableName);
  const TableArn = place.arn('dynamodb', `table/${TableName}`);
  const isProvisioned = number % 3 !== 2;
  const units = (read: number, write: number): Fields => ({ ReadCapacityUnits: isProvisioned ? read : 0, WriteCapacityUnits: isProvisioned ? write : 0, NumberOfDecreasesToday: 0, ...(number % 5 === 3 ? { LastIncreaseDateTime: new Date(timeAgo(place.plan, 2)) } : {}) });
  const index = { IndexName: 'by-customer', IndexArn: `${TableArn}/index/by-customer`, IndexStatus: 'ACTIVE', IndexSizeBytes: 2_000_000_000, ItemCount: 50_000, ProvisionedThroughput: units(30, 15), KeySchema: [{ AttributeName: 'customer', KeyType: 'HASH' }], Projection: { ProjectionType: 'KEYS_ONLY' } };
  return {
    TableName, TableArn, TableId: `5f4b1c9e-0000-4000-8000-${place.account}`, TableStatus: 'ACTIVE', CreationDateTime: new Date(timeAgo(place.plan, 120 + number)), ProvisionedThroughput: units(60, 40), TableSizeBytes: 40_000_000_000, ItemCount: 900_000,
    KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], DeletionProtectionEnabled: number % 4 === 1, ...(isProvisioned ? {} : { BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } }), ...(number % 2 === 0 ? { GlobalSecondaryIndexes: [index] } : {}),
    ...(number % 2 === 1 ? { SSEDescription: { Status: 'ENABLED', SSEType: 'KMS', KMSMasterKeyArn: keyArn(place.plan, place.region, 0) } } : {}), ...(number % 4 === 2 ? { StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' }, LatestStreamArn: `${TableArn}/stream/2026-01-01T00:00:00.000` } : {}),
  };
}

export const dynamodbServices: Readonly<Record<string, PlacedAnswerer>> = {
  'dynamodb.ListTables': (input, place, asked) => pageOfFields(tables(place), input, { size: 'Limit', token: 'ExclusiveStartTableName', next: 'LastEvaluatedTableName', list: 'TableNames' }, asked),
  'dynamodb.DescribeTable': ({ TableName }, place) => ({ Table: tableAt(place, String(TableName)) }),
  'dynamodb.ListTagsOfResource': ({ ResourceArn }) => ({ Tags: numberOf(ResourceArn) % 2 === 0 ? [{ Key: 'team', Value: 'platform' }] : [] }),
};
