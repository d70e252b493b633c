import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { AppError } from '../../core/errors.ts';
import { Secret } from '../../core/secret.ts';
import type { Notification } from '../../core/summary.ts';
import type { SendContext } from '../define.ts';
import { exampleSummary, finding, fullSummary } from '../test-summary.ts';
import { email } from './email.ts';
import type { MailSettings } from '../send/smtp.ts';
import { sendMail, senderOf, transportOptions } from '../send/smtp.ts';

const createdAt = new Date('2026-11-22T02:04:02Z');
const context: SendContext = {
  fetch: () => Promise.reject(new Error('A mail needs no HTTP.')),
  signal: new AbortController().signal,
  idempotencyKey: '019ac0de-0000-7000-8000-00000000abcd',
  allowPrivate: true,
  mayRepeat: false,
};
const rendered = (notification: Notification) => email.render(notification, { createdAt, warn: (error) => expect(error).toBeUndefined() });
const settings = (port: number, changes: Partial<MailSettings> = {}): MailSettings => ({
  recipients: ['ann@example.com', 'bob@example.com'], smtp_server: '127.0.0.1', smtp_port: port, sender: 'rounds@example.com', ...changes,
});

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

interface Mail {
  raw: string;
  isSecure: boolean;
  user: string;
}

async function smtpServer(options: SMTPServerOptions = {}): Promise<{ port: number; mails: Mail[] }> {
  const mails: Mail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        mails.push({ raw: Buffer.concat(chunks).toString('latin1'), isSecure: session.secure, user: typeof session.user === 'string' ? session.user : '' });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => undefined);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return { port: (server.server.address() as AddressInfo).port, mails };
}

/** Speaks line by line as told, for what a proper server would not do. */
async function oddServer(greet: (socket: Socket) => void, reply: (line: string) => string = () => '250 ok'): Promise<{ port: number; lines: string[] }> {
  const lines: string[] = [];
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    greet(socket);
    let isData = false;
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().split('\r\n').filter((text) => text !== '')) {
        lines.push(line);
        if (isData && line !== '.') continue;
        isData = line === 'DATA';
        socket.write(`${isData ? '354 go on' : reply(line)}\r\n`);
      }
    });
    closing.push(() => socket.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  return { port: (server.address() as AddressInfo).port, lines };
}

interface Part {
  headers: string;
  body: Buffer;
  parts: Part[];
}

