import type { RestApi } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { policyDocument } from '../iam/policy-document.ts';
import { gatewayArn, restApis } from './rest-apis.ts';

export const awsApigatewayRestApi = defineAwsResource({
  id: 'aws:apigateway:rest-api',
  title: 'API Gateway REST API',
  plural: 'API Gateway REST APIs',
  nativeType: 'AWS::ApiGateway::RestApi',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'Endpoint, resource policy and minimum protocol of each REST API.',

  attributes: z.object({
    rest_api_id: z.string(),
    description: z.string().nullable(),
    endpoint_types: z.array(z.string()).describe('EDGE, REGIONAL or PRIVATE'),
    vpc_endpoint_uids: z.array(z.string()),
    policy: z.json().describe('Who may call it, as data; null: no resource policy'),
    disables_execute_api_endpoint: z.boolean(),
    api_key_source: z.string().nullable(),
    minimum_compression_bytes: z.int().nullable(),
    security_policy: z.string().nullable(),
    created_at: z.string().nullable(),
  }),

  async *list(context) {
    yield* await restApis(context);
  },

  normalise: (api: RestApi, naming) => ({
    uid: gatewayArn(naming, `/restapis/${api.id ?? ''}`),
    name: api.name ?? api.id ?? '',
    createdAt: api.createdDate,
    tags: tagsOfRecord(api.tags),
    attributes: {
      rest_api_id: api.id ?? '',
      description: api.description ?? null,
      endpoint_types: [...(api.endpointConfiguration?.types ?? [])].sort(),
      vpc_endpoint_uids: (api.endpointConfiguration?.vpcEndpointIds ?? []).map((id) => naming.arn('ec2', `vpc-endpoint/${id}`)).sort(),
      policy: policyDocument(unescaped(api.policy)),
      disables_execute_api_endpoint: api.disableExecuteApiEndpoint ?? false,
      api_key_source: api.apiKeySource ?? null,
      minimum_compression_bytes: api.minimumCompressionSize ?? null,
      security_policy: api.securityPolicy ?? null,
      created_at: api.createdDate?.toISOString() ?? null,
    },
  }),

  relations: ({ attributes }) => relationsTo('uses', attributes.vpc_endpoint_uids),
});

/** The policy comes as JSON text whose quotes are escaped once more. */
const unescaped = (policy: string | undefined): string | undefined => (policy?.startsWith('{\\"') === true ? policy.replaceAll('\\"', '"').replaceAll('\\/', '/') : policy);
