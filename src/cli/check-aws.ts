import type { Config } from '../config/config.ts';
import type { AwsAccount, AwsSettings } from '../providers/aws/session.ts';
import { tryAccounts } from '../providers/enter-accounts.ts';
import { type Check, failed, ok, warn } from './checks.ts';
import { namesLike, plural } from './words.ts';

/** What both the service's answer and a look from here tell. */
export interface KnownConnection {
  state: 'connected' | 'no_credentials' | 'rejected' | 'not_checked' | 'disabled';
  source: string;
  accounts: readonly { id: string; name: string | null; regions?: readonly string[]; error: { message: string } | null }[];
  regions: readonly string[];
  message: string;
}

/** Asks AWS who the credentials are and which regions they see; needs `sts:GetCallerIdentity` and `ec2:DescribeRegions`. */
export async function discoverHere(config: Config): Promise<KnownConnection> {
  const [{ createAwsCollector }, { Pacing }, { publishedLimits }] = await Promise.all([import('../providers/aws/collector.ts'), import('../platform/pacing/pacing.ts'), import('../providers/aws/published-limits.ts')]);
  const settings: AwsSettings = {
    endpointUrl: config.value<string | undefined>('AWS_ENDPOINT_URL'),
    accounts: config.value<AwsAccount[]>('AWS_ACCOUNTS'),
    pacing: 'published',
    maxInFlight: 8,
    throttlePatienceMs: 10_000,
    requestTimeoutMs: 10_000,
  };
  const pacing = new Pacing({ published: publishedLimits, learned: new Map(), maxInFlight: settings.maxInFlight, now: () => performance.now() });
  const collector = createAwsCollector(settings, pacing);
  const discovery = await tryAccounts(collector, await collector.discover());
  return { ...discovery, regions: [...new Set(discovery.accounts.flatMap(({ regions }) => regions))] };
}

export function awsChecks({ state, source, accounts, regions, message }: KnownConnection, wantedRegions: readonly string[]): Check[] {
  if (state === 'no_credentials') return [warn('aws', 'no credentials were found', 'Set AWS_PROFILE or AWS_ACCESS_KEY_ID, run where a role is attached, or explore with `npm run demo`.')];
  if (state === 'rejected') return [failed('aws', message, 'Renew the credentials. The policy they need: `roundsman permissions aws`.')];
  if (state === 'not_checked') return [warn('aws', message, 'Start a scan.')];
  const entered = accounts.filter(({ error }) => error === null);
  const who = entered.map(({ id, name }) => (name === null ? id : `${id} (${name})`));
  const checks: Check[] = entered.length === 0 ? [] : [ok('aws', `${plural(entered.length, 'account')}: ${namesLike(who)}, from ${source}`)];
  for (const { id, error } of accounts) if (error !== null) checks.push(failed(`aws account ${id}`, error.message, 'Check the role and what it trusts. The policy it needs: `roundsman permissions aws`.'));
  if (entered.length === 0) return checks;
  const unknown = wantedRegions.filter((region) => !regions.includes(region));
  if (unknown.length > 0) checks.push(warn('aws regions', `not enabled for the account: ${unknown.join(', ')}`, 'Correct AWS_REGIONS, or enable them in the account.'));
  const visited = wantedRegions.length === 0 ? regions : regions.filter((region) => wantedRegions.includes(region));
  checks.push(visited.length === 0 ? failed('aws regions', 'none is left to visit', 'Correct AWS_REGIONS.') : ok('aws regions', `${visited.length}: ${namesLike(visited)}`));
  return checks;
}

/** AWS refuses signatures whose time differs by more than five minutes. */
const refusedSkewSeconds = 300;
const oddSkewSeconds = 60;

/** Compares this clock with the date of an answer of AWS; needs no credentials. */
export async function skewCheck(endpointUrl: string | undefined, now: () => number = Date.now): Promise<Check[]> {
  const url = endpointUrl ?? `https://sts.${process.env['AWS_REGION'] ?? 'us-east-1'}.amazonaws.com/`;
  let date: string | null;
  let startedAt: number;
  try {
    startedAt = now();
    const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal: AbortSignal.timeout(4000) });
    date = response.headers.get('date');
  } catch {
    return [warn('clock', 'AWS could not be reached to compare the time', 'Check the network and its proxy.')];
  }
  if (date === null || Number.isNaN(Date.parse(date))) return [];
  const middle = (startedAt + now()) / 2;
  const seconds = Math.round((middle - Date.parse(date)) / 1000);
  const words = `this clock is ${Math.abs(seconds)} s ${seconds < 0 ? 'behind' : 'ahead of'} AWS`;
  if (Math.abs(seconds) > refusedSkewSeconds) return [failed('clock', words, 'Set the clock: AWS refuses calls that are more than five minutes off.')];
  if (Math.abs(seconds) > oddSkewSeconds) return [warn('clock', words, 'Keep the clock in time, e.g. with chrony or systemd-timesyncd.')];
  return [ok('clock', Math.abs(seconds) <= 2 ? 'agrees with AWS' : words)];
}
