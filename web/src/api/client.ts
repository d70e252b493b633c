import { problem, type Problem } from '../../../src/api/contract/index.ts';
import type { z } from 'zod';

/** What a call answered when it did not succeed, in the service's own words where it had some. */
export class ApiError extends Error {
  readonly problem: Problem;
  constructor(given: Problem) {
    super(given.detail);
    this.problem = given;
  }
}

export const made = (status: number, title: string, detail: string): ApiError =>
  new ApiError({ type: 'about:blank', title, status, detail, errors: [] });

export interface CallOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal;
}

async function send(path: string, options: CallOptions): Promise<Response> {
  try {
    return await fetch(path, {
      method: options.method ?? 'GET',
      headers: options.body === undefined ? {} : { 'content-type': 'application/json' },
      ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
      ...(options.signal === undefined ? {} : { signal: options.signal }),
    });
  } catch (error) {
    if (options.signal?.aborted === true) throw error;
    throw made(0, 'No answer', "Roundsman doesn't answer. Check that it is still running, then try again.");
  }
}

async function json(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function call<S extends z.ZodType>(schema: S, path: string, options: CallOptions = {}): Promise<z.infer<S>> {
  const response = await send(path, options);
  const body = await json(response);
  if (!response.ok) {
    const parsed = problem.safeParse(body);
    throw parsed.success ? new ApiError(parsed.data) : made(response.status, `Status ${response.status}`, `The service answered with status ${response.status} and no reason. Its log has more.`);
  }
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const where = parsed.error.issues[0]?.path.join('.') ?? '';
  throw made(200, 'Unknown answer', `This page doesn't understand the answer${where === '' ? '' : ` (field ${where})`}. Reload it: the service may be newer.`);
}

/** `{a: 'x', b: undefined}` → `?a=x` */
export function query(values: Record<string, string | number | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) if (value !== undefined && value !== '') search.set(name, String(value));
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
}
