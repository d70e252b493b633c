import { z } from 'zod';
import { defineGcpResource, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { listOf } from '../sources.ts';

const api = 'cloudtasks.googleapis.com';

export const gcpTasksTask = defineGcpResource({
  id: 'gcp:tasks:task',
  title: 'Task',
  plural: 'Tasks',
  nativeType: 'cloudtasks.googleapis.com/Task',
  api,
  permissions: ['cloudtasks.tasks.list'],
  reads: 'The first 50 tasks of each queue by name, times and tries; never what is in them.',
  // `fields` keeps address, headers and body of a task from being sent at all.
  source: { from: 'list', lists: [listOf('cloudtasks.v2', 'projects.locations.queues.tasks', 'tasks', '{parent}/tasks', { query: { responseView: 'BASIC', pageSize: '50', fields: 'tasks(name,createTime,scheduleTime,dispatchCount,responseCount),nextPageToken' }, most: 50 })], below: 'gcp:tasks:queue', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({ queue_uid: z.string(), scheduled_at: z.string().nullable(), dispatches: z.number(), responses: z.number() }),

  normalise: ({ data }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? '', naming);
    return { uid, tags: {}, attributes: { queue_uid: uid.replace(/\/tasks\/[^/]+$/, ''), scheduled_at: textAt(data, 'scheduleTime'), dispatches: numberAt(data, 'dispatchCount') ?? 0, responses: numberAt(data, 'responseCount') ?? 0 } };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.queue_uid),
});
