import type { EventSourceMappingConfiguration } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { unqualified } from './functions.ts';

export const awsLambdaEventSourceMapping = defineAwsResource({
  id: 'aws:lambda:event-source-mapping',
  title: 'Lambda event source mapping',
  plural: 'Lambda event source mappings',
  nativeType: 'AWS::Lambda::EventSourceMapping',
  locality: 'regional',
  permissions: ['lambda:ListEventSourceMappings'],
  reads: 'Which queue, stream or table calls which function, in which batches, and whether it is on.',

  attributes: z.object({
    uuid: z.string(),
    state: z.string().nullable().describe('Enabled, Disabled, Creating, …'),
    function_uid: z.string().nullable(),
    function_qualifier: z.string().nullable().describe('The version or alias that is called'),
    event_source_uid: z.string().nullable().describe('Null for a Kafka that is not of AWS'),
    batch_size: z.int().nullable(),
    batching_window_seconds: z.int().nullable(),
    starting_position: z.string().nullable(),
    failure_destination_uid: z.string().nullable(),
    kms_key_uid: z.string().nullable(),
  }),

  async *list({ client }) {
    const { LambdaClient, paginateListEventSourceMappings } = await import('@aws-sdk/client-lambda');
    const listing = paginateListEventSourceMappings({ client: client(LambdaClient), pageSize: 100 }, {});
    for await (const page of pages(listing, ({ NextMarker }) => NextMarker)) yield* page.EventSourceMappings ?? [];
  },

  normalise: (mapping: EventSourceMappingConfiguration, { arn }) => {
    const uuid = mapping.UUID ?? '';
    const functionArn = mapping.FunctionArn;
    return {
      uid: mapping.EventSourceMappingArn ?? arn('lambda', `event-source-mapping:${uuid}`),
      name: uuid,
      tags: {},
      attributes: {
        uuid,
        state: mapping.State ?? null,
        function_uid: functionArn === undefined ? null : unqualified(functionArn),
        function_qualifier: functionArn?.split(':')[7] ?? null,
        event_source_uid: mapping.EventSourceArn ?? null,
        batch_size: mapping.BatchSize ?? null,
        batching_window_seconds: mapping.MaximumBatchingWindowInSeconds ?? null,
        starting_position: mapping.StartingPosition ?? null,
        failure_destination_uid: mapping.DestinationConfig?.OnFailure?.Destination ?? null,
        kms_key_uid: mapping.KMSKeyArn ?? null,
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('targets', attributes.function_uid),
    ...relationsTo('uses', attributes.event_source_uid),
    ...relationsTo('routes-to', attributes.failure_destination_uid),
    ...relationsTo('encrypted-by', attributes.kms_key_uid),
  ],
});
