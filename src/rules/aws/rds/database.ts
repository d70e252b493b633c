import type { RemediationStep } from '../../../core/rule.ts';
import { hoursPerMonth, type PricedPart } from '../facts.ts';

interface DatabaseLike {
  db_instance_id: string;
  engine: string;
  license_model: string | null;
  instance_class: string | null;
  multi_az: boolean;
  storage_type: string | null;
  allocated_storage_gib: number | null;
  iops: number | null;
}

const families: Readonly<Record<string, string>> = { mysql: 'mysql', mariadb: 'mysql', postgres: 'postgres', 'aurora-mysql': 'aurora', 'aurora-postgresql': 'aurora' };

/** The SKU of a class, e.g. `rds.db.m5.large.mysql`; engines with a licence are not priced and get a SKU that nobody has. */
export const classSku = ({ engine }: Pick<DatabaseLike, 'engine'>, instanceClass: string | null): string => `rds.${instanceClass ?? 'unknown'}.${Object.hasOwn(families, engine) ? (families[engine] ?? '') : engine}`;

/** Hours of a month, twice where a standby runs in another zone. */
export const hoursOf = ({ multi_az: isDouble }: Pick<DatabaseLike, 'multi_az'>): number => hoursPerMonth * (isDouble ? 2 : 1);

/** What the storage costs a month, a standby's with it. IOPS are paid for apart with io1 only. https://aws.amazon.com/rds/pricing/ */
export function storageParts(database: DatabaseLike): PricedPart[] {
  const copies = database.multi_az ? 2 : 1;
  const type = database.storage_type ?? 'unknown';
  return [[(database.allocated_storage_gib ?? 0) * copies, 'GiB', `rds.storage.${type}`], [type === 'io1' ? (database.iops ?? 0) * copies : 0, 'IOPS', 'rds.io1.iops']];
}

/** A last snapshot stays, from which it can be made again. */
export function databaseRemoval(id: string, region: string): RemediationStep[] {
  return [
    {
      command: `aws rds delete-db-instance --region ${region} --db-instance-identifier ${id} --final-db-snapshot-identifier ${id}-final`,
      undo: `aws rds restore-db-instance-from-db-snapshot --region ${region} --db-instance-identifier ${id} --db-snapshot-identifier ${id}-final`,
      permission: 'rds:DeleteDBInstance',
    },
  ];
}
