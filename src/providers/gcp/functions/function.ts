import { z } from 'zod';
import { defineGcpResource, linkAt, numberAt, relationsTo, textAt } from '../define.ts';
import { kmsKeyAt, serviceAccountAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpFunctionsFunction = defineGcpResource({
  id: 'gcp:functions:function',
  title: 'Cloud Run function',
  plural: 'Cloud Run functions',
  nativeType: 'cloudfunctions.googleapis.com/Function',
  api: 'cloudfunctions.googleapis.com',
  permissions: ['cloudfunctions.functions.list'],
  reads: 'Each function of the first and second generation with its runtime, its trigger and as whom it runs; never a variable of it.',
  source: { from: 'asset', assetTypes: ['cloudfunctions.googleapis.com/Function'], lists: [listOf('cloudfunctions.v2', 'projects.locations.functions', 'functions', 'projects/{project}/locations/-/functions', { query: { pageSize: '1000' } })] },

  attributes: z.object({
    state: z.string(),
    environment: z.string().nullable().describe('GEN_1 or GEN_2'),
    runtime: z.string().nullable(),
    entry_point: z.string().nullable(),
    service_account_uid: z.string().nullable(),
    service_uid: z.string().nullable().describe('The Cloud Run service behind it'),
    topic_uid: z.string().nullable(),
    trigger_type: z.string().nullable(),
    connector_uid: z.string().nullable(),
    min_instances: z.number(),
    max_instances: z.number().nullable(),
    memory: z.string().nullable(),
    timeout_seconds: z.number().nullable(),
    ingress: z.string().nullable(),
    security_level: z.string().nullable(),
    kms_key: z.string().nullable(),
    updated_at: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      state: textAt(data, 'state') ?? 'UNKNOWN',
      environment: textAt(data, 'environment'),
      runtime: textAt(data, 'buildConfig.runtime'),
      entry_point: textAt(data, 'buildConfig.entryPoint'),
      service_account_uid: serviceAccountAt(data, 'serviceConfig.serviceAccountEmail', naming),
      service_uid: textAt(data, 'serviceConfig.service')?.includes('/') === true ? linkAt(data, 'serviceConfig.service', 'run.googleapis.com', naming) : null,
      topic_uid: linkAt(data, 'eventTrigger.pubsubTopic', 'pubsub.googleapis.com', naming),
      trigger_type: textAt(data, 'eventTrigger.eventType'),
      connector_uid: linkAt(data, 'serviceConfig.vpcConnector', 'vpcaccess.googleapis.com', naming),
      min_instances: numberAt(data, 'serviceConfig.minInstanceCount') ?? 0,
      max_instances: numberAt(data, 'serviceConfig.maxInstanceCount'),
      memory: textAt(data, 'serviceConfig.availableMemory'),
      timeout_seconds: numberAt(data, 'serviceConfig.timeoutSeconds'),
      ingress: textAt(data, 'serviceConfig.ingressSettings'),
      security_level: textAt(data, 'serviceConfig.securityLevel'),
      kms_key: kmsKeyAt(data, 'kmsKeyName', naming),
      updated_at: textAt(data, 'updateTime'),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('assumes', attributes.service_account_uid), ...relationsTo('uses', [attributes.service_uid, attributes.topic_uid, attributes.connector_uid]), ...relationsTo('encrypted-by', attributes.kms_key)],
});