function parse(raw: string): Part {
  const end = raw.indexOf('\r\n\r\n');
  const headers = raw.slice(0, end).replaceAll(/\r\n[ \t]+/g, ' ');
  const text = raw.slice(end + 4);
  const boundary = /^content-type: multipart\/.*boundary="([^"]+)"/im.exec(headers)?.[1];
  if (boundary !== undefined) {
    const parts = text.split(new RegExp(`(?:^|\\r\\n)--${boundary.replaceAll(/[^\w]/g, '\\$&')}(?:--)?\\r\\n`)).slice(1, -1);
    return { headers, body: Buffer.alloc(0), parts: parts.map(parse) };
  }
  if (/base64/i.test(headers)) return { headers, body: Buffer.from(text, 'base64'), parts: [] };
  const bytes = text.replaceAll('=\r\n', '').replaceAll(/=([0-9A-F]{2})/g, (_match, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return { headers, body: Buffer.from(/quoted-printable/i.test(headers) ? bytes : text, 'latin1'), parts: [] };
}

const flat = (part: Part): Part[] => [part, ...part.parts.flatMap(flat)];
const failure = async (work: Promise<unknown>) => {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error('It should have failed.');
  return error;
};

describe('the mail that arrives', () => {
  it('has text, HTML and three PNG images that the HTML shows, and refers to nothing outside', async () => {
    const { port, mails } = await smtpServer();
    await email.send(await rendered({ kind: 'scan-summary', summary: fullSummary(), message: 'Hello' }), settings(port), context);
    const mail = parse(mails[0]?.raw ?? '');
    const parts = flat(mail);
    const html = parts.find(({ headers }) => /^content-type: text\/html/im.test(headers))?.body.toString() ?? '';
    const text = parts.find(({ headers }) => /^content-type: text\/plain/im.test(headers))?.body.toString() ?? '';
    const images = parts.filter(({ headers }) => /^content-type: image\/png/im.test(headers));
    expect(mail.headers).toMatch(/multipart\/(alternative|related|mixed)/);
    expect(mail.headers).toContain('To: ann@example.com, bob@example.com');
    expect(text).toContain('🚨 Found 29 unused AWS resources across multiple regions!');
    expect(text).toContain('20. ');
    expect(images).toHaveLength(3);
    for (const { headers, body } of images) {
      expect([...body.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
      expect(body.readUInt32BE(16)).toBe(1104);
      expect(html).toContain(`src="cid:${/content-id: <([^>]+)>/i.exec(headers)?.[1] ?? 'none'}"`);
    }
    expect(html.match(/<img /g)).toHaveLength(3);
    expect(html.match(/ alt="[^"]{10,}"/g)).toHaveLength(3);
    expect(html).not.toMatch(/src="(?!cid:)|url\(|@import|<link|<script/i);
    for (const [, href = ''] of html.matchAll(/href="([^"]+)"/g)) expect(href.startsWith('http://localhost:8084/')).toBe(true);
    for (const part of ['about $312 a month', 'ec2:DescribeVolumes', 'High', 'New since the last message', 'Largest saving', 'build-runner-old', 'prefers-color-scheme: dark']) expect(html).toContain(part);
    expect(html.match(/<b class="strong" style="font-weight:600/g)?.length).toBe(23);
  });

  it('has the same Message-ID for every attempt and another for another delivery', async () => {
    const { port, mails } = await smtpServer();
    const body = await rendered({ kind: 'test', channel: 'email', publicUrl: 'http://localhost:8084', isDemo: false });
    for (const idempotencyKey of ['one', 'one', 'two']) await email.send(body, settings(port), { ...context, idempotencyKey });
    const ids = mails.map(({ raw }) => /^message-id: (<[0-9a-f]{32}@example\.com>)/im.exec(raw)?.[1]);
    expect(ids[0]).toBeDefined();
    expect(ids[1]).toBe(ids[0]);
    expect(ids[2]).not.toBe(ids[0]);
  });

  it('treats names as text: no markup, no header', async () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&\r\nBcc: eve@example.com\r\n';
    const { port, mails } = await smtpServer();
    const row = finding({ resourceName: hostile, title: hostile, region: hostile, account: hostile });
    const gap = { account: hostile, region: hostile, type: hostile, status: 'denied', message: hostile };
    const byRegion = [{ region: hostile, count: 1, monthlySaving: 1 }];
    const summary = fullSummary({ newFindings: [row], costliest: [row], gaps: [gap], byRegion, also: [{ ruleId: 'x', title: hostile, count: 1, monthlySaving: 0 }] });
    const body = await rendered({ kind: 'scan-summary', summary, message: hostile });
    await email.send(body, settings(port), context);
    const late: Notification = { kind: 'schedule-late', schedule: hostile, dueAt: hostile, reason: hostile, publicUrl: 'http://localhost:8084', isDemo: false };
    await email.send(await rendered(late), settings(port), context);
    for (const { raw } of mails) {
      const parts = flat(parse(raw));
      expect(parts[0]?.headers).not.toMatch(/^bcc:/im);
      expect(parts.find(({ headers }) => /^content-type: text\/html/im.test(headers))?.body.toString()).not.toMatch(/<img src=x/);
    }
    expect(body.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });

  it('says in tables what the images say when they cannot be drawn', async () => {
    const warnings: unknown[] = [];
    const body = await email.render({ kind: 'scan-summary', summary: fullSummary() }, {
      createdAt, drawCharts: () => Promise.reject(new Error('no memory')), warn: (error) => warnings.push(error),
    });
    expect(warnings).toHaveLength(1);
    expect(body.images).toEqual([]);
    expect(body.html).not.toContain('cid:');
    expect(body.html).toContain('212.40');
  });

  it('gives no all-clear when something could not be read', async () => {
    const gaps = fullSummary().gaps;
    const none = { unusedTotal: 0, headline: [], gaps, gapTotal: 2 };
    const part = await rendered({ kind: 'scan-summary', summary: exampleSummary({ ...none, status: 'partial' }) });
    expect(part.subject).toBe('Roundsman: no unused resources in what could be read');
    expect(part.html).toContain('Nothing unused in what could be read');
    const nothing = await rendered({ kind: 'scan-summary', summary: exampleSummary({ ...none, status: 'failed', regionsScanned: 0, isDemo: true }) });
    expect(nothing.subject).toBe('[Demo] Roundsman: the scan could not read anything');
    const clean = await rendered({ kind: 'scan-summary', summary: exampleSummary({ unusedTotal: 0, headline: [] }) });
    expect(clean.html).toContain('Nothing unused was found');
  });

  it('shows its images in a preview, without settings', async () => {
    const view = email.toReaderView(await rendered({ kind: 'scan-summary', summary: fullSummary() }), undefined);
    if (view.channel !== 'email') throw new Error('another channel');
    expect(view.html.match(/src="data:image\/png;base64,/g)).toHaveLength(3);
    expect(view.html).not.toContain('cid:');
    expect(view.to).toEqual([]);
    expect(view.subject).toBe('Roundsman: 29 unused resources, about $312 a month (partial)');
  });
});

describe('the way to the mail server', () => {
  const test = () => rendered({ kind: 'test', channel: 'email', publicUrl: 'http://localhost:8084', isDemo: false });

  it('takes TLS when it is offered, with and without a password', async () => {
    const login: SMTPServerOptions = { disabledCommands: [], onAuth: (auth, _session, done) => done(null, { user: auth.username }) };
    const { port, mails } = await smtpServer(login);
    await sendMail(await test(), settings(port), context);
    await sendMail(await test(), settings(port, { smtp_username: 'ann', smtp_password: new Secret('pass') }), context);
    expect(mails.map(({ isSecure, user }) => [isSecure, user])).toEqual([[true, ''], [true, 'ann']]);
  });

  const refusing = (line: string) => (line.startsWith('EHLO') ? '250-odd\r\n250-AUTH PLAIN\r\n250 STARTTLS' : line === 'STARTTLS' ? '454 not now' : '250 ok');

  it('goes on without TLS where the server takes its offer back and nothing is secret', async () => {
    const { port, lines } = await oddServer((socket) => socket.write('220 odd\r\n'), refusing);
    await sendMail(await test(), settings(port), context, 1000);
    expect(lines).toContain('STARTTLS');
    expect(lines).toContain('DATA');
  });

  it('keeps the password to itself where the server takes its offer back', async () => {
    const { port, lines } = await oddServer((socket) => socket.write('220 odd\r\n'), refusing);
    await failure(sendMail(await test(), settings(port, { smtp_username: 'ann', smtp_password: new Secret('hunter2') }), context, 1000));
    expect(lines.filter((line) => line.startsWith('AUTH'))).toEqual([]);
  });

  it('wants TLS and a good certificate before a password goes to a public server, and TLS from the start on 465', async () => {
    const secret = { smtp_username: 'ann', smtp_password: new Secret('pass') };
    const distant = await transportOptions(settings(587, { smtp_server: '8.8.8.8', ...secret }), { allowPrivate: false });
    expect(distant).toMatchObject({ requireTLS: true, secure: false, tls: { rejectUnauthorized: true } });
    expect(await transportOptions(settings(465, { smtp_server: '8.8.8.8' }), { allowPrivate: false })).toMatchObject({ secure: true, opportunisticTLS: true });
    expect(await transportOptions(settings(25), { allowPrivate: true })).not.toHaveProperty('auth');
  });

  it('ends when the server never greets, or stops in the middle', async () => {
    const silent = await oddServer(() => undefined);
    const started = performance.now();
    expect(await failure(sendMail(await test(), settings(silent.port), context, 300))).toMatchObject({ code: 'CHANNEL_UNREACHABLE' });
    const dumb = await oddServer((socket) => socket.write('220 odd\r\n'), () => '');
    expect(await failure(sendMail(await test(), settings(dumb.port), context, 300))).toMatchObject({ code: 'CHANNEL_UNREACHABLE' });
    const signal = AbortSignal.timeout(200);
    expect(await failure(sendMail(await test(), settings(silent.port), { ...context, signal }))).toMatchObject({ code: 'CHANNEL_UNREACHABLE' });
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it('waits for a slow greeting', async () => {
    const { port, lines } = await oddServer((socket) => void setTimeout(() => socket.write('220 slow\r\n'), 400));
    await sendMail(await test(), settings(port), context, 2000);
    expect(lines).toContain('DATA');
  });

  it('says which recipients the server refused, and fails when it refused all', async () => {
    const onRcptTo: SMTPServerOptions['onRcptTo'] = ({ address }, _session, done) =>
      done(address.startsWith('ann') ? null : Object.assign(new Error('no such user'), { responseCode: 550 }));
    const { port, mails } = await smtpServer({ onRcptTo });
    expect(await sendMail(await test(), settings(port), context)).toEqual({ note: 'The mail server refused bob@example.com; the others got it.' });
    expect(mails).toHaveLength(1);
    expect(await failure(sendMail(await test(), settings(port, { recipients: ['bob@example.com'] }), context))).toMatchObject({ code: 'CHANNEL_REFUSED' });
  });

  it('says that the password was refused without showing it, in any encoding', async () => {
    const onAuth: SMTPServerOptions['onAuth'] = (auth, _session, done) =>
      done(Object.assign(new Error(`no: ${auth.password ?? ''} ${Buffer.from(auth.password ?? '').toString('base64')}`), { responseCode: 535 }));
    const { port } = await smtpServer({ onAuth, allowInsecureAuth: true });
    const error = await failure(sendMail(await test(), settings(port, { smtp_username: 'ann', smtp_password: new Secret('correct horse') }), context));
    expect(error).toMatchObject({ code: 'CHANNEL_REFUSED' });
    expect(error.message).toContain('refused the user name or password');
    expect(`${error.message} ${error.stack ?? ''}`).not.toMatch(/correct horse|Y29ycmVjdCBob3JzZQ/);
  });

  it('does not connect to a private host that was entered in the application', async () => {
    const { port, mails } = await smtpServer();
    expect(await failure(sendMail(await test(), settings(port), { ...context, allowPrivate: false }))).toMatchObject({ code: 'DESTINATION_NOT_ALLOWED' });
    expect(mails).toEqual([]);
  });

  it('has a sender also where none was set', () => {
    expect(senderOf(settings(25))).toBe('rounds@example.com');
    expect(senderOf(settings(25, { sender: undefined, smtp_username: 'me@mail.example' }))).toBe('me@mail.example');
    expect(senderOf(settings(25, { sender: undefined, smtp_username: 'me' }))).toBe('roundsman@example.com');
  });
});

describe('the settings of the mail', () => {
  it.each(['ann@example.com\r\nBcc: eve@example.com', 'Ann <ann@example.com>', 'ann@example.com,eve@example.com', '"a b"@example.com', 'ann', 'ann@', '@x.org'])(
    'refuse the recipient %j',
    (recipient) => expect(email.settings.safeParse({ recipients: [recipient], smtp_server: 'mail.example' }).success).toBe(false),
  );

  it('take a port as text, 587 unless given, and keep the password', () => {
    const parsed = email.settings.parse({ recipients: ['ann@example.com'], smtp_server: 'mail.example', smtp_password: 'pass' });
    expect(parsed.smtp_port).toBe(587);
    expect(JSON.stringify(parsed)).not.toContain('pass"');
    expect(parsed.smtp_password?.reveal()).toBe('pass');
    expect(email.settings.parse(parsed)).toEqual(parsed);
    expect(email.settings.parse({ recipients: ['ann@example.com'], smtp_server: '[::1]', smtp_port: '25' }).smtp_port).toBe(25);
  });
});
