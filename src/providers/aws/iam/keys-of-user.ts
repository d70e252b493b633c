import type { AccessKeyMetadata } from '@aws-sdk/client-iam';
import type { AwsListContext } from '../define.ts';
import type { CredentialRow } from './credential-report.ts';

/** An access key with its last use; never its secret, which no read call returns. */
export interface KnownKey {
  id: string;
  isActive: boolean;
  createdAt: string | null;
  lastUsed: string | null;
  lastUsedService: string | null;
  lastUsedRegion: string | null;
}

/** The report counts whole seconds and moto's clock runs between the two answers. */
const sameMomentMs = 2000;

/**
 * The keys of one user. The report knows the use of key 1 and 2 but not their ids; they are told apart by the moment of
 * creation. Where two fit equally, or there is no report, the last use is asked for key by key. Asked once per user.
 */
export function keysOfUser(userName: string, row: CredentialRow | undefined, context: AwsListContext): Promise<KnownKey[]> {
  return context.shared(`iam:keys:${userName}`, async () => {
    const { IAMClient, ListAccessKeysCommand } = await import('@aws-sdk/client-iam');
    const { AccessKeyMetadata } = await context.client(IAMClient).send(new ListAccessKeysCommand({ UserName: userName }));
    const keys = AccessKeyMetadata ?? [];
    return Promise.all(keys.map((key) => withUse(key, keys, row, context)));
  });
}

async function withUse(key: AccessKeyMetadata, all: readonly AccessKeyMetadata[], row: CredentialRow | undefined, context: AwsListContext): Promise<KnownKey> {
  const known = { id: key.AccessKeyId ?? '', isActive: key.Status === 'Active', createdAt: key.CreateDate?.toISOString() ?? null };
  const reported = row === undefined ? undefined : matchInReport(key, all, row);
  if (reported !== undefined) return { ...known, lastUsed: reported.lastUsed, lastUsedService: reported.lastUsedService, lastUsedRegion: reported.lastUsedRegion };
  const { IAMClient, GetAccessKeyLastUsedCommand } = await import('@aws-sdk/client-iam');
  const { AccessKeyLastUsed: used } = await context.client(IAMClient).send(new GetAccessKeyLastUsedCommand({ AccessKeyId: known.id }));
  const text = (value: string | undefined): string | null => (value === undefined || value === 'N/A' ? null : value);
  return { ...known, lastUsed: used?.LastUsedDate?.toISOString() ?? null, lastUsedService: text(used?.ServiceName), lastUsedRegion: text(used?.Region) };
}

function matchInReport(key: AccessKeyMetadata, all: readonly AccessKeyMetadata[], row: CredentialRow): CredentialRow['keys'][number] | undefined {
  const created = key.CreateDate?.getTime();
  if (created === undefined) return undefined;
  const near = (other: number): boolean => Math.abs(other - created) <= sameMomentMs;
  const candidates = row.keys.filter(({ rotatedAt }) => near(Date.parse(rotatedAt)));
  const rivals = all.filter(({ CreateDate }) => CreateDate !== undefined && near(CreateDate.getTime()));
  return candidates.length === 1 && rivals.length === 1 ? candidates[0] : undefined;
}
