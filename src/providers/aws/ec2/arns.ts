import type { AwsNormaliseContext } from '../define.ts';

/** The ARN of something in the account and region of another: relations know a thing only by its uid and attributes. */
export function arnBeside(uid: string, service: string, rest: string): string {
  const [, partition = 'aws', , region = '', account = ''] = uid.split(':');
  return `arn:${partition}:${service}:${region}:${account}:${rest}`;
}

/** ARNs of a kind of EC2 thing, e.g. `subnet`, by their ids; null and empty ids are left out. */
export function ec2Arns(uid: string, kind: string, ids: string | null | readonly (string | null)[]): string[] {
  const list = Array.isArray(ids) ? (ids as readonly (string | null)[]) : [ids as string | null];
  return list.flatMap((id) => (id === null || id === '' ? [] : arnBeside(uid, 'ec2', `${kind}/${id}`)));
}

/** A shared subnet or VPC has the ARN of its owner, whoever lists it. */
export const ownedArn = ({ partition, region, account }: Pick<AwsNormaliseContext, 'partition' | 'region' | 'account'>, owner: string | undefined, rest: string): string => `arn:${partition}:ec2:${region}:${owner ?? account}:${rest}`;

/** An image belongs to nobody in its ARN. */
export const imageArn = (partition: string, region: string, id: string): string => `arn:${partition}:ec2:${region}::image/${id}`;

/** ARNs of images by id, in the region of another thing; a parameter that is resolved at launch names none. */
export function imageArns(uid: string, ids: string | null | readonly string[]): string[] {
  const [, partition = 'aws', , region = ''] = uid.split(':');
  const list = typeof ids === 'string' ? [ids] : (ids ?? []);
  return list.flatMap((id) => (id.startsWith('ami-') ? imageArn(partition, region, id) : []));
}

/** A key that AWS names by ARN; one without is not known by name. */
export const keyArn = (key: string | null): string | null => (key?.startsWith('arn:') === true ? key : null);
