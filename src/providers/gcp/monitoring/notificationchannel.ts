import { z } from 'zod';
import { at, booleanAt, defineGcpResource, labelsOf, textAt } from '../define.ts';
import { listOf } from '../sources.ts';

export const gcpMonitoringNotificationchannel = defineGcpResource({
  id: 'gcp:monitoring:notificationchannel',
  title: 'Notification channel',
  plural: 'Notification channels',
  nativeType: 'monitoring.googleapis.com/NotificationChannel',
  api: 'monitoring.googleapis.com',
  permissions: ['monitoring.notificationChannels.list'],
  reads: 'Each way to tell people of an alert: its kind and whether it works; neither addresses nor tokens.',
  source: { from: 'asset', assetTypes: ['monitoring.googleapis.com/NotificationChannel'], lists: [listOf('monitoring.v3', 'projects.notificationChannels', 'notificationChannels', 'projects/{project}/notificationChannels', { query: { pageSize: '1000' } })] },

  attributes: z.object({ channel_type: z.string().nullable(), enabled: z.boolean(), verification: z.string().nullable() }),

  // `labels` hold the address or the token of a channel; what people label is in `userLabels`.
  normalise: ({ data }) => ({ name: textAt(data, 'displayName') ?? textAt(data, 'name')?.split('/').at(-1) ?? '', tags: labelsOf(at(data, 'userLabels')), attributes: { channel_type: textAt(data, 'type'), enabled: booleanAt(data, 'enabled') ?? true, verification: textAt(data, 'verificationStatus') } }),
});
