import { pages } from './pages.ts';
import { type AwsAccount, type AwsSession, defaultRegion } from './session.ts';

/**
 * The active accounts of the organisation, each with the role to assume in it. The account of the credentials itself
 * needs no role. Organizations answers from the management account or a delegated administrator only.
 */
export async function organisationAccounts(session: AwsSession, { caller, role }: { caller: { id: string; partition: string }; role: string }): Promise<AwsAccount[]> {
  const { OrganizationsClient, paginateListAccounts } = await import('@aws-sdk/client-organizations');
  const prepared = await session.prepare({ id: caller.id });
  const client = session.client(OrganizationsClient as never, prepared, defaultRegion(), { calls: 0, throttled: 0 }, AbortSignal.timeout(600_000)) as InstanceType<typeof OrganizationsClient>;
  const accounts: AwsAccount[] = [];
  for await (const page of pages(paginateListAccounts({ client, pageSize: 20 }, {}), ({ NextToken }) => NextToken)) {
    for (const { Id, Name, State, Status } of page.Accounts ?? []) {
      if (Id === undefined || (State ?? Status) !== 'ACTIVE') continue;
      accounts.push({ id: Id, ...(Name === undefined ? {} : { name: Name }), ...(Id === caller.id ? {} : { roleArn: `arn:${caller.partition}:iam::${Id}:role/${role}` }) });
    }
  }
  return accounts;
}
