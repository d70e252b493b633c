import type { GroupDetail, RoleDetail, UserDetail } from '@aws-sdk/client-iam';
import { AppError } from '../../../core/errors.ts';
import type { AwsListContext } from '../define.ts';
import { kindOf, toAppError } from '../errors.ts';
import { pages } from '../pages.ts';
import { type CredentialRow, parseCredentialReport } from './credential-report.ts';

/** Users, groups and roles of one account: one paged call answers for all three types, so it is asked once. */
export interface AccountDetails {
  users: UserDetail[];
  groups: GroupDetail[];
  roles: RoleDetail[];
}

export function accountDetails(context: AwsListContext): Promise<AccountDetails> {
  return context.shared('iam:account-authorization-details', async () => {
    const { IAMClient, paginateGetAccountAuthorizationDetails } = await import('@aws-sdk/client-iam');
    const details: AccountDetails = { users: [], groups: [], roles: [] };
    const listing = paginateGetAccountAuthorizationDetails({ client: context.client(IAMClient), pageSize: 1000 }, { Filter: ['User', 'Role', 'Group'] });
    for await (const page of pages(listing, ({ Marker }) => Marker)) {
      details.users.push(...(page.UserDetailList ?? []));
      details.groups.push(...(page.GroupDetailList ?? []));
      details.roles.push(...(page.RoleDetailList ?? []));
    }
    return details;
  });
}

/** How the use of passwords and keys is known. */
export type CredentialSource =
  | { kind: 'report'; rows: Map<string, CredentialRow>; generatedAt: Date }
  /** The report may not be made: each user is asked about instead. */
  | { kind: 'per-user'; error: AppError };

const reportPatienceMs = 60_000;

/** The account's credential report; where the role may not make one, says to ask user by user. */
export function credentialSource(context: AwsListContext): Promise<CredentialSource> {
  return context.shared('iam:credential-report', async () => {
    try {
      return await readReport(context);
    } catch (error) {
      if (context.signal.aborted || kindOf(error) !== 'denied') throw error;
      return { kind: 'per-user', error: toAppError(error, 'iam:GenerateCredentialReport', 'global') };
    }
  });
}

async function readReport(context: AwsListContext): Promise<CredentialSource> {
  const { IAMClient, GenerateCredentialReportCommand, GetCredentialReportCommand } = await import('@aws-sdk/client-iam');
  const client = context.client(IAMClient);
  const startedAt = Date.now();
  for (let waitMs = 200; ; waitMs = Math.min(waitMs * 2, 5000)) {
    const { State } = await client.send(new GenerateCredentialReportCommand({}), { abortSignal: context.signal });
    if (State === 'COMPLETE') break;
    if (Date.now() - startedAt > reportPatienceMs) throw new AppError('AWS_UNAVAILABLE', { detail: 'The credential report was not ready after a minute. The next run reads it again.' });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
  const { Content, GeneratedTime } = await client.send(new GetCredentialReportCommand({}));
  const rows = parseCredentialReport(Buffer.from(Content ?? new Uint8Array()).toString('utf8'));
  return { kind: 'report', rows: new Map(rows.map((row) => [row.arn, row])), generatedAt: GeneratedTime ?? context.now };
}
