import { z } from 'zod';
import { defineGcpResource, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { computeLink, serviceAccountAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'dataflow.googleapis.com';

export const gcpDataflowJob = defineGcpResource({
  id: 'gcp:dataflow:job',
  title: 'Dataflow job',
  plural: 'Dataflow jobs',
  nativeType: 'dataflow.googleapis.com/Job',
  api,
  permissions: ['dataflow.jobs.list'],
  reads: 'Each job that runs, with its kind, its workers and its network; never its parameters.',
  source: {
    from: 'asset',
    assetTypes: ['dataflow.googleapis.com/Job'],
    isOne: ({ data }) => !/_(DONE|FAILED|CANCELLED|UPDATED|DRAINED)$/.test(textAt(data, 'currentState') ?? ''),
    lists: [{ ...listOf('dataflow.v1b3', 'projects.jobs', 'jobs', 'projects/{project}/jobs:aggregated', { query: { filter: 'ACTIVE', pageSize: '500' } }), method: 'dataflow.v1b3.projects.jobs.aggregated' }],
  },

  attributes: z.object({
    job_id: z.string(),
    job_name: z.string().nullable().describe('Its metrics go by it'),
    state: z.string(),
    job_type: z.string().nullable().describe('JOB_TYPE_STREAMING or JOB_TYPE_BATCH'),
    worker_count: z.number().nullable(),
    machine_type: z.string().nullable(),
    service_account_uid: z.string().nullable(),
    subnetwork_uid: z.string().nullable(),
    public_workers: z.boolean(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const id = textAt(data, 'id') ?? assetName?.split('/').at(-1) ?? '';
    const region = textAt(data, 'location') ?? /\/locations\/([^/]+)/.exec(assetName ?? '')?.[1] ?? 'global';
    const pool = ((data['environment'] as { workerPools?: unknown[] } | null | undefined)?.workerPools ?? [])[0];
    return {
      uid: uidOf(api, `projects/${naming.account}/locations/${region}/jobs/${id}`, naming),
      name: (textAt(data, 'name') ?? id).split('/').at(-1) ?? id,
      region,
      attributes: {
        job_id: id,
        job_name: textAt(data, 'name')?.split('/').at(-1) ?? null,
        state: textAt(data, 'currentState') ?? 'UNKNOWN',
        job_type: textAt(data, 'type'),
        worker_count: numberAt(pool, 'numWorkers'),
        machine_type: textAt(pool, 'machineType'),
        service_account_uid: serviceAccountAt(data, 'environment.serviceAccountEmail', naming),
        subnetwork_uid: computeLink(pool, 'subnetwork', naming),
        public_workers: textAt(pool, 'ipConfiguration') === 'WORKER_IP_PUBLIC',
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('assumes', attributes.service_account_uid), ...relationsTo('member-of', attributes.subnetwork_uid)],
});
