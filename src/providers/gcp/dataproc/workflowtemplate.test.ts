import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpDataprocWorkflowtemplate } from './workflowtemplate.ts';

describe('a template', () => {
  reads(gcpDataprocWorkflowtemplate, { listed: { id: 'daily', name: 'projects/shop/regions/us-east4/workflowTemplates/daily', version: 2, jobs: [{ stepId: 'a' }], placement: { clusterSelector: { clusterLabels: { env: 'prod' } } }, createTime: '2026-01-01T00:00:00Z' } }, {
    uid: '//dataproc.googleapis.com/projects/shop/regions/us-east4/workflowTemplates/daily', region: 'us-east4', attributes: { job_count: 1, cluster_labels: ['env=prod'] }, relations: [],
  });
});
