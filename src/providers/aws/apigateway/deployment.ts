import type { Deployment, RestApi } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { gatewayArn, inEachApi } from './rest-apis.ts';

export const awsApigatewayDeployment = defineAwsResource({
  id: 'aws:apigateway:deployment',
  title: 'API Gateway deployment',
  plural: 'API Gateway deployments',
  nativeType: 'AWS::ApiGateway::Deployment',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'When each REST API was deployed.',
  chain: 2,

  attributes: z.object({ deployment_id: z.string(), rest_api_uid: z.string(), description: z.string().nullable(), created_at: z.string().nullable() }),

  list: (context) => inEachApi(context, (id) => deploymentsOf(id, context)),

  normalise: ({ thing: deployment, api }: { thing: Deployment; api: RestApi }, naming) => {
    const apiUid = gatewayArn(naming, `/restapis/${api.id ?? ''}`);
    return {
      uid: `${apiUid}/deployments/${deployment.id ?? ''}`,
      name: `${api.name ?? api.id ?? ''} · ${deployment.id ?? ''}`,
      createdAt: deployment.createdDate,
      tags: {},
      attributes: {
        deployment_id: deployment.id ?? '',
        rest_api_uid: apiUid,
        description: deployment.description === undefined || deployment.description === '' ? null : deployment.description,
        created_at: deployment.createdDate?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('created-from', attributes.rest_api_uid),
});

async function deploymentsOf(restApiId: string, context: AwsListContext): Promise<Deployment[]> {
  const { APIGatewayClient, paginateGetDeployments } = await import('@aws-sdk/client-api-gateway');
  const found: Deployment[] = [];
  for await (const page of pages(paginateGetDeployments({ client: context.client(APIGatewayClient), pageSize: 500 }, { restApiId }), ({ position }) => position)) found.push(...(page.items ?? []));
  return found;
}
