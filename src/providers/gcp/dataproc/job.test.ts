import { describe, expect, it } from 'vitest';
import { naming, reads } from '../test-gcp.ts';
import { gcpDataprocJob } from './job.ts';

const listed = { reference: { projectId: 'shop', jobId: 'j1' }, placement: { clusterName: 'etl' }, status: { state: 'DONE', stateStartTime: '2026-01-01T00:00:00Z' }, pysparkJob: { mainPythonFileUri: 'gs://code/x.py', args: ['--password=hunter2'] }, labels: { 'goog-dataproc-location': 'us-east4' } };

describe('a job', () => {
  reads(gcpDataprocJob, { listed }, { uid: '//dataproc.googleapis.com/projects/shop/regions/us-east4/jobs/j1', region: 'us-east4', attributes: { kind: 'pysparkJob', state: 'DONE' }, relations: [{ kind: 'uses', uid: '//dataproc.googleapis.com/projects/shop/regions/us-east4/clusters/etl' }] });

  it('keeps no arguments', () => {
    expect(JSON.stringify(gcpDataprocJob.normalise({ data: listed }, naming))).not.toContain('hunter2');
  });
});
