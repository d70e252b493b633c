import { randomUUID } from 'node:crypto';
import type { Notification } from '../core/summary.ts';
import type { DeliveriesStore } from '../store/deliveries.ts';
import { subjectOf } from './messages/words.ts';

/** How long a delivery is tried before it shows as failed. */
export const retentionMs = 72 * 3_600_000;

/**
 * Puts a notification into the outbox, once for each channel; call it inside the transaction that decides it is due.
 * A finished run is announced once whatever happens; what a person asks for by hand (`isManual`) goes out each time.
 */
export async function enqueueNotification(
  deliveries: Pick<DeliveriesStore, 'enqueue'>,
  { notification, channels, now, isManual = false }: { notification: Notification; channels: readonly string[]; now: Date; isManual?: boolean },
): Promise<{ channel: string; id: string; isNew: boolean }[]> {
  const queued: { channel: string; id: string; isNew: boolean }[] = [];
  const asked = randomUUID();
  for (const channel of channels) {
    const entry = await deliveries.enqueue({
      dedupKey: isManual ? `manual:${asked}:${channel}` : dedupKey(notification, channel),
      channel,
      runId: notification.kind === 'scan-summary' ? notification.summary.runId : null,
      subject: subjectOf(notification),
      notification,
      createdAt: now,
      expiresAt: new Date(now.getTime() + retentionMs),
    });
    queued.push({ channel, ...entry });
  }
  return queued;
}

function dedupKey(notification: Notification, channel: string): string {
  switch (notification.kind) {
    case 'scan-summary':
      return `run:${notification.summary.runId}:${channel}`;
    case 'files-changed':
      // Told at once, and once more with its extent.
      return `files:${notification.change.alertId}:${notification.change.isUpdate ? 'end' : 'first'}:${channel}`;
    case 'check-late':
      return `check-late:${notification.audit}:${notification.dueAt}:${channel}`;
    case 'schedule-late':
      return `late:${notification.schedule}:${notification.dueAt}:${channel}`;
    case 'test':
      return `test:${randomUUID()}:${channel}`;
  }
}
