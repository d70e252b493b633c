import { type Channel, channelList, connectionList } from '../../api/contract/index.ts';
import type { Config } from '../../config/config.ts';
import { asAppError } from '../../core/errors.ts';
import { type ApiCall, ask } from '../api-call.ts';
import { awsChecks, discoverHere, skewCheck } from '../check-aws.ts';
import { dataDirCheck, diskCheck, nodeCheck, portCheck } from '../check-machine.ts';
import { type Check, failed, ok, warn } from '../checks.ts';
import type { Context } from '../context.ts';
import { asFault, type ExitCode, exitCodes } from '../fault.ts';
import { httpCall, type Probe, probeService } from '../http-call.ts';
import { visible } from '../text.ts';

/** Looks at everything that a start or a scan needs; each line says what is, and what to do where it is not well. */
export async function doctor(context: Context): Promise<ExitCode> {
  const checks: Check[] = [];
  const add = (found: Check | Check[]): void => {
    for (const check of [found].flat()) {
      checks.push(check);
      if (!context.isJson) tell(context, check);
    }
  };
  add(nodeCheck());
  const config = await readable(context, add);
  if (config !== undefined) await look(context, config, add);
  const worst = checks.some(({ status }) => status === 'fail') ? exitCodes.couldNotRun : exitCodes.done;
  if (context.isJson) context.json({ checks, healthy: worst === exitCodes.done });
  return worst;
}

async function readable(context: Context, add: (check: Check) => void): Promise<Config | undefined> {
  try {
    return await context.config();
  } catch (error) {
    add(failed('settings', asAppError(error).message, 'Correct the value; the same would stop a start.'));
    return undefined;
  }
}

async function look(context: Context, config: Config, add: (found: Check | Check[]) => void): Promise<void> {
  const { url, isExplicit } = await context.url();
  const probe = await probeService(url);
  const dataDir = config.value<string>('DATA_DIR');
  // A service elsewhere has its own directory and ports.
  const isElsewhere = isExplicit && !isOwn(url, config);
  if (!isElsewhere) {
    add(dataDirCheck(dataDir, { isServed: probe.state === 'ours', usesServer: config.value('DATABASE_URL') !== undefined }));
    add(diskCheck(dataDir));
    add(await portCheck('PORT', config.value<number>('PORT'), true));
    const second = config.value<number | 'off'>('EXTRACTION_PORT');
    add(second === 'off' ? ok('EXTRACTION_PORT', 'off') : await portCheck('EXTRACTION_PORT', second, false));
  }
  add(serviceChecks(url, probe, isExplicit));
  const service = probe.state === 'ours' ? httpCall(url, context.token) : undefined;
  add(await cloudChecks(service, config));
  add(await channelChecks(service, config));
}

const isOwn = (url: URL, config: Config): boolean => url.port === String(config.value<number>('PORT')) && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(url.hostname);

function serviceChecks(url: URL, probe: Probe, isExplicit: boolean): Check[] {
  if (probe.state !== 'ours') {
    if (!isExplicit) return [ok('service', `none runs at ${url.origin}; commands work on the store itself`)];
    return [failed('service', `no Roundsman answers at ${url.origin}`, 'Start it with `npm start`, or correct --url or ROUNDSMAN_URL.')];
  }
  const { status, version, checks } = probe.health;
  const troubles = Object.entries(checks).flatMap(([name, check]): Check[] => {
    if (check.status === 'healthy') return [];
    return [check.status === 'degraded' ? warn(`service ${name}`, check.message, 'See the log of the service.') : failed(`service ${name}`, check.message, 'See the log of the service.')];
  });
  return [status === 'unhealthy' && troubles.length === 0 ? failed('service', `${version} at ${url.origin} is unhealthy`, 'See the log of the service.') : ok('service', `${version} answers at ${url.origin}, ${status}`), ...troubles];
}

/** As the service sees its clouds where one runs, else as a scan from here would. */
async function cloudChecks(service: ApiCall | undefined, config: Config): Promise<Check[]> {
  const endpoint = config.value<string | undefined>('AWS_ENDPOINT_URL');
  const off = [ok('aws', 'not in ENABLED_PROVIDERS')];
  if (service === undefined) {
    if (config.value<string[] | undefined>('ENABLED_PROVIDERS')?.includes('aws') === false) return off;
    return [...awsChecks(await discoverHere(config), config.value<string[]>('AWS_REGIONS')), ...(await skewCheck(endpoint))];
  }
  try {
    const { items } = await ask(service, connectionList, 'POST', '/api/v1/connections/aws/check', {});
    const found = items.find(({ provider }) => provider === 'aws');
    if (found === undefined || found.state === 'disabled') return off;
    const known = { ...found, source: found.source ?? '', accounts: found.accounts.map((account) => ({ ...account, error: null })) };
    return [...awsChecks(known, []), ...(await skewCheck(found.endpoint ?? undefined))];
  } catch (error) {
    return [failed('aws', asFault(error).message, 'See the log of the service, or ask with a token that may see the connections.')];
  }
}

async function channelChecks(service: ApiCall | undefined, config: Config): Promise<Check[]> {
  if (service === undefined) {
    const given = config.entries().filter(({ declaration, source }) => source !== 'default' && /^(SLACK|SMTP|WEBHOOK|NOTIFICATION)_/.test(declaration.name));
    if (given.length > 0) return [ok('channels', `settings given: ${given.map(({ declaration }) => declaration.name).join(', ')}`)];
    return [warn('channels', 'nothing is set here; what was set in the dashboard is known while the service runs', 'Set SLACK_WEBHOOK_URL, or SMTP_SERVER and NOTIFICATION_EMAIL_RECIPIENTS, or use the dashboard.')];
  }
  try {
    const { items } = await ask(service, channelList, 'GET', '/api/v1/channels');
    const configured = items.filter((channel) => channel.configured);
    if (configured.length === 0) return [warn('channels', 'none is configured: findings show in the dashboard only', `Set ${missingOf(items)}.`)];
    return configured.map((channel) => {
      const last = channel.last_delivery;
      if (last?.state === 'failed') return warn(`channel ${channel.id}`, `the last message failed: ${last.last_error ?? 'no reason noted'}`, 'Correct its settings, then send it again from the dashboard.');
      return ok(`channel ${channel.id}`, last === null ? 'configured; nothing sent yet' : `configured; the last message is ${last.state}`);
    });
  } catch (error) {
    return [failed('channels', asFault(error).message, 'Ask with a token that may see the channels.')];
  }
}

const missingOf = (channels: readonly Channel[]): string => channels.map(({ missing }) => missing.join(' and ')).join(', or ');

const tones = { ok: 'good', warn: 'attention', fail: 'bad' } as const;

function tell(context: Context, { name, status, message, action }: Check): void {
  const { terminal, paint } = context;
  if (!terminal.isOutTerminal) return terminal.out(`${[status, name, message, action ?? ''].map((cell) => visible(cell)).join('\t')}\n`);
  terminal.out(`${paint(status.padEnd(4), tones[status])}  ${visible(`${name}: ${message}`)}\n`);
  if (action !== null) terminal.out(`      ${visible(action)}\n`);
}
