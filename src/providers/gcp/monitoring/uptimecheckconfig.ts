import { z } from 'zod';
import { at, booleanAt, defineGcpResource, labelsOf, numberAt, textAt } from '../define.ts';
import { secondsAt, textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpMonitoringUptimecheckconfig = defineGcpResource({
  id: 'gcp:monitoring:uptimecheckconfig',
  title: 'Uptime check',
  plural: 'Uptime checks',
  nativeType: 'monitoring.googleapis.com/UptimeCheckConfig',
  api: 'monitoring.googleapis.com',
  permissions: ['monitoring.uptimeCheckConfigs.list'],
  reads: 'Each uptime check: what it asks and how often; neither its headers nor its password.',
  source: { from: 'asset', assetTypes: ['monitoring.googleapis.com/UptimeCheckConfig'], lists: [listOf('monitoring.v3', 'projects.uptimeCheckConfigs', 'uptimeCheckConfigs', 'projects/{project}/uptimeCheckConfigs', { query: { pageSize: '100' } })] },

  attributes: z.object({ host: z.string().nullable(), resource_type: z.string().nullable(), path: z.string().nullable(), port: z.number().nullable(), uses_tls: z.boolean(), validates_tls: z.boolean(), period_seconds: z.number().nullable(), regions: z.array(z.string()) }),

  normalise: ({ data }) => ({
    name: textAt(data, 'displayName') ?? textAt(data, 'name')?.split('/').at(-1) ?? '',
    tags: labelsOf(at(data, 'userLabels')),
    attributes: {
      host: textAt(data, 'monitoredResource.labels.host'),
      resource_type: textAt(data, 'monitoredResource.type'),
      path: textAt(data, 'httpCheck.path')?.split('?')[0] ?? null,
      port: numberAt(data, 'httpCheck.port') ?? numberAt(data, 'tcpCheck.port'),
      uses_tls: booleanAt(data, 'httpCheck.useSsl') ?? false,
      validates_tls: booleanAt(data, 'httpCheck.validateSsl') ?? false,
      period_seconds: secondsAt(data, 'period'),
      regions: textsAt(data, 'selectedRegions').sort(),
    },
  }),
});
