import { z } from 'zod';
import { defineGcpResource, listAt, numberAt, textAt } from '../define.ts';
import { computeRegions, listOf } from '../sources.ts';

export const gcpDataprocWorkflowtemplate = defineGcpResource({
  id: 'gcp:dataproc:workflowtemplate',
  title: 'Dataproc workflow template',
  plural: 'Dataproc workflow templates',
  nativeType: 'dataproc.googleapis.com/WorkflowTemplate',
  api: 'dataproc.googleapis.com',
  permissions: ['dataproc.workflowTemplates.list', 'compute.regions.list'],
  reads: 'Each template with how many jobs it has and on which cluster they run.',
  source: { from: 'list', lists: [listOf('dataproc.v1', 'projects.regions.workflowTemplates', 'templates', 'projects/{project}/regions/{place}/workflowTemplates', { query: { pageSize: '100' }, places: computeRegions })] },

  attributes: z.object({ version: z.number().nullable(), job_count: z.number(), managed_cluster: z.string().nullable(), cluster_labels: z.array(z.string()), updated_at: z.string().nullable() }),

  normalise: ({ data }) => ({
    attributes: {
      version: numberAt(data, 'version'),
      job_count: listAt(data, 'jobs').length,
      managed_cluster: textAt(data, 'placement.managedCluster.clusterName'),
      cluster_labels: Object.entries(((data['placement'] as { clusterSelector?: { clusterLabels?: Record<string, unknown> } } | null | undefined)?.clusterSelector?.clusterLabels ?? {}) as Record<string, unknown>).map(([name, value]) => `${name}=${String(value)}`).sort(),
      updated_at: textAt(data, 'updateTime'),
    },
  }),
});
