import type { z } from 'zod';
import type { MetricQuestion } from '../../../core/rule.ts';
import type { awsDynamodbTable } from '../../../providers/aws/dynamodb/table.ts';

type Table = z.infer<typeof awsDynamodbTable.attributes>;

export interface Part {
  /** Null for the table itself: its metrics leave its indexes out. */
  index: string | null;
  kind: 'reads' | 'writes';
  units: number;
}

export const metricOf: Readonly<Record<Part['kind'], string>> = { reads: 'ConsumedReadCapacityUnits', writes: 'ConsumedWriteCapacityUnits' };

/** What is consumed by itself, and provisioned where that is how the table is paid for. */
export function partsOf({ read_units: reads, write_units: writes, global_indexes: indexes }: Table): Part[] {
  const all = [{ name: null, read_units: reads ?? 0, write_units: writes ?? 0 }, ...indexes];
  return all.flatMap(({ name, read_units: read, write_units: write }): Part[] => [{ index: name, kind: 'reads', units: read }, { index: name, kind: 'writes', units: write }]);
}

/** How rules call the question of a part. */
export const questionOf = ({ index, kind }: Pick<Part, 'index' | 'kind'>): string => (index === null ? kind : `${kind} of ${index}`);

export function consumed(table: Table, days: number): Record<string, MetricQuestion> {
  const dimensions = (index: string | null): Record<string, string> => ({ TableName: table.table_name, ...(index === null ? {} : { GlobalSecondaryIndexName: index }) });
  return Object.fromEntries(partsOf(table).map((part) => [questionOf(part), { namespace: 'AWS/DynamoDB', name: metricOf[part.kind], statistic: 'sum', isHourly: true, days, dimensions: dimensions(part.index) }]));
}

/** `dynamodb.rcu.hour`, or that of the class for what is seldom read. */
export const skuOf = ({ table_class: name }: Pick<Table, 'table_class'>, what: 'rcu.hour' | 'wcu.hour' | 'storage'): string => `dynamodb.${name === 'STANDARD_INFREQUENT_ACCESS' ? 'ia.' : name === 'STANDARD' ? '' : `${name}.`}${what}`;
