import type { Resource, RestApi } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { gatewayArn, inEachApi, resourcesOfApi } from './rest-apis.ts';

export const awsApigatewayResource = defineAwsResource({
  id: 'aws:apigateway:resource',
  title: 'API Gateway resource',
  plural: 'API Gateway resources',
  nativeType: 'AWS::ApiGateway::Resource',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'The paths of each REST API and the methods that they have.',
  chain: 2,

  attributes: z.object({
    resource_id: z.string(),
    rest_api_uid: z.string(),
    path: z.string(),
    parent_uid: z.string().nullable(),
    http_methods: z.array(z.string()),
  }),

  list: (context) => inEachApi(context, (id) => resourcesOfApi(id, context)),

  normalise: ({ thing, api }: { thing: Resource; api: RestApi }, naming) => {
    const apiUid = gatewayArn(naming, `/restapis/${api.id ?? ''}`);
    return {
      uid: `${apiUid}/resources/${thing.id ?? ''}`,
      name: `${api.name ?? api.id ?? ''} ${thing.path ?? '/'}`,
      tags: {},
      attributes: {
        resource_id: thing.id ?? '',
        rest_api_uid: apiUid,
        path: thing.path ?? '/',
        parent_uid: thing.parentId === undefined ? null : `${apiUid}/resources/${thing.parentId}`,
        http_methods: Object.keys(thing.resourceMethods ?? {}).sort(),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.rest_api_uid), ...relationsTo('owned-by', attributes.parent_uid)],
});
