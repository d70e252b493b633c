import type { Notification } from '../../core/summary.ts';
import { plainLine } from './plain.ts';
import { utc } from './words.ts';

/** The words of the messages that are not about a scan: shared by all channels, escaped by each in its own way. */
export interface Notice {
  title: string;
  sentences: string[];
  link: { title: string; url: string };
  isDemo: boolean;
}

export function noticeOf(notification: Exclude<Notification, { kind: 'scan-summary' | 'files-changed' }>): Notice {
  switch (notification.kind) {
    case 'schedule-late':
      return {
        title: `Schedule ${plainLine(notification.schedule, 60)} did not run on time`,
        sentences: [`It was due at ${utc(notification.dueAt)}.`, plainLine(notification.reason, 500)],
        link: { title: 'Open the schedules', url: `${notification.publicUrl}/app/schedules` },
        isDemo: notification.isDemo,
      };
    case 'check-late': {
      const audit = plainLine(notification.audit, 60);
      const since = notification.lastAt === null ? 'has not finished a check yet' : `did not finish a check since ${utc(notification.lastAt)}`;
      return {
        title: `File audit ${audit} is late`,
        sentences: [`The file audit ${audit} ${since}; it was due at ${utc(notification.dueAt)}.`, 'Until it finishes one, nobody knows whether the files are as they were accepted.'],
        link: { title: 'Open the files', url: `${notification.publicUrl}/app/files` },
        isDemo: notification.isDemo,
      };
    }
    case 'test':
      return {
        title: 'Test message',
        sentences: ['Roundsman can reach you here. Messages about finished scans will come this way.'],
        link: { title: 'Open the dashboard', url: `${notification.publicUrl}/app/` },
        isDemo: notification.isDemo,
      };
  }
}

/** As plain text, for the text part of a mail and Slack's fallback. */
export function noticeText(notice: Notice, escape: (text: string) => string = (text) => text): string {
  const demo = notice.isDemo ? ['This comes from the demo.'] : [];
  return [notice.title, [...notice.sentences, ...demo].join('\n'), notice.link.url].map(escape).join('\n\n');
}
