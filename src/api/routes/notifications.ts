import { AppError } from '../../core/errors.ts';
import { scanJob } from '../../core/jobs.ts';
import type { ChannelId } from '../../delivery/define.ts';
import { missingOf } from '../../delivery/channel-settings.ts';
import { channelIds } from '../../delivery/index.ts';
import { enqueueNotification } from '../../delivery/notify.ts';
import { finalRunStatuses } from '../../store/runs.ts';
import { notificationConfig, sendAlertAnswer, sendAlertBody } from '../contract/deliveries.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

/** How long a call waits for the receivers. */
const waitMs = 10_000;

export function notificationRoutes(api: Api, parts: ApiParts): void {
  const { config, scanSchedule, runs, deliveries, dispatcher, db, clock, status } = parts;
  const tags = ['Notifications'];

  api.get('/api/notifications/config', { config: { permission: 'read' }, schema: { tags, summary: 'Which channels are configured', response: { 200: notificationConfig } } }, () => ({
    slack_configured: missingOf('slack', config).length === 0,
    email_configured: missingOf('email', config).length === 0,
    email_recipients: config.value<string[] | undefined>('NOTIFICATION_EMAIL_RECIPIENTS') ?? [],
  }));

  api.post('/api/notifications/send-alert', { config: { permission: 'operate' }, schema: { tags, summary: 'Send the newest summary now', body: sendAlertBody, response: { 200: sendAlertAnswer } } }, async (request) => {
    const { channel, message } = request.body;
    const wanted = channelsFor(channel);
    const newest = await runs.newest({ job: scanJob, statuses: finalRunStatuses.filter((state) => state !== 'cancelled') });
    const summary = newest === undefined ? undefined : await runs.summary(newest.id);
    if (newest === undefined || summary === undefined) {
      const { runId } = await scanSchedule.trigger('send-alert');
      await status.refresh();
      return { message: 'Nothing was scanned yet: a scan has been started and its summary is sent when it ends.', task_id: runId, slack_sent: false, email_sent: false };
    }
    const queued = await db.transaction(() => enqueueNotification(deliveries, { notification: { kind: 'scan-summary', summary, ...(message === undefined ? {} : { message }) }, channels: wanted, now: clock.now(), isManual: true }));
    const outcomes = await Promise.all(queued.map(async ({ channel: id, id: delivery }) => ({ id, ...(await dispatcher.deliverNow(delivery, waitMs)) })));
    const sent = (id: ChannelId): boolean => outcomes.some((outcome) => outcome.id === id && outcome.delivered);
    const waiting = outcomes.filter(({ delivered }) => !delivered);
    const words = waiting.length === 0 ? `Sent to ${wanted.join(' and ')}.` : `Queued for ${waiting.map(({ id }) => id).join(' and ')}; it is sent as soon as the receiver takes it${waiting[0]?.error == null ? '' : ` (${waiting[0].error})`}.`;
    return { message: words, task_id: newest.id, slack_sent: sent('slack'), email_sent: sent('email') };
  });

  function channelsFor(channel: ChannelId | null): ChannelId[] {
    if (channel !== null) {
      const missing = missingOf(channel, config);
      if (missing.length > 0) throw new AppError('CHANNEL_NOT_CONFIGURED', { detail: `The channel ${channel} is not configured: set ${missing.join(' and ')}.`, fields: missing.map((name) => ({ field: name, message: 'missing' })) });
      return [channel];
    }
    const configured = channelIds.filter((id) => missingOf(id, config).length === 0);
    if (configured.length === 0) throw new AppError('CHANNEL_NOT_CONFIGURED', { detail: 'No channel is configured: set SLACK_WEBHOOK_URL, or SMTP_SERVER and NOTIFICATION_EMAIL_RECIPIENTS.' });
    return configured;
  }
}
