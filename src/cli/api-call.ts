import type { z } from 'zod';
import { type Problem, problem } from '../api/contract/index.ts';
import { CommandFault, couldNotRun, exitCodes } from './fault.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One call of the API, whichever way it goes: over HTTP to a service, or within this process on the store itself. */
export type ApiCall = (method: Method, path: string, body?: unknown) => Promise<{ status: number; body: unknown }>;

export interface Connection {
  call: ApiCall;
  /** `service`: another process does the work. `local`: this one does, so it must stay until the work is done. */
  kind: 'service' | 'local';
  /** Where the service listens; undefined in local mode. */
  url: URL | undefined;
  token: string | undefined;
  close(): Promise<void>;
}

/** Calls and checks the answer; a refusal becomes a fault with the problem's own sentence. */
export async function ask<Schema extends z.ZodType>(call: ApiCall, schema: Schema, method: Method, path: string, body?: unknown): Promise<z.infer<Schema>> {
  const answer = await call(method, path, body);
  if (answer.status >= 400) throw refusal(answer.status, answer.body);
  const parsed = schema.safeParse(answer.body);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw couldNotRun(`${method} ${path.split('?')[0] ?? path} answered something else than this version expects (${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}). Use the command line of the service's own version.`, parsed.error);
}

function refusal(status: number, body: unknown): CommandFault {
  const parsed = problem.safeParse(body);
  if (status === 401) return couldNotRun(signInSentence(parsed.data?.detail ?? ''));
  if (!parsed.success) return couldNotRun(`The service answered ${status}. See its log.`);
  if (status === 403 && parsed.data.detail.includes('this token acts as')) return couldNotRun(`${parsed.data.detail} Ask an administrator for a token with that role, and set ROUNDSMAN_TOKEN to it.`);
  return new CommandFault(status === 400 || status === 422 ? exitCodes.usage : exitCodes.couldNotRun, sentenceOf(parsed.data));
}

/** The way in for a program; the answer itself speaks of a browser too. */
function signInSentence(detail: string): string {
  const where = 'An administrator makes one in the dashboard, under People.';
  if (detail.startsWith('The token ')) return `The service does not take the token of ROUNDSMAN_TOKEN or --token: it is unknown, has expired, or its maker may not sign in any more. ${where}`;
  return `The service wants to know who you are. Set ROUNDSMAN_TOKEN to a token. ${where}`;
}

function sentenceOf({ detail, errors, request_id: requestId, status }: Problem): string {
  const named = errors.filter(({ message }) => !detail.includes(message)).map(({ field, message }) => `${field}: ${message}`);
  return [detail, ...named, ...(status >= 500 && requestId !== undefined ? [`(request ${requestId})`] : [])].join(' ');
}

/** A query string of what is set. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}

/** All pages of a list, or only as many items as asked for. */
export async function pagesOf<Item>(
  read: (cursor: string | undefined, limit: number) => Promise<{ items: Item[]; total: number; next_cursor: string | null }>,
  wanted: number,
  onPage: (items: number, total: number) => void = () => undefined,
): Promise<{ items: Item[]; total: number; isWhole: boolean }> {
  const items: Item[] = [];
  let cursor: string | undefined;
  for (;;) {
    const page = await read(cursor, Math.min(1000, wanted - items.length));
    items.push(...page.items);
    onPage(items.length, page.total);
    cursor = page.next_cursor ?? undefined;
    if (cursor === undefined) return { items, total: page.total, isWhole: true };
    if (items.length >= wanted || page.items.length === 0) return { items, total: page.total, isWhole: false };
  }
}
