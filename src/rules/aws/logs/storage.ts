import type { Prices, RemediationStep, Saving } from '../../../core/rule.ts';
import { bytesPerGib, cents, quoted, savedBy } from '../facts.ts';

interface Group {
  log_group_name: string;
  log_group_class: string;
  stored_bytes: number | null;
  deletion_protection: boolean | null;
}

/** Its events are kept for a day only, on their way to somewhere else. */
export const isOnlyDelivered = ({ log_group_class: name }: Pick<Group, 'log_group_class'>): boolean => name === 'DELIVERY';

/** These cost the same to store. */
const usualClasses = new Set(['STANDARD', 'INFREQUENT_ACCESS']);

/** What its events cost at the most, because AWS bills what is left of them when they are compressed. */
export function storageCost(region: string, prices: Prices, { stored_bytes: bytes, log_group_class: name }: Group): { saving?: Saving } {
  const sku = usualClasses.has(name) ? 'logs.storage' : `logs.${name}.storage`;
  return savedBy(region, prices, 'low', [[cents((bytes ?? 0) / bytesPerGib), 'GiB at most', sku]], { bound: 'upper' });
}

export function groupRemoval({ log_group_name: name, log_group_class: kind, deletion_protection: isProtected }: Group, region: string): RemediationStep[] {
  const aws = (operation: string): string => `aws logs ${operation} --region ${region}`;
  const protection = `${aws('put-log-group-deletion-protection')} --log-group-identifier ${quoted(name)}`;
  const unprotect: RemediationStep = { command: `${protection} --no-deletion-protection-enabled`, undo: `${protection} --deletion-protection-enabled`, permission: 'logs:PutLogGroupDeletionProtection' };
  return [
    {
      command: `${aws('create-export-task')} --log-group-name ${quoted(name)} --from 0 --to "$(date +%s000)" --destination BUCKET --destination-prefix ${quoted(name.replace(/^\//, ''))}`,
      undo: `Nothing to undo: it copies the events into a bucket whose policy lets CloudWatch Logs write${kind === 'STANDARD' ? '' : ' (AWS may refuse a class other than STANDARD)'}.`,
      permission: 'logs:CreateExportTask',
    },
    ...(isProtected === true ? [unprotect] : []),
    { command: `${aws('delete-log-group')} --log-group-name ${quoted(name)}`, undo: `${aws('create-log-group')} --log-group-name ${quoted(name)} (empty; its events stay in the bucket only)`, permission: 'logs:DeleteLogGroup' },
  ];
}
