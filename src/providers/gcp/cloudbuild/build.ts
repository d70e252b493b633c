import { z } from 'zod';
import { defineGcpResource, listAt, relationsTo, textAt, uidOf } from '../define.ts';

const api = 'cloudbuild.googleapis.com';

export const gcpCloudbuildBuild = defineGcpResource({
  id: 'gcp:cloudbuild:build',
  title: 'Build',
  plural: 'Builds',
  nativeType: 'cloudbuild.googleapis.com/Build',
  api,
  permissions: ['cloudbuild.builds.list'],
  reads: 'The last 50 builds of the project: how they ended and what they made; neither their steps nor their variables.',
  source: { from: 'list', lists: [{ method: 'cloudbuild.v1.projects.builds.list', host: api, path: 'v1/projects/{project}/builds', query: { pageSize: '50' }, items: 'builds', most: 50 }] },

  attributes: z.object({
    status: z.string(),
    trigger_id: z.string().nullable(),
    started_at: z.string().nullable(),
    finished_at: z.string().nullable(),
    images: z.array(z.string()),
    service_account_uid: z.string().nullable(),
    logs_bucket: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => {
    const id = textAt(data, 'id') ?? '';
    const account = textAt(data, 'serviceAccount');
    return {
      uid: uidOf(api, textAt(data, 'name') ?? `projects/${naming.account}/builds/${id}`, naming),
      name: id,
      tags: {},
      attributes: {
        status: textAt(data, 'status') ?? 'STATUS_UNKNOWN',
        trigger_id: textAt(data, 'buildTriggerId'),
        started_at: textAt(data, 'startTime'),
        finished_at: textAt(data, 'finishTime'),
        images: listAt(data, 'images').map(String),
        service_account_uid: account === null ? null : uidOf('iam.googleapis.com', account, naming),
        logs_bucket: textAt(data, 'logsBucket'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('uses', attributes.service_account_uid),
});
