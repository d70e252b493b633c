import type { Tag } from '@aws-sdk/client-ecs';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';

/** The clusters of a region by ARN, listed once for all that lies in them. */
export function clusterArns(context: AwsListContext): Promise<string[]> {
  return context.shared('ecs:clusters', async () => {
    const { ECSClient, paginateListClusters } = await import('@aws-sdk/client-ecs');
    const arns: string[] = [];
    for await (const page of pages(paginateListClusters({ client: context.client(ECSClient), pageSize: 100 }, {}), ({ nextToken }) => nextToken)) arns.push(...(page.clusterArns ?? []));
    return arns;
  });
}

/** What each cluster holds. One that was deleted since it was listed holds nothing. */
export async function* inEachCluster<Thing>(context: AwsListContext, read: (cluster: string) => Promise<Thing[]>): AsyncGenerator<Thing> {
  const answers = readEach(await clusterArns(context), context, { limit: 20, read, absent: ['ClusterNotFoundException'] });
  for await (const things of answers) yield* things;
}

/** ECS writes the words of a tag in lower case. */
export const tagsOfEcs = (tags: readonly Tag[] | undefined): Record<string, string> => Object.fromEntries((tags ?? []).flatMap(({ key, value }) => (key === undefined ? [] : [[key, value ?? '']])));

/** Roles are named by ARN or, without a path, by name. */
export function roleUid(role: string | undefined, { partition, account }: { partition: string; account: string }): string | null {
  if (role === undefined || role === '') return null;
  return role.startsWith('arn:') ? role : `arn:${partition}:iam::${account}:role/${role}`;
}
