import { z } from 'zod';
import { at, booleanAt, defineGcpResource, labelsOf, linkAt, listAt, relationsTo, textAt } from '../define.ts';
import { textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'monitoring.googleapis.com';

export const gcpMonitoringAlertpolicy = defineGcpResource({
  id: 'gcp:monitoring:alertpolicy',
  title: 'Alerting policy',
  plural: 'Alerting policies',
  nativeType: 'monitoring.googleapis.com/AlertPolicy',
  api,
  permissions: ['monitoring.alertPolicies.list'],
  reads: 'Each alerting policy with its conditions and whom it tells.',
  source: { from: 'asset', assetTypes: ['monitoring.googleapis.com/AlertPolicy'], lists: [listOf('monitoring.v3', 'projects.alertPolicies', 'alertPolicies', 'projects/{project}/alertPolicies', { query: { pageSize: '1000' } })] },

  attributes: z.object({ enabled: z.boolean(), severity: z.string().nullable(), combiner: z.string().nullable(), channel_uids: z.array(z.string()), filters: z.array(z.string()).describe('Of its conditions') }),

  normalise: ({ data }, naming) => ({
    name: textAt(data, 'displayName') ?? textAt(data, 'name')?.split('/').at(-1) ?? '',
    tags: labelsOf(at(data, 'userLabels')),
    attributes: {
      enabled: booleanAt(data, 'enabled') ?? true,
      severity: textAt(data, 'severity'),
      combiner: textAt(data, 'combiner'),
      channel_uids: textsAt(data, 'notificationChannels').flatMap((name) => linkAt({ name }, 'name', api, naming) ?? []),
      filters: listAt(data, 'conditions').flatMap((one) => ['conditionThreshold.filter', 'conditionAbsent.filter', 'conditionMatchedLog.filter', 'conditionMonitoringQueryLanguage.query', 'conditionPrometheusQueryLanguage.query'].flatMap((path) => textAt(one, path) ?? [])),
    },
  }),

  relations: ({ attributes }) => relationsTo('targets', attributes.channel_uids),
});
