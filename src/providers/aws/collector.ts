import type { CallBudget, CallCounter, CollectedResource, Collector, CollectTarget, Discovery, DiscoveredAccount, EnteredAccount, Known, TargetEnd } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { awsTypesWith } from '../index.ts';
import { batchesOf } from '../resources-of.ts';
import type { AwsClientConfiguration, AwsListContext, AwsNormaliseContext } from './define.ts';
import { kindOf } from './errors.ts';
import { readMetrics } from './metrics.ts';
import { organisationAccounts } from './organisation.ts';
import { type Pacing } from '../../platform/pacing/pacing.ts';
import { type AwsAccount, AwsSession, type AwsSettings, defaultRegion, describeFailure } from './session.ts';

/** Lists AWS targets within one thread. Answers that several types share are kept for the life of the collector, one run. */
export function createAwsCollector(settings: AwsSettings, pacing: Pacing, budget?: CallBudget): Collector {
  const session = new AwsSession(settings, pacing, budget);
  const types = awsTypesWith(settings.genericTypes ?? []);
  const shared = new Map<string, Promise<unknown>>();
  let partition = 'aws';
  let callerId: string | undefined;

  /** One target; `emit` resolves when the batch may be forgotten, `known` is asked only for types with details. */
  async function collect(target: CollectTarget, { emit, known, signal }: { emit(batch: CollectedResource[]): Promise<void>; known: Known; signal: AbortSignal }): Promise<TargetEnd> {
    const counter: CallCounter = { calls: 0, throttled: 0 };
    const type = types.get(target.type);
    if (type === undefined) throw new AppError('INTERNAL', { detail: `No collector for ${target.type}.` });
    const end = (result: TargetEnd['result']): TargetEnd => ({ result, calls: counter.calls, throttled: counter.throttled });
    const gaps: AppError[] = [];
    let emitted = 0;
    try {
      const context = await listContext({ session, target, partition: partitionOf(target, partition), counter, signal, shared, gap: (error) => gaps.push(error) });
      const naming = { account: target.account, region: target.region, partition: context.partition, arn: namesIn(context) };
      for await (const batch of batchesOf(type.list(context), type, { context, naming, known, depth: target.depth, keepsRaw: target.keepsRaw })) {
        emitted += batch.length;
        await emit(batch);
      }
      const first = gaps[0];
      if (first === undefined) return end({ status: 'complete', isListed: true });
      return end({ status: 'partial', isListed: true, error: gapsError(gaps, first) });
    } catch (error) {
      return end(failed(error, target, emitted, signal));
    }
  }

  return {
    provider: 'aws',
    discover: async () => {
      const discovery = await discover(session, settings);
      partition = discovery.partition;
      callerId = discovery.callerId;
      return discovery.answer;
    },
    enter: (account) => enter(session, account, callerId),
    forget(account) {
      for (const key of shared.keys()) if (key.startsWith(`${account}/`)) shared.delete(key);
    },
    async visit(targets, { emit, end, known, signal }) {
      for (const [place, target] of targets.entries()) {
        await end(place, await collect(target, { emit: (batch) => emit(place, batch), known: (keys) => known(place, keys), signal }));
      }
    },
    metrics: (account, asks, signal) => readMetrics(session, account, asks, signal),
    lessons: () => pacing.lessons(),
  };
}

function failed(error: unknown, target: CollectTarget, emitted: number, signal: AbortSignal): TargetEnd['result'] {
  if (signal.aborted) return { status: 'cancelled', isListed: false, error: new AppError('TARGET_CANCELLED').toStored() };
  const described = describeFailure(error, target.region).toStored();
  if (described.code === 'BUDGET_SPENT' && emitted === 0) return { status: 'deferred', isListed: false, error: described };
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
  const account: AwsAccount = { id: target.account, ...(target.roleArn === null ? {} : { roleArn: target.roleArn }), ...(target.externalId === null ? {} : { externalId: target.externalId }) };
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

/** Who the credentials are, and which accounts are configured or belong to the organisation. */
async function discover(session: AwsSession, settings: AwsSettings): Promise<{ answer: Discovery; partition: string; callerId: string | undefined }> {
  const source = credentialWords(settings);
  let caller: { id: string; partition: string };
  try {
    caller = await identityOf(session, { id: 'caller' });
  } catch (error) {
    const described = describeFailure(error, defaultRegion());
    const state = described.code === 'AWS_NO_CREDENTIALS' ? 'no_credentials' : 'rejected';
    return { answer: { state, source, accounts: [], message: described.message }, partition: 'aws', callerId: undefined };
  }
  const { accounts, note } = await wantedAccounts(session, settings, caller);
  const words = `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}.${note === undefined ? '' : ` ${note}`}`;
  return { answer: { state: 'connected', source, accounts: accounts.map(toDiscovered), message: words }, partition: caller.partition, callerId: caller.id };
}

/** The configured accounts; else those of the organisation where a role in them is named; else the one of the credentials. */
async function wantedAccounts(session: AwsSession, settings: AwsSettings, caller: { id: string; partition: string }): Promise<{ accounts: AwsAccount[]; note?: string }> {
  if (settings.accounts.length > 0) return { accounts: settings.accounts };
  if (settings.organizationRole === undefined) return { accounts: [{ id: caller.id }] };
  try {
    return { accounts: await organisationAccounts(session, { caller, role: settings.organizationRole }) };
  } catch (error) {
    return { accounts: [{ id: caller.id }], note: `The organisation could not be walked: ${describeFailure(error, defaultRegion()).message}` };
  }
}

const toDiscovered = ({ id, name, roleArn, externalId, regions }: AwsAccount): DiscoveredAccount => ({ id, name: name ?? null, roleArn: roleArn ?? null, externalId: externalId ?? null, regions: regions ?? null, error: null });

async function enter(session: AwsSession, account: DiscoveredAccount, callerId: string | undefined): Promise<EnteredAccount> {
  const { id, roleArn, externalId, regions } = account;
  try {
    if (roleArn === null && callerId !== undefined && id !== callerId) {
      throw new AppError('AWS_ACCESS_DENIED', { detail: `The credentials belong to account ${callerId}. Name a role of ${id} to assume, e.g. arn:aws:iam::${id}:role/roundsman.` });
    }
    const entering: AwsAccount = { id, ...(roleArn === null ? {} : { roleArn }), ...(externalId === null ? {} : { externalId }) };
    // A role that cannot be assumed is to be found out now and not target by target.
    const enabled = regions ?? (await enabledRegions(session, entering));
    if (regions !== null && roleArn !== null) await identityOf(session, entering);
    return { ...account, regions: enabled, error: null };
  } catch (error) {
    return { ...account, regions: [], error: describeFailure(error, defaultRegion()).toStored() };
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
