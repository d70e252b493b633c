import type { CollectedResource, Collector, CollectTarget, Discovery, DiscoveredAccount, TargetEnd } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { awsResourceTypes } from '../index.ts';
import type { AwsClientConfiguration, AwsListContext, AwsNormaliseContext, AwsResourceType } from './define.ts';
import { type BatchParts, resourcesOf } from './details.ts';
import { kindOf } from './errors.ts';
import { type Pacing } from './pacing.ts';
import { type AwsAccount, AwsSession, type AwsSettings, type CallCounter, defaultRegion, describeFailure } from './session.ts';

const batchSize = 250;

/** Lists AWS targets within one thread. Answers that several types share are kept for the life of the collector, one run. */
export function createAwsCollector(settings: AwsSettings, pacing: Pacing): Collector {
  const session = new AwsSession(settings, pacing);
  const shared = new Map<string, Promise<unknown>>();
  let partition = 'aws';

  return {
    provider: 'aws',
    discover: async () => {
      const discovery = await discover(session, settings);
      partition = discovery.partition;
      return discovery.answer;
    },
    async collect(target, { emit, known, signal }) {
      const counter: CallCounter = { calls: 0, throttled: 0 };
      const type = awsResourceTypes.get(target.type);
      if (type === undefined) throw new AppError('INTERNAL', { detail: `No collector for ${target.type}.` });
      const end = (result: TargetEnd['result']): TargetEnd => ({ result, calls: counter.calls, throttled: counter.throttled });
      const gaps: AppError[] = [];
      let emitted = 0;
      try {
        const context = await listContext({ session, target, partition: partitionOf(target, partition), counter, signal, shared, gap: (error) => gaps.push(error) });
        const naming = { account: target.account, region: target.region, partition: context.partition, arn: namesIn(context) };
        for await (const batch of batches(type, { context, naming, known, depth: target.depth, keepsRaw: target.keepsRaw })) {
          emitted += batch.length;
          await emit(batch);
        }
        const first = gaps[0];
        if (first === undefined) return end({ status: 'complete', isListed: true });
        return end({ status: 'partial', isListed: true, error: gapsError(gaps, first) });
      } catch (error) {
        return end(failed(error, target, emitted, signal));
      }
    },
    lessons: () => pacing.lessons(),
  };
}

function failed(error: unknown, target: CollectTarget, emitted: number, signal: AbortSignal): TargetEnd['result'] {
  if (signal.aborted) return { status: 'cancelled', isListed: false, error: new AppError('TARGET_CANCELLED').toStored() };
  const described = describeFailure(error, target.region).toStored();
  if (kindOf(error) === 'disabled') return { status: 'not_applicable', isListed: false, error: described };
  if (emitted > 0) return { status: 'partial', isListed: false, error: described };
  return { status: described.code === 'AWS_ACCESS_DENIED' ? 'denied' : 'unavailable', isListed: false, error: described };
}

function gapsError(gaps: readonly AppError[], first: AppError) {
  const rest = gaps.length === 1 ? '' : ` (and ${gaps.length - 1} more details)`;
  return { ...first.toStored(), message: `${first.message}${rest}` };
}

const namesIn = ({ account, region, partition }: AwsListContext): AwsNormaliseContext['arn'] => (service, rest, other = region) => `arn:${partition}:${service}:${other === 'global' ? '' : other}:${account}:${rest}`;

/** China and GovCloud have regions, ARNs and an IAM endpoint of their own. */
function partitionOf(target: CollectTarget, discovered: string): string {
  if (target.region.startsWith('cn-')) return 'aws-cn';
  return target.region.startsWith('us-gov-') ? 'aws-us-gov' : discovered;
}

const primaryRegion: Record<string, string> = { aws: 'us-east-1', 'aws-cn': 'cn-north-1', 'aws-us-gov': 'us-gov-west-1' };

interface ListContextParts {
  session: AwsSession;
  target: CollectTarget;
  partition: string;
  counter: CallCounter;
  signal: AbortSignal;
  shared: Map<string, Promise<unknown>>;
  gap: (error: AppError) => void;
}

async function listContext({ session, target, partition, counter, signal, shared, gap }: ListContextParts): Promise<AwsListContext> {
  const account: AwsAccount = { id: target.account, ...(target.roleArn === null ? {} : { roleArn: target.roleArn }) };
  const prepared = await session.prepare(account);
  const homeRegion = target.region === 'global' ? (primaryRegion[partition] ?? 'us-east-1') : target.region;
  const clients = new Map<string, unknown>();
  return {
    account: target.account,
    region: target.region,
    partition,
    signal,
    now: new Date(),
    gap,
    client: <Client>(make: new (configuration: AwsClientConfiguration) => Client, region = homeRegion) => {
      const key = `${make.name}/${region}`;
      const client = (clients.get(key) as Client | undefined) ?? session.client(make, prepared, region, counter, signal);
      clients.set(key, client);
      return client;
    },
    shared: <Answer>(key: string, ask: () => Promise<Answer>) => {
      const full = `${target.account}/${target.region}/${key}`;
      let answer = shared.get(full) as Promise<Answer> | undefined;
      if (answer === undefined) {
        answer = ask();
        shared.set(full, answer);
        // The units wait for it later; until then a failure must not count as unhandled.
        answer.catch(() => undefined);
      }
      return answer;
    },
  };
}

