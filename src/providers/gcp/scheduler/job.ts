import { z } from 'zod';
import { defineGcpResource, linkAt, relationsTo, textAt } from '../define.ts';
import { serviceAccountAt } from '../links.ts';
import { listOf, locationsOf } from '../sources.ts';

export const gcpSchedulerJob = defineGcpResource({
  id: 'gcp:scheduler:job',
  title: 'Scheduler job',
  plural: 'Scheduler jobs',
  nativeType: 'cloudscheduler.googleapis.com/Job',
  api: 'cloudscheduler.googleapis.com',
  permissions: ['cloudscheduler.jobs.list', 'cloudscheduler.locations.list'],
  reads: 'Each job with its schedule and what it calls; neither headers nor body of the call.',
  source: { from: 'asset', assetTypes: ['cloudscheduler.googleapis.com/Job'], lists: [listOf('cloudscheduler.v1', 'projects.locations.jobs', 'jobs', 'projects/{project}/locations/{place}/jobs', { query: { pageSize: '500' }, places: locationsOf('cloudscheduler', 'v1') })] },

  attributes: z.object({ state: z.string(), schedule: z.string().nullable(), time_zone: z.string().nullable(), target_kind: z.string().nullable().describe('http, pubsub or app-engine'), target_host: z.string().nullable(), topic_uid: z.string().nullable(), service_account_uid: z.string().nullable() }),

  normalise: ({ data }, naming) => {
    const uri = textAt(data, 'httpTarget.uri');
    const topic = linkAt(data, 'pubsubTarget.topicName', 'pubsub.googleapis.com', naming);
    return {
      tags: {},
      attributes: {
        state: textAt(data, 'state') ?? 'UNKNOWN',
        schedule: textAt(data, 'schedule'),
        time_zone: textAt(data, 'timeZone'),
        target_kind: uri !== null ? 'http' : topic !== null ? 'pubsub' : data['appEngineHttpTarget'] === undefined || data['appEngineHttpTarget'] === null ? null : 'app-engine',
        // Without its path and query, which may hold a token.
        target_host: uri !== null && URL.canParse(uri) ? new URL(uri).host : null,
        topic_uid: topic,
        service_account_uid: serviceAccountAt(data, 'httpTarget.oidcToken.serviceAccountEmail', naming) ?? serviceAccountAt(data, 'httpTarget.oauthToken.serviceAccountEmail', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('targets', attributes.topic_uid), ...relationsTo('assumes', attributes.service_account_uid)],
});
