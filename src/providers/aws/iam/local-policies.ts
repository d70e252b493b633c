import type { ManagedPolicyDetail } from '@aws-sdk/client-iam';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';

export type LocalPolicy = Omit<ManagedPolicyDetail, 'PolicyVersionList'> & { document: string | undefined };

/** The account's own policies. Apart from users and roles: a scan of those does not wait for documents. */
export async function* localPolicies(context: AwsListContext): AsyncGenerator<LocalPolicy> {
  const { IAMClient, paginateGetAccountAuthorizationDetails } = await import('@aws-sdk/client-iam');
  const listing = paginateGetAccountAuthorizationDetails({ client: context.client(IAMClient), pageSize: 1000 }, { Filter: ['LocalManagedPolicy'] });
  for await (const page of pages(listing, ({ Marker }) => Marker)) {
    // Up to five versions come with each; only the one in force counts.
    for (const { PolicyVersionList, ...policy } of page.Policies ?? []) yield { ...policy, document: PolicyVersionList?.find(({ IsDefaultVersion }) => IsDefaultVersion === true)?.Document };
  }
}
