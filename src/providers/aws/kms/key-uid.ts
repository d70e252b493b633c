import type { AwsNormaliseContext } from '../define.ts';

/** Services name a KMS key by ARN, by id or by alias. Null where none is named. */
export function keyUid(name: string | undefined, arn: AwsNormaliseContext['arn'], region?: string): string | null {
  if (name === undefined || name === '') return null;
  if (name.startsWith('arn:')) return name;
  return arn('kms', name.startsWith('alias/') ? name : `key/${name.replace(/^key\//, '')}`, region);
}
