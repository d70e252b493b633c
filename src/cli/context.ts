import type { Config } from '../config/config.ts';
import type { ApiCall, Connection } from './api-call.ts';
import { couldNotRun } from './fault.ts';
import { httpCall, isLoopback, type Probe, probeService, serviceUrl } from './http-call.ts';
import { createProgress, type Progress } from './progress.ts';
import { portInForce, type ReadConfig } from './settings.ts';
import { type Column, type Paint, renderPlain, renderTable } from './table.ts';
import { complain, painter, type Terminal } from './terminal.ts';
import { jsonText } from './text.ts';

/** The options that every command takes, wherever they stand on the line. */
export interface GlobalOptions {
  json?: boolean;
  url?: string;
  token?: string;
  color?: boolean;
  quiet?: boolean;
  host?: string;
  port?: string;
  dataDir?: string;
}

export type OpenLocalApi = (options: { flags: Record<string, string | undefined>; environment: NodeJS.ProcessEnv }) => Promise<{ call: ApiCall; close(): Promise<void> }>;

/** What the process gives to a command; tests give their own. */
export interface Host {
  terminal: Terminal;
  environment: NodeJS.ProcessEnv;
  /** Aborted by Ctrl-C. */
  interrupted: AbortSignal;
  openLocalApi: OpenLocalApi;
  readConfig: ReadConfig;
}

/** What a command works with. */
export interface Context {
  terminal: Terminal;
  environment: NodeJS.ProcessEnv;
  interrupted: AbortSignal;
  flags: Record<string, string | undefined>;
  isJson: boolean;
  isQuiet: boolean;
  paint: Paint;
  url(): Promise<{ url: URL; isExplicit: boolean }>;
  /** What a start here would take. */
  config(): Promise<Config>;
  token: string | undefined;
  connect(): Promise<Connection>;
  progress(): Progress;
  /** A table on a terminal, tab-separated elsewhere. */
  table<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): void;
  json(value: unknown): void;
  /** A sentence for a person: not with --quiet, not with --json, not into a pipe. */
  say(text: string): void;
  /** The same on stderr, into a pipe as well. */
  remark(text: string): void;
}

export function createContext(host: Host, options: GlobalOptions): Context {
  const { terminal, environment } = host;
  const isJson = options.json === true;
  const isQuiet = options.quiet === true;
  const paint = painter(terminal.hasColor && options.color !== false);
  const flags = { host: options.host, port: options.port, 'data-dir': options.dataDir };
  const token = options.token ?? (environment['ROUNDSMAN_TOKEN'] === '' ? undefined : environment['ROUNDSMAN_TOKEN']);
  const context: Context = {
    terminal,
    environment,
    interrupted: host.interrupted,
    flags,
    isJson,
    isQuiet,
    paint,
    token,
    url: () => urlOf(options.url, context, host.readConfig),
    config: () => host.readConfig({ flags, environment }),
    connect: () => connect(context, host.openLocalApi),
    progress: () => createProgress(terminal, { isQuiet }),
    table: (columns, rows) => terminal.out(terminal.isOutTerminal ? renderTable(columns, rows, terminal.columns(), paint) : renderPlain(columns, rows)),
    json: (value) => terminal.out(`${jsonText(value)}\n`),
    say: (text) => {
      if (!isQuiet && !isJson && terminal.isOutTerminal) terminal.out(`${text}\n`);
    },
    remark: (text) => {
      if (!isQuiet) terminal.err(`${text}\n`);
    },
  };
  return context;
}

async function urlOf(flag: string | undefined, { environment, flags }: Context, readConfig: ReadConfig): Promise<{ url: URL; isExplicit: boolean }> {
  if (flag !== undefined) return { url: serviceUrl(flag, '--url'), isExplicit: true };
  const named = environment['ROUNDSMAN_URL'];
  if (named !== undefined && named !== '') return { url: serviceUrl(named, 'ROUNDSMAN_URL'), isExplicit: true };
  return { url: new URL(`http://localhost:${await portInForce({ flags, environment }, readConfig)}/`), isExplicit: false };
}

/** The service that is named or runs here, else the store itself. A named one that does not answer is never replaced. */
async function connect(context: Context, openLocalApi: OpenLocalApi): Promise<Connection> {
  const { url, isExplicit } = await context.url();
  const { token, terminal } = context;
  const probe = await probeService(url);
  if (probe.state === 'ours') {
    if (token !== undefined && url.protocol === 'http:' && !isLoopback(url)) complain(terminal, `The token goes to ${url.host} unencrypted. Use https://.`);
    return { call: httpCall(url, token), kind: 'service', url, token, close: () => Promise.resolve() };
  }
  if (isExplicit) throw couldNotRun(unreachable(url, probe));
  const local = await openLocalApi({ flags: context.flags, environment: context.environment });
  if (terminal.isErrTerminal) context.remark(`No service answers at ${url.origin}: working on the store itself.`);
  return { call: local.call, kind: 'local', url: undefined, token: undefined, close: () => local.close() };
}

function unreachable(url: URL, probe: Exclude<Probe, { state: 'ours' }>): string {
  const what = probe.state === 'other' ? 'is answered by another program than Roundsman' : probe.why;
  return `The service at ${url.href.replace(/\/$/, '')} ${what}. Start it, or correct --url or ROUNDSMAN_URL.`;
}

/** Connects, works and closes, whatever happens. */
export async function withConnection<Result>(context: Context, work: (connection: Connection) => Promise<Result>): Promise<Result> {
  const connection = await context.connect();
  try {
    return await work(connection);
  } finally {
    await connection.close();
  }
}
