import { z } from 'zod';
import { defineGcpResource, numberAt, textAt } from '../define.ts';
import { listOf, locationsOf } from '../sources.ts';

export const gcpTasksQueue = defineGcpResource({
  id: 'gcp:tasks:queue',
  title: 'Task queue',
  plural: 'Task queues',
  nativeType: 'cloudtasks.googleapis.com/Queue',
  api: 'cloudtasks.googleapis.com',
  permissions: ['cloudtasks.queues.list', 'cloudtasks.locations.list'],
  reads: 'Each queue with its state, how fast it goes and how often it tries.',
  source: { from: 'asset', assetTypes: ['cloudtasks.googleapis.com/Queue'], lists: [listOf('cloudtasks.v2', 'projects.locations.queues', 'queues', 'projects/{project}/locations/{place}/queues', { query: { pageSize: '1000' }, places: locationsOf('cloudtasks', 'v2') })] },

  attributes: z.object({ state: z.string(), max_dispatches_per_second: z.number().nullable(), max_concurrent_dispatches: z.number().nullable(), max_attempts: z.number().nullable(), log_sampling: z.number().nullable() }),

  normalise: ({ data }) => ({ tags: {}, attributes: { state: textAt(data, 'state') ?? 'UNKNOWN', max_dispatches_per_second: numberAt(data, 'rateLimits.maxDispatchesPerSecond'), max_concurrent_dispatches: numberAt(data, 'rateLimits.maxConcurrentDispatches'), max_attempts: numberAt(data, 'retryConfig.maxAttempts'), log_sampling: numberAt(data, 'stackdriverLoggingConfig.samplingRatio') } }),
});
