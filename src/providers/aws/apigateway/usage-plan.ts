import type { UsagePlan } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOfRecord } from '../define.ts';
import { pages } from '../pages.ts';
import { gatewayArn } from './rest-apis.ts';

export const awsApigatewayUsagePlan = defineAwsResource({
  id: 'aws:apigateway:usage-plan',
  title: 'API Gateway usage plan',
  plural: 'API Gateway usage plans',
  nativeType: 'AWS::ApiGateway::UsagePlan',
  locality: 'regional',
  permissions: ['apigateway:GET'],
  reads: 'Throttling, quota and stages of each usage plan.',

  attributes: z.object({
    usage_plan_id: z.string(),
    description: z.string().nullable(),
    stage_uids: z.array(z.string()),
    throttling_rate_limit: z.number().nullable(),
    throttling_burst_limit: z.int().nullable(),
    quota_limit: z.int().nullable(),
    quota_period: z.string().nullable(),
  }),

  async *list({ client }) {
    const { APIGatewayClient, paginateGetUsagePlans } = await import('@aws-sdk/client-api-gateway');
    for await (const page of pages(paginateGetUsagePlans({ client: client(APIGatewayClient), pageSize: 500 }, {}), ({ position }) => position)) yield* page.items ?? [];
  },

  normalise: (plan: UsagePlan, naming) => ({
    uid: gatewayArn(naming, `/usageplans/${plan.id ?? ''}`),
    name: plan.name ?? plan.id ?? '',
    tags: tagsOfRecord(plan.tags),
    attributes: {
      usage_plan_id: plan.id ?? '',
      description: plan.description ?? null,
      stage_uids: (plan.apiStages ?? []).map(({ apiId, stage }) => gatewayArn(naming, `/restapis/${apiId ?? ''}/stages/${stage ?? ''}`)).sort(),
      throttling_rate_limit: plan.throttle?.rateLimit ?? null,
      throttling_burst_limit: plan.throttle?.burstLimit ?? null,
      quota_limit: plan.quota?.limit ?? null,
      quota_period: plan.quota?.period ?? null,
    },
  }),

  relations: ({ attributes }) => relationsTo('attached-to', attributes.stage_uids),
});