async function* batches(type: AwsResourceType, parts: BatchParts): AsyncGenerator<CollectedResource[]> {
  const { context } = parts;
  let listed: unknown[] = [];
  let failure: { error: unknown } | undefined;
  try {
    for await (const raw of type.list(context)) {
      context.signal.throwIfAborted();
      listed.push(raw);
      if (listed.length < batchSize) continue;
      yield await resourcesOf(type, listed, parts);
      listed = [];
    }
  } catch (error) {
    failure = { error };
  }
  // What came before a failure is true, and kept.
  if (listed.length > 0 && !context.signal.aborted) yield await resourcesOf(type, listed, parts);
  if (failure !== undefined) throw failure.error;
}

/** Who the credentials are, which accounts can be entered, and which regions each has enabled. */
async function discover(session: AwsSession, settings: AwsSettings): Promise<{ answer: Discovery; partition: string }> {
  const source = credentialWords(settings);
  let caller: { id: string; partition: string };
  try {
    caller = await identityOf(session, { id: 'caller' });
  } catch (error) {
    const described = describeFailure(error, defaultRegion());
    const state = described.code === 'AWS_NO_CREDENTIALS' ? 'no_credentials' : 'rejected';
    return { answer: { state, source, accounts: [], message: described.message }, partition: 'aws' };
  }
  const wanted: AwsAccount[] = settings.accounts.length === 0 ? [{ id: caller.id }] : settings.accounts;
  const accounts = await Promise.all(wanted.map((account) => enter(session, account, caller)));
  const entered = accounts.filter(({ error }) => error === null);
  const answer: Discovery = {
    state: 'connected',
    source,
    accounts,
    message: `${entered.length} of ${accounts.length} accounts, ${new Set(entered.flatMap(({ regions }) => regions)).size} regions.`,
  };
  return { answer, partition: caller.partition };
}

async function enter(session: AwsSession, account: AwsAccount, caller: { id: string }): Promise<DiscoveredAccount> {
  const roleArn = account.roleArn ?? null;
  const found = { id: account.id, name: account.name ?? null, roleArn };
  try {
    if (roleArn === null && account.id !== caller.id) {
      throw new AppError('AWS_ACCESS_DENIED', { detail: `The credentials belong to account ${caller.id}. Name a role of ${account.id} to assume, e.g. arn:aws:iam::${account.id}:role/roundsman.` });
    }
    const enabled = account.regions ?? (await enabledRegions(session, account));
    return { ...found, regions: enabled, error: null };
  } catch (error) {
    return { ...found, regions: [], error: describeFailure(error, defaultRegion()).toStored() };
  }
}

async function identityOf(session: AwsSession, account: AwsAccount): Promise<{ id: string; partition: string }> {
  const { STSClient, GetCallerIdentityCommand } = await import('@aws-sdk/client-sts');
  const prepared = await session.prepare(account);
  const client = session.client(STSClient as never, prepared, defaultRegion(), { calls: 0, throttled: 0 }, AbortSignal.timeout(60_000)) as InstanceType<typeof STSClient>;
  const { Account, Arn } = await client.send(new GetCallerIdentityCommand({}));
  return { id: Account ?? '', partition: Arn?.split(':')[1] ?? 'aws' };
}

async function enabledRegions(session: AwsSession, account: AwsAccount): Promise<string[]> {
  const { EC2Client, DescribeRegionsCommand } = await import('@aws-sdk/client-ec2');
  const prepared = await session.prepare(account);
  const client = session.client(EC2Client as never, prepared, defaultRegion(), { calls: 0, throttled: 0 }, AbortSignal.timeout(60_000)) as InstanceType<typeof EC2Client>;
  // Without AllRegions the answer holds only what is enabled for the account.
  const { Regions } = await client.send(new DescribeRegionsCommand({ AllRegions: false }));
  return (Regions ?? []).flatMap(({ RegionName, OptInStatus }) => (RegionName === undefined || OptInStatus === 'not-opted-in' ? [] : RegionName)).sort();
}

function credentialWords({ endpointUrl }: AwsSettings): string {
  const env = process.env;
  const where = endpointUrl === undefined ? '' : ` at ${new URL(endpointUrl).host}`;
  if (env['AWS_PROFILE'] !== undefined) return `profile ${env['AWS_PROFILE']}${where}`;
  if (env['AWS_ACCESS_KEY_ID'] !== undefined) return `environment (AWS_ACCESS_KEY_ID)${where}`;
  if (env['AWS_WEB_IDENTITY_TOKEN_FILE'] !== undefined) return `web identity token${where}`;
  if (env['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI'] !== undefined || env['AWS_CONTAINER_CREDENTIALS_FULL_URI'] !== undefined) return `container credentials${where}`;
  return `the standard chain (shared files or instance role)${where}`;
}
