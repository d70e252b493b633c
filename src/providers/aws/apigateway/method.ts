import type { Method, Resource, RestApi } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { functionOfUri } from './function-of-uri.ts';
import { gatewayArn, inEachApi, resourcesOfApi } from './rest-apis.ts';

interface MethodOfResource {
  verb: string;
  method: Method;
  resource: Resource;
  api: RestApi;
}

export const awsApigatewayMethod = defineAwsResource({
  id: 'aws:apigateway:method',
  title: 'API Gateway method',
  plural: 'API Gateway methods',
  nativeType: 'AWS::ApiGateway::Method',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'Who may call each method of a REST API, and what answers it.',
  chain: 2,

  attributes: z.object({
    http_method: z.string(),
    path: z.string(),
    rest_api_uid: z.string(),
    resource_uid: z.string(),
    authorization_type: z.string().nullable().describe('NONE, AWS_IAM, CUSTOM or COGNITO_USER_POOLS'),
    authorizer_uid: z.string().nullable(),
    api_key_required: z.boolean(),
    is_private_api: z.boolean().describe('The API is reached from VPCs only'),
    integration_type: z.string().nullable().describe('AWS, AWS_PROXY, HTTP, HTTP_PROXY or MOCK'),
    integration_uri: z.string().nullable(),
    function_uid: z.string().nullable(),
    role_arn: z.string().nullable().describe('Taken to call what answers'),
    vpc_link_id: z.string().nullable(),
  }),

  async *list(context) {
    for await (const { thing: resource, api } of inEachApi(context, (id) => resourcesOfApi(id, context))) {
      for (const [verb, method] of Object.entries(resource.resourceMethods ?? {})) yield { verb, method, resource, api };
    }
  },

  normalise: ({ verb, method, resource, api }: MethodOfResource, naming) => {
    const apiUid = gatewayArn(naming, `/restapis/${api.id ?? ''}`);
    const resourceUid = `${apiUid}/resources/${resource.id ?? ''}`;
    const integration = method.methodIntegration;
    return {
      uid: `${resourceUid}/methods/${verb}`,
      name: `${api.name ?? api.id ?? ''} ${verb} ${resource.path ?? '/'}`,
      tags: {},
      attributes: {
        http_method: verb,
        path: resource.path ?? '/',
        rest_api_uid: apiUid,
        resource_uid: resourceUid,
        authorization_type: method.authorizationType ?? null,
        authorizer_uid: method.authorizerId === undefined || method.authorizerId === '' ? null : `${apiUid}/authorizers/${method.authorizerId}`,
        api_key_required: method.apiKeyRequired ?? false,
        is_private_api: api.endpointConfiguration?.types?.includes('PRIVATE') ?? false,
        integration_type: integration?.type ?? null,
        integration_uri: integration?.uri ?? null,
        function_uid: functionOfUri(integration?.uri),
        role_arn: integration?.credentials?.startsWith('arn:') === true && !integration.credentials.includes('*') ? integration.credentials : null,
        vpc_link_id: integration?.connectionType === 'VPC_LINK' ? (integration.connectionId ?? null) : null,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.resource_uid),
    ...relationsTo('uses', attributes.authorizer_uid),
    ...relationsTo('routes-to', attributes.function_uid),
    ...relationsTo('assumes', attributes.role_arn),
  ],
});
