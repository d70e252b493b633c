/** One normalised thing as a collector made it. Times are UTC; attribute names are snake_case because people query them. */
export interface Resource {
  /** The provider's own full name: ARN, ARM id, full resource name, file URL. */
  uid: string;
  /** `provider:service:type`, e.g. `aws:ec2:volume`. */
  type: string;
  name: string;
  provider: Provider;
  account: string;
  /** The provider's region, `global` for what has none. */
  region: string;
  createdAt: Date | undefined;
  tags: Record<string, string>;
  attributes: Attributes;
  relations: Relation[];
}

export type Attributes = Record<string, AttributeValue>;
export type AttributeValue = string | number | boolean | null | AttributeValue[] | { [key: string]: AttributeValue };

/**
 * How one thing stands to another, said from the thing that holds the field: an instance is `member-of` its subnet, a
 * listener `routes-to` a target group, a volume was `created-from` a snapshot. The other direction is a query.
 */
export const relationKinds = [
  'attached-to', 'member-of', 'owned-by', 'created-from', 'uses', 'routes-to', 'targets', 'encrypted-by', 'assumes', 'grants', 'logs-to', 'backs-up', 'replica-of', 'managed-by',
] as const;
export type RelationKind = (typeof relationKinds)[number];

export interface Relation {
  kind: RelationKind;
  uid: string;
}

export const providers = ['aws', 'azure', 'gcp', 'files'] as const;
export type Provider = (typeof providers)[number];

/** The clouds as people call them. */
export const providerNames: Readonly<Record<string, string>> = { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud', files: 'files' };

/** Where a target looks: one resource type in one account and region. */
export interface Scope {
  provider: Provider;
  account: string;
  region: string;
  type: string;
}

/** How a target ended. Only `complete` may mark what it did not see as gone; `deferred` was not read because the budget was spent. */
export const targetStatuses = ['pending', 'running', 'complete', 'partial', 'denied', 'unavailable', 'not_applicable', 'deferred', 'cancelled'] as const;
export type TargetStatus = (typeof targetStatuses)[number];
/** A target with one of these is not collected again in its run. */
export const finalTargetStatuses: readonly TargetStatus[] = ['complete', 'partial', 'denied', 'unavailable', 'not_applicable', 'deferred', 'cancelled'];

/** The account part, region and last segment of an ARN; undefined where the text is not one. */
export function shortName(uid: string): string {
  const last = uid.split(/[/:]/).at(-1);
  return last === undefined || last === '' ? uid : last;
}

/** Relations of one kind to each of the uids; what is null or empty points nowhere. */
export function relationsTo(kind: RelationKind, uids: string | null | readonly (string | null)[]): Relation[] {
  const list = Array.isArray(uids) ? (uids as readonly (string | null)[]) : [uids as string | null];
  return [...new Set(list)].flatMap((uid) => (uid === null || uid === '' ? [] : [{ kind, uid }]));
}
