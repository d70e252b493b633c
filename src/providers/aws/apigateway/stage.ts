import type { RestApi, Stage } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { gatewayArn, inEachApi } from './rest-apis.ts';

export const awsApigatewayStage = defineAwsResource({
  id: 'aws:apigateway:stage',
  title: 'API Gateway stage',
  plural: 'API Gateway stages',
  nativeType: 'AWS::ApiGateway::Stage',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'Deployment, logging, tracing, throttling, cache and web ACL of each stage.',
  chain: 2,

  attributes: z.object({
    stage_name: z.string(),
    rest_api_uid: z.string(),
    deployment_uid: z.string().nullable(),
    description: z.string().nullable(),
    logging_level: z.string().nullable().describe('For all methods: OFF, ERROR or INFO; null: never set'),
    logs_full_requests: z.boolean(),
    metrics_enabled: z.boolean(),
    throttling_rate_limit: z.number().nullable(),
    throttling_burst_limit: z.int().nullable(),
    tracing_enabled: z.boolean(),
    cache_enabled: z.boolean(),
    cache_encrypted: z.boolean(),
    access_log_uid: z.string().nullable(),
    web_acl_uid: z.string().nullable(),
    client_certificate_id: z.string().nullable(),
    variable_names: z.array(z.string()).describe('Names of stage variables; values are not kept'),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable(),
  }),

  list: (context) => inEachApi(context, (id) => stagesOf(id, context)),

  normalise: ({ thing: stage, api }: { thing: Stage; api: RestApi }, naming) => {
    const apiUid = gatewayArn(naming, `/restapis/${api.id ?? ''}`);
    // What holds for every method of the stage.
    const all = stage.methodSettings?.['*/*'];
    return {
      uid: `${apiUid}/stages/${stage.stageName ?? ''}`,
      name: `${api.name ?? api.id ?? ''} · ${stage.stageName ?? ''}`,
      createdAt: stage.createdDate,
      tags: tagsOfRecord(stage.tags),
      attributes: {
        stage_name: stage.stageName ?? '',
        rest_api_uid: apiUid,
        deployment_uid: stage.deploymentId === undefined ? null : `${apiUid}/deployments/${stage.deploymentId}`,
        description: stage.description ?? null,
        logging_level: all?.loggingLevel ?? null,
        logs_full_requests: all?.dataTraceEnabled ?? false,
        metrics_enabled: all?.metricsEnabled ?? false,
        throttling_rate_limit: limitOf(all?.throttlingRateLimit),
        throttling_burst_limit: limitOf(all?.throttlingBurstLimit),
        tracing_enabled: stage.tracingEnabled ?? false,
        cache_enabled: stage.cacheClusterEnabled ?? false,
        cache_encrypted: all?.cacheDataEncrypted ?? false,
        access_log_uid: stage.accessLogSettings?.destinationArn?.replace(/:\*$/, '') ?? null,
        web_acl_uid: stage.webAclArn ?? null,
        client_certificate_id: stage.clientCertificateId ?? null,
        variable_names: Object.keys(stage.variables ?? {}).sort(),
        created_at: stage.createdDate?.toISOString() ?? null,
        updated_at: stage.lastUpdatedDate?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('member-of', attributes.rest_api_uid),
    ...relationsTo('routes-to', attributes.deployment_uid),
    ...relationsTo('uses', attributes.web_acl_uid),
    ...relationsTo('logs-to', attributes.access_log_uid),
  ],
});

/** -1 says that none is set. */
const limitOf = (limit: number | undefined): number | null => (limit === undefined || limit < 0 ? null : limit);

async function stagesOf(restApiId: string, context: AwsListContext): Promise<Stage[]> {
  const { APIGatewayClient, GetStagesCommand } = await import('@aws-sdk/client-api-gateway');
  return (await context.client(APIGatewayClient).send(new GetStagesCommand({ restApiId }))).item ?? [];
}
