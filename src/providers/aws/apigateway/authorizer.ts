import type { Authorizer, RestApi } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { functionOfUri } from './function-of-uri.ts';
import { gatewayArn, inEachApi } from './rest-apis.ts';

export const awsApigatewayAuthorizer = defineAwsResource({
  id: 'aws:apigateway:authorizer',
  title: 'API Gateway authorizer',
  plural: 'API Gateway authorizers',
  nativeType: 'AWS::ApiGateway::Authorizer',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'How each REST API finds out who calls: by which function or user pool, and for how long it remembers.',
  chain: 2,

  attributes: z.object({
    authorizer_id: z.string(),
    authorizer_name: z.string(),
    rest_api_uid: z.string(),
    authorizer_type: z.string().nullable().describe('TOKEN, REQUEST or COGNITO_USER_POOLS'),
    function_uid: z.string().nullable(),
    user_pool_uids: z.array(z.string()),
    role_arn: z.string().nullable(),
    identity_source: z.string().nullable(),
    result_ttl_seconds: z.int().nullable(),
  }),

  list: (context) => inEachApi(context, (id) => authorizersOf(id, context)),

  normalise: ({ thing: authorizer, api }: { thing: Authorizer; api: RestApi }, naming) => {
    const apiUid = gatewayArn(naming, `/restapis/${api.id ?? ''}`);
    return {
      uid: `${apiUid}/authorizers/${authorizer.id ?? ''}`,
      name: `${api.name ?? api.id ?? ''} · ${authorizer.name ?? authorizer.id ?? ''}`,
      tags: {},
      attributes: {
        authorizer_id: authorizer.id ?? '',
        authorizer_name: authorizer.name ?? '',
        rest_api_uid: apiUid,
        authorizer_type: authorizer.type ?? null,
        function_uid: functionOfUri(authorizer.authorizerUri),
        user_pool_uids: [...(authorizer.providerARNs ?? [])].sort(),
        role_arn: authorizer.authorizerCredentials ?? null,
        identity_source: authorizer.identitySource ?? null,
        result_ttl_seconds: authorizer.authorizerResultTtlInSeconds ?? null,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.rest_api_uid),
    ...relationsTo('uses', [attributes.function_uid, ...attributes.user_pool_uids]),
    ...relationsTo('assumes', attributes.role_arn),
  ],
});

async function authorizersOf(restApiId: string, context: AwsListContext): Promise<Authorizer[]> {
  const { APIGatewayClient, GetAuthorizersCommand } = await import('@aws-sdk/client-api-gateway');
  const client = context.client(APIGatewayClient);
  // The SDK has no pages for this call.
  const answers = async function* () {
    for (let position: string | undefined; ; ) {
      const page = await client.send(new GetAuthorizersCommand({ restApiId, limit: 500, ...(position === undefined ? {} : { position }) }));
      yield page;
      position = page.position;
      if (position === undefined || position === '') return;
    }
  };
  const found: Authorizer[] = [];
  for await (const page of pages(answers(), ({ position }) => position)) found.push(...(page.items ?? []));
  return found;
}
