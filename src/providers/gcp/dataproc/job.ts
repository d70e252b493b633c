import { z } from 'zod';
import { dateOf, defineGcpResource, relationsTo, textAt } from '../define.ts';
import { computeRegions, listOf } from '../sources.ts';

const api = 'dataproc.googleapis.com';
const kinds = ['sparkJob', 'pysparkJob', 'sparkSqlJob', 'sparkRJob', 'hadoopJob', 'hiveJob', 'pigJob', 'prestoJob', 'trinoJob', 'flinkJob'];

export const gcpDataprocJob = defineGcpResource({
  id: 'gcp:dataproc:job',
  title: 'Dataproc job',
  plural: 'Dataproc jobs',
  nativeType: 'dataproc.googleapis.com/Job',
  api,
  permissions: ['dataproc.jobs.list', 'compute.regions.list'],
  reads: 'The last 50 jobs of each region: their kind, their cluster and how they ended; never their arguments.',
  source: { from: 'list', lists: [listOf('dataproc.v1', 'projects.regions.jobs', 'jobs', 'projects/{project}/regions/{place}/jobs', { query: { pageSize: '50' }, most: 50, places: computeRegions })] },

  attributes: z.object({ job_id: z.string(), state: z.string(), kind: z.string().nullable(), cluster: z.string().nullable(), cluster_uid: z.string().nullable(), state_since: z.string().nullable() }),

  normalise: ({ data, location }, naming) => {
    const id = textAt(data, 'reference.jobId') ?? textAt(data, 'jobUuid') ?? '';
    const labels = (data['labels'] ?? {}) as Record<string, unknown>;
    // A job tells its region by nothing but a label of Google's.
    const region = textAt({ value: labels['goog-dataproc-location'] }, 'value') ?? location ?? 'global';
    const cluster = textAt(data, 'placement.clusterName');
    return {
      uid: `//${api}/projects/${naming.account}/regions/${region}/jobs/${id}`,
      name: id,
      region,
      createdAt: dateOf(textAt(data, 'status.stateStartTime')),
      attributes: {
        job_id: id,
        state: textAt(data, 'status.state') ?? 'UNKNOWN',
        kind: kinds.find((kind) => typeof data[kind] === 'object' && data[kind] !== null) ?? null,
        cluster,
        cluster_uid: cluster === null ? null : `//${api}/projects/${naming.account}/regions/${region}/clusters/${cluster}`,
        state_since: textAt(data, 'status.stateStartTime'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('uses', attributes.cluster_uid),
});
