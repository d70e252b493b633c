import type { Resource, RestApi } from '@aws-sdk/client-api-gateway';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';

/** The APIs of a region, listed once for all that lies in them. */
export function restApis(context: AwsListContext): Promise<RestApi[]> {
  return context.shared('apigateway:rest-apis', async () => {
    const { APIGatewayClient, paginateGetRestApis } = await import('@aws-sdk/client-api-gateway');
    const apis: RestApi[] = [];
    for await (const page of pages(paginateGetRestApis({ client: context.client(APIGatewayClient), pageSize: 500 }, {}), ({ position }) => position)) apis.push(...(page.items ?? []));
    return apis;
  });
}

/** The rate of an account is a few calls a second: one at a time. */
const atOnce = 1;

/** What each API holds. One that was deleted since it was listed holds nothing. */
export async function* inEachApi<Thing>(context: AwsListContext, read: (restApiId: string) => Promise<Thing[]>): AsyncGenerator<{ thing: Thing; api: RestApi }> {
  const answers = readEach(await restApis(context), context, { limit: atOnce, absent: ['NotFoundException'], read: async (api) => (await read(api.id ?? '')).map((thing) => ({ thing, api })) });
  for await (const things of answers) yield* things;
}

/** The resources of an API with their methods: one call answers for both types. */
export function resourcesOfApi(restApiId: string, context: AwsListContext): Promise<Resource[]> {
  return context.shared(`apigateway:resources:${restApiId}`, async () => {
    const { APIGatewayClient, paginateGetResources } = await import('@aws-sdk/client-api-gateway');
    const resources: Resource[] = [];
    const listing = paginateGetResources({ client: context.client(APIGatewayClient), pageSize: 500 }, { restApiId, embed: ['methods'] });
    for await (const page of pages(listing, ({ position }) => position)) resources.push(...(page.items ?? []));
    return resources;
  });
}

/** API Gateway's own ARNs name no account. */
export const gatewayArn = ({ partition, region }: { partition: string; region: string }, path: string): string => `arn:${partition}:apigateway:${region}::${path}`;
