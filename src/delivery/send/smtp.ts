import { createHash } from 'node:crypto';
import { isIP } from 'node:net';
import { AppError } from '../../core/errors.ts';
import type { Secret } from '../../core/secret.ts';
import type { DrawnChart } from '../charts/draw.ts';
import type { SendContext } from '../define.ts';
import { cidOf } from '../messages/email-html.ts';
import { plainLine } from '../messages/plain.ts';
import { isPublicAddress, resolveDestination } from '../safe-address.ts';

/** A server that hangs at any step must end, so that the delivery can be tried again. */
const stepLimitMs = 10_000;

export interface Mail {
  subject: string;
  html: string;
  text: string;
  /** Shown by the HTML by their `cid:`. */
  images: DrawnChart[];
}

export interface MailSettings {
  recipients: string[];
  smtp_server: string;
  smtp_port: number;
  smtp_username?: string | undefined;
  smtp_password?: Secret | undefined;
  sender?: string | undefined;
}

/** One mail to all recipients over one connection. */
export async function sendMail(body: Mail, settings: MailSettings, context: SendContext, limitMs = stepLimitMs): Promise<{ note?: string } | undefined> {
  // Imported on use: 3 MB that a service without mail does not need.
  const { createTransport } = await import('nodemailer');
  const transport = createTransport(await transportOptions(settings, context, limitMs));
  try {
    const { rejected } = await transport.sendMail({ ...messageOf(body, settings, context.idempotencyKey), signal: context.signal });
    return rejected.length === 0 ? undefined : { note: `The mail server refused ${plainLine(rejected.join(', '), 300)}; the others got it.` };
  } catch (error) {
    throw asChannelError(error, settings, context.signal);
  } finally {
    transport.close();
  }
}

export function messageOf(body: Mail, settings: MailSettings, idempotencyKey: string) {
  const from = senderOf(settings);
  const domain = from.slice(from.lastIndexOf('@') + 1);
  const id = createHash('sha256').update(idempotencyKey).digest('hex').slice(0, 32);
  return {
    from: { name: 'Roundsman', address: from },
    to: settings.recipients,
    subject: body.subject,
    text: body.text,
    html: body.html,
    // The same for every attempt, so that mail programs show a repeat once.
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: body.images.map(({ id: chart, base64 }) => ({
      filename: `${chart}.png`,
      content: Buffer.from(base64, 'base64'),
      contentType: 'image/png',
      contentDisposition: 'inline' as const,
      cid: cidOf(chart),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

export function senderOf({ sender, smtp_username: username, recipients }: MailSettings): string {
  if (sender !== undefined) return sender;
  if (username !== undefined && /^[^\s@<>",;]+@[^\s@<>",;]+$/.test(username)) return username;
  return `roundsman@${recipients[0]?.split('@')[1] ?? 'localhost'}`;
}

export async function transportOptions(settings: MailSettings, { allowPrivate }: Pick<SendContext, 'allowPrivate'>, limitMs = stepLimitMs) {
  const host = settings.smtp_server.replace(/^\[|\]$/g, '');
  const addresses = await resolved(host, allowPrivate);
  const isNear = !host.includes('.') || addresses.every(({ address }) => !isPublicAddress(address));
  const isLoopback = addresses.every(({ address }) => address === '::1' || address.startsWith('127.'));
  const user = settings.smtp_username ?? '';
  const hasPassword = user !== '';
  return {
    // To the checked address; the certificate is still asked for by name.
    host: addresses[0]?.address ?? host,
    ...(isIP(host) === 0 ? { servername: host } : {}),
    port: settings.smtp_port,
    secure: settings.smtp_port === 465,
    // A password goes in the clear to this machine and private networks at most, where a relay may have no certificate.
    ...(hasPassword ? { requireTLS: !isNear } : { opportunisticTLS: true }),
    // Without a password TLS is a gain even to a server that proves no name, which is how mail servers talk to each other.
    tls: { rejectUnauthorized: hasPassword && !isLoopback, ...(isIP(host) === 0 ? { servername: host } : {}) },
    ...(hasPassword ? { auth: { user, pass: settings.smtp_password?.reveal() ?? '' } } : {}),
    connectionTimeout: limitMs,
    greetingTimeout: limitMs,
    socketTimeout: limitMs,
    dnsTimeout: limitMs,
    allowInternalNetworkInterfaces: true,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

async function resolved(host: string, allowPrivate: boolean) {
  try {
    return await resolveDestination(host, { allowPrivate });
  } catch (error) {
    if (error instanceof AppError) throw error;
    throw new AppError('CHANNEL_UNREACHABLE', { detail: `The name of the mail server ${host} could not be resolved.` });
  }
}

interface MailError {
  code?: string;
  responseCode?: number;
  response?: string;
  message?: string;
}

function asChannelError(error: unknown, settings: MailSettings, signal: AbortSignal): AppError {
  if (error instanceof AppError) return error;
  const { code, responseCode, response, message } = error as MailError;
  const server = `${settings.smtp_server}:${settings.smtp_port}`;
  const said = masked(plainLine(response ?? message ?? '', 300), settings);
  if (signal.aborted || code === 'ETIMEDOUT') return new AppError('CHANNEL_UNREACHABLE', { detail: `${server} did not answer in time.` });
  if (code === 'EAUTH') return new AppError('CHANNEL_REFUSED', { detail: `${server} refused the user name or password: ${said}` });
  if (responseCode !== undefined && responseCode >= 500) return new AppError('CHANNEL_REFUSED', { detail: `${server} answered: ${said}` });
  return new AppError('CHANNEL_UNREACHABLE', { detail: `${server} could not take the mail: ${said}` });
}

/** Servers repeat what they were sent, also in the encoding of AUTH. */
function masked(text: string, { smtp_username: user = '', smtp_password: password }: MailSettings): string {
  const pass = password?.reveal() ?? '';
  if (pass === '') return text;
  const encoded = [pass, Buffer.from(pass).toString('base64'), Buffer.from(`\0${user}\0${pass}`).toString('base64')];
  return encoded.reduce((clean, part) => clean.replaceAll(part, '***'), text);
}
