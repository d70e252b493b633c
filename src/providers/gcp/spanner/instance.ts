import { z } from 'zod';
import { defineGcpResource, numberAt, textAt } from '../define.ts';
import { endAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpSpannerInstance = defineGcpResource({
  id: 'gcp:spanner:instance',
  title: 'Spanner instance',
  plural: 'Spanner instances',
  nativeType: 'spanner.googleapis.com/Instance',
  api: 'spanner.googleapis.com',
  permissions: ['spanner.instances.list'],
  reads: 'Each instance with its size, its place and its edition.',
  source: { from: 'asset', assetTypes: ['spanner.googleapis.com/Instance'], lists: [listOf('spanner.v1', 'projects.instances', 'instances', 'projects/{project}/instances', { query: { pageSize: '1000' } })] },

  attributes: z.object({
    state: z.string(),
    config: z.string().nullable().describe('regional-us-central1, nam3, …'),
    edition: z.string().nullable(),
    processing_units: z.number().nullable().describe('A thousand are a node'),
    min_processing_units: z.number().nullable().describe('Of an autoscaled instance'),
    max_processing_units: z.number().nullable(),
    instance_type: z.string().nullable(),
  }),

  normalise: ({ data }) => {
    const config = endAt(data, 'config');
    const units = (path: string): number | null => numberAt(data, `autoscalingConfig.autoscalingLimits.${path}ProcessingUnits`) ?? times(numberAt(data, `autoscalingConfig.autoscalingLimits.${path}Nodes`), 1000);
    return {
      ...(config === null ? {} : { region: config.replace(/^regional-/, '') }),
      attributes: {
        state: textAt(data, 'state') ?? 'UNKNOWN',
        config,
        edition: textAt(data, 'edition'),
        processing_units: numberAt(data, 'processingUnits') ?? times(numberAt(data, 'nodeCount'), 1000),
        min_processing_units: units('min'),
        max_processing_units: units('max'),
        instance_type: textAt(data, 'instanceType'),
      },
    };
  },
});

const times = (value: number | null, factor: number): number | null => (value === null ? null : value * factor);
