import { describe, expect, it } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpDataflowJob } from './job.ts';

describe('a job', () => {
  reads(gcpDataflowJob, { asset: { name: '//dataflow.googleapis.com/projects/shop/locations/us-east4/jobs/j1' }, listed: { id: 'j1', name: 'ingest', projectId: 'shop', location: 'us-east4', type: 'JOB_TYPE_STREAMING', currentState: 'JOB_STATE_RUNNING', createTime: '2026-01-01T00:00:00Z', environment: { serviceAccountEmail: 'df@shop.iam.gserviceaccount.com', workerPools: [{ numWorkers: 2, machineType: 'n1-standard-2', subnetwork: 'https://www.googleapis.com/compute/v1/projects/shop/regions/us-east4/subnetworks/a' }] } } }, {
    uid: '//dataflow.googleapis.com/projects/shop/locations/us-east4/jobs/j1', name: 'ingest', region: 'us-east4', attributes: { job_type: 'JOB_TYPE_STREAMING', worker_count: 2 },
    relations: [{ kind: 'assumes', uid: '//iam.googleapis.com/projects/shop/serviceAccounts/df@shop.iam.gserviceaccount.com' }, { kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/subnetworks/a' }],
  });

  it('is left out once it is over', () => {
    const { source } = gcpDataflowJob;
    const isOne = source.from === 'asset' ? source.isOne : undefined;
    expect(['JOB_STATE_DONE', 'JOB_STATE_RUNNING'].map((currentState) => isOne?.({ data: { currentState } }))).toEqual([false, true]);
  });
});
