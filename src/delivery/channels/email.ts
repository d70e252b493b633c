import { z } from 'zod';
import { secret } from '../../core/secret.ts';
import type { RunSummary } from '../../core/summary.ts';
import type { DrawnChart } from '../charts/draw.ts';
import { drawCharts } from '../charts/draw.ts';
import type { RenderContext } from '../define.ts';
import { defineChannel } from '../define.ts';
import { chartsOf } from '../messages/email-charts.ts';
import { cidOf, noticeHtml, summaryHtml } from '../messages/email-html.ts';
import { summaryText } from '../messages/email-text.ts';
import { filesHtml } from '../messages/files-html.ts';
import { filesMailText } from '../messages/files-text.ts';
import { noticeOf, noticeText } from '../messages/notices.ts';
import { subjectOf } from '../messages/words.ts';
import type { Mail, MailSettings } from '../send/smtp.ts';
import { sendMail } from '../send/smtp.ts';

/** Narrower than the standard allows: no quotes, spaces, brackets or line breaks, so an address cannot carry a header. */
const address = z.string().trim().max(254).regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/, 'is not an e-mail address');
const host = z.string().trim().max(253).regex(/^(?:[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[?[0-9A-Fa-f:]+\]?)$/, 'is not a host name');

const settings = z.object({
  recipients: z.array(address).min(1).max(100),
  smtp_server: host,
  smtp_port: z.coerce.number().int().min(1).max(65_535).default(587),
  smtp_username: z.string().max(320).optional(),
  smtp_password: secret(z.string().max(1000)).optional(),
  sender: z.union([z.literal('').transform(() => undefined), address]).optional(),
});
export const email = defineChannel<MailSettings, Mail>({
  id: 'email',
  title: 'Email',
  settings,
  fields: [
    { name: 'recipients', title: 'Recipients', help: 'Everyone who gets the messages. They see each other.', kind: 'list', required: true, setting: 'NOTIFICATION_EMAIL_RECIPIENTS', allowed: 'a comma-separated list of e-mail addresses' },
    { name: 'smtp_server', title: 'Mail server', help: 'Host name, for example smtp.example.com.', kind: 'text', required: true, setting: 'SMTP_SERVER', allowed: 'a host name or address', isDestination: true },
    { name: 'smtp_port', title: 'Port', help: '587 unless given. STARTTLS is used whenever offered; 465 speaks TLS from the start.', kind: 'number', required: false, setting: 'SMTP_PORT', allowed: 'a number from 1 to 65535' },
    { name: 'smtp_username', title: 'User name', help: 'Empty for a server that asks for none.', kind: 'text', required: false, setting: 'SMTP_USERNAME' },
    {
      name: 'smtp_password',
      title: 'Password',
      help: 'Sent over TLS only, except to this machine and private addresses.',
      kind: 'secret',
      required: false,
      setting: 'SMTP_PASSWORD',
      sentTo: 'smtp_server',
    },
    { name: 'sender', title: 'Sender', help: 'Address that the messages come from. Without one: the user name, or roundsman at the first recipient\'s domain.', kind: 'text', required: false, setting: 'SENDER_EMAIL', allowed: 'an e-mail address' },
  ],
  minIntervalMs: 0,
  maxParallel: 2,

  async render(notification, context) {
    const subject = subjectOf(notification);
    switch (notification.kind) {
      case 'scan-summary': {
        const { summary, message } = notification;
        const charts = chartsOf(summary);
        const drawn = await drawnOrNone(summary, context);
        return { subject, html: summaryHtml({ subject, summary, message, charts, drawn }), text: summaryText(summary, message), images: drawn };
      }
      case 'files-changed':
        return { subject, html: filesHtml(subject, notification.change), text: filesMailText(notification.change), images: [] };
      default: {
        const notice = noticeOf(notification);
        return { subject, html: noticeHtml(subject, notice), text: `${noticeText(notice)}\n`, images: [] };
      }
    }
  },

  send: (body, values, context) => sendMail(body, values, context),

  toReaderView: ({ subject, html, text, images }, values) => ({
    channel: 'email',
    subject,
    html: images.reduce((page, { id, base64 }) => page.replaceAll(`cid:${cidOf(id)}`, `data:image/png;base64,${base64}`), html),
    text,
    to: values?.recipients ?? [],
  }),
});

/** A mail without images says the same in tables, so a chart that cannot be drawn does not hold it back. */
async function drawnOrNone(summary: RunSummary, { drawCharts: draw = drawCharts, warn }: RenderContext<MailSettings>): Promise<DrawnChart[]> {
  if (summary.byRegion.length === 0 && summary.unusedTotal === 0) return [];
  try {
    return await draw(chartsOf(summary));
  } catch (error) {
    warn?.(error);
    return [];
  }
}
