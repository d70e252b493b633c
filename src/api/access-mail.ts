import type { SendAccessMail } from '../access/mails.ts';
import { AppError } from '../core/errors.ts';
import { channelValues, type SettingSource } from '../delivery/channel-settings.ts';
import { channels } from '../delivery/index.ts';
import { createSafeFetch } from '../delivery/safe-fetch.ts';
import { type MailSettings, senderOf, sendMail } from '../delivery/send/smtp.ts';
import { timeId } from '../platform/ids.ts';

const limitMs = 10_000;

/**
 * Invitations and resets through the mail server of the e-mail channel, straight to the person: they hold a secret, so
 * they go into no outbox where others could read them.
 */
export function accessMailer(settings: SettingSource): SendAccessMail {
  return async ({ to, ...mail }) => {
    const { email } = channels;
    const { recipients, ...values } = Object.fromEntries(Object.entries(channelValues(email, settings)).filter(([, value]) => value !== undefined && value !== null && value !== ''));
    if (values['smtp_server'] === undefined) return { state: 'not_configured', why: 'no mail server is set (SMTP_SERVER).' };
    const parsed = email.settings.safeParse({ ...values, recipients: [to] });
    if (!parsed.success) return { state: 'failed', why: `${String(parsed.error.issues[0]?.path[0])} is not allowed.` };
    const own = parsed.data as MailSettings;
    // Without a sender of its own the mail comes from the domain of those who get the reports, not of the person.
    const sender = own.sender ?? (Array.isArray(recipients) && recipients.length > 0 ? senderOf({ ...own, recipients: recipients as string[] }) : undefined);
    const allowPrivate = email.fields.every(({ setting, isDestination }) => isDestination !== true || settings.entry(setting).source !== 'dashboard');
    try {
      const sent = await sendMail({ ...mail, images: [] }, { ...own, sender }, { fetch: createSafeFetch({ allowPrivate }), signal: AbortSignal.timeout(limitMs), idempotencyKey: timeId(), allowPrivate, mayRepeat: false });
      return sent?.note === undefined ? { state: 'sent' } : { state: 'failed', why: sent.note };
    } catch (error) {
      return { state: 'failed', why: error instanceof AppError ? error.message : 'the mail server could not be asked.' };
    }
  };
}
