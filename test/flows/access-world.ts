import { createHmac } from 'node:crypto';
import type { z } from 'zod';
import * as contract from '../../src/api/contract/index.ts';
import { type Answer, type RequestOptions, type StartedApp, startApp, type StartOptions, waitFor } from './start-app.ts';

export const passwordOf = (email: string): string => `pass phrase of ${email}`;
export const owner = { name: 'Olga Owner', email: 'olga@example.com' };

/** Somebody who is signed in: sends the cookie, and the Origin that a browser would. */
export interface Person {
  id: string;
  email: string;
  cookie: string;
  request(method: string, path: string, options?: RequestOptions): Promise<Answer>;
  call<Schema extends z.ZodType>(schema: Schema, method: string, path: string, body?: unknown): Promise<z.infer<Schema>>;
}

/** The name and value of the session that an answer sets. */
export const cookieOf = (answer: Answer): string => (answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';

export function personWith(app: StartedApp, cookie: string, { id, email }: { id: string; email: string }): Person {
  const request: Person['request'] = (method, path, { headers, ...options } = {}) => app.request(method, path, { ...options, headers: { cookie, origin: `http://127.0.0.1:${app.port}`, ...headers } });
  return {
    id,
    email,
    cookie,
    request,
    async call(schema, method, path, body) {
      const answer = await request(method, path, { body });
      if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
      return schema.parse(answer.json());
    },
  };
}

/** The newest code for the first account, from the log. */
export const codeIn = (app: StartedApp): string => String(app.log.findLast(({ setup_code }) => setup_code !== undefined)?.['setup_code'] ?? '');

/** Makes the first account as a person would. */
export async function setUp(app: StartedApp): Promise<Person> {
  if (codeIn(app) === '') await app.request('POST', '/api/v1/setup/code');
  const answer = await app.request('POST', '/api/v1/setup', { body: { code: codeIn(app), ...owner, password: passwordOf(owner.email) } });
  if (answer.status !== 201) throw new Error(answer.text);
  return personWith(app, cookieOf(answer), contract.signedIn.parse(answer.json()).user);
}

export async function startWithAccount(options?: StartOptions): Promise<{ app: StartedApp; admin: Person }> {
  const app = await startApp(options);
  return { app, admin: await setUp(app) };
}

/** The part of a link that is the secret. */
export const secretIn = (link: string): string => /#token=([\w-]+)/.exec(link)?.[1] ?? '';

export async function invite(app: StartedApp, admin: Person, role: contract.Role, email = `${role}@example.com`): Promise<Person> {
  const { link } = await admin.call(contract.invitationMade, 'POST', '/api/v1/invitations', { email, name: `The ${role}`, role });
  const answer = await app.request('POST', '/api/v1/invitations/accept', { body: { token: secretIn(link), password: passwordOf(email) } });
  if (answer.status !== 201) throw new Error(answer.text);
  return personWith(app, cookieOf(answer), contract.signedIn.parse(answer.json()).user);
}

export const signIn = (app: StartedApp, email: string, password = passwordOf(email), code?: string): Promise<Answer> => app.request('POST', '/api/v1/sign-in', { body: { email, password, ...(code === undefined ? {} : { code }) } });

export async function signedIn(app: StartedApp, email: string, password?: string, code?: string): Promise<Person> {
  const answer = await signIn(app, email, password, code);
  const body = contract.signInAnswer.parse(answer.json());
  if (body.second_factor_required) throw new Error('the second factor is required');
  return personWith(app, cookieOf(answer), body.user);
}

export async function tokenOf(admin: Person, role: contract.Role, days?: number): Promise<z.infer<typeof contract.tokenMade>> {
  return admin.call(contract.tokenMade, 'POST', '/api/v1/tokens', { name: `a ${role} program`, role, ...(days === undefined ? {} : { expires_in_days: days }) });
}
export const bearer = (token: string): RequestOptions => ({ headers: { authorization: `Bearer ${token}` } });

/** A code by RFC 6238, of now or of so many half minutes later. */
export function totp(secret: string, later = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later));
  const mac = createHmac('sha1', base32(secret)).update(counter).digest();
  const at = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

function base32(text: string): Buffer {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...text.replaceAll('=', '')].map((letter) => letters.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

/** The link in the newest mail to somebody with these words in it. */
export async function linkMailedTo(mails: readonly { to: string[]; raw: string }[], email: string, words: string): Promise<string> {
  const mail = await waitFor(`a mail to ${email}`, () => mails.findLast(({ to, raw }) => to.includes(email) && raw.includes(words)));
  const text = mail.raw.replaceAll(/=\r?\n/g, '').replaceAll('=3D', '=');
  return /https?:\/\/\S+#token=[\w-]+/.exec(text)?.[0] ?? '';
}
