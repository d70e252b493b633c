import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';

/** The names of the clusters of a region, listed once for all that lies in them. */
export function clusterNames(context: AwsListContext): Promise<string[]> {
  return context.shared('eks:clusters', async () => {
    const { EKSClient, paginateListClusters } = await import('@aws-sdk/client-eks');
    const names: string[] = [];
    for await (const page of pages(paginateListClusters({ client: context.client(EKSClient), pageSize: 100 }, {}), ({ nextToken }) => nextToken)) names.push(...(page.clusters ?? []));
    return names;
  });
}

/** EKS lists names and describes one thing a call. What was deleted since it was listed is left out. */
export async function* describedInClusters<Thing>(context: AwsListContext, list: (clusterName: string) => Promise<string[]>, describe: (clusterName: string, name: string) => Promise<Thing | undefined>): AsyncGenerator<Thing> {
  const absent = ['ResourceNotFoundException'];
  const listed = readEach(await clusterNames(context), context, { absent, read: async (cluster) => (await list(cluster)).map((name) => ({ cluster, name })) });
  for await (const names of listed) {
    for await (const thing of readEach(names, context, { absent, read: ({ cluster, name }) => describe(cluster, name) })) if (thing !== undefined) yield thing;
  }
}
