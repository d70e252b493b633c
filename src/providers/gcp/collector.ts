import type { CallBudget, CallCounter, Collector, CollectTarget, Discovery, DiscoveredAccount, EnteredAccount, MetricAnswers, MetricAsk, VisitParts } from '../../core/collector.ts';
import { AppError } from '../../core/errors.ts';
import { kindOfAccount } from '../../core/resource-type.ts';
import type { Pacing } from '../../platform/pacing/pacing.ts';
import { gcpResourceTypes } from '../index.ts';
import { GcpApi } from './api.ts';
import type { GcpListContext, GcpNaming, GcpResourceType } from './define.ts';
import { findAccounts, type ProjectFacts, readProject, refusedDiscovery, withoutDenial } from './discover.ts';
import { type EnabledApis, isSwitchedOff, readEnabledApis } from './enabled-apis.ts';
import { isOfCloud, toAppError } from './failure.ts';
import { readMetrics } from './metrics.ts';
import type { GcpSettings } from './settings.ts';
import { findSignIn, type GcpSignIn } from './sign-in/sign-in.ts';
import { HandOverFailure, Sinks, TargetSink } from './target-sink.ts';
import { endAll, visitAccount } from './visit.ts';

const enterTimeoutMs = 120_000;

interface Entered {
  signIn: GcpSignIn;
  api: GcpApi;
}

/** Reads Google Cloud within one thread; what it learns of projects is kept for the life of the collector, one run. */
export function createGcpCollector(settings: GcpSettings, pacing: Pacing, budget: CallBudget = { left: Infinity }, types: ReadonlyMap<string, GcpResourceType> = gcpResourceTypes): Collector {
  return new GcpCollector({ settings, pacing, budget, types });
}

interface Parts {
  settings: GcpSettings;
  pacing: Pacing;
  budget: CallBudget;
  types: ReadonlyMap<string, GcpResourceType>;
}

class GcpCollector implements Collector {
  readonly provider = 'gcp';
  readonly #parts: Parts;
  readonly #projects = new Map<string, Promise<ProjectFacts>>();
  readonly #enabled = new Map<string, Promise<EnabledApis>>();
  readonly #unknownTypes = new Set<string>();
  readonly #checked = new Set<string>();
  #entered: Promise<Entered> | undefined;

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async discover(): Promise<Discovery> {
    const { settings } = this.#parts;
    let source = 'application default credentials';
    try {
      const { api, signIn } = await this.#enterCloud();
      source = `${signIn.words}${settings.endpointUrl === undefined ? '' : ` at ${new URL(settings.endpointUrl).host}`}`;
      await signIn.token();
      const { accounts, projects, note } = await findAccounts({ api, counter: { calls: 0, throttled: 0 }, signal: AbortSignal.timeout(10 * enterTimeoutMs) }, settings, signIn);
      for (const [id, facts] of projects) this.#projects.set(id, Promise.resolve(facts));
      const words = `${accounts.length} ${accounts.length === 1 ? 'account' : 'accounts'}.${note === undefined ? '' : ` ${note}`}`;
      return { state: 'connected', source, accounts, message: words };
    } catch (error) {
      return refusedDiscovery(error, source);
    }
  }

  async enter(account: DiscoveredAccount): Promise<EnteredAccount> {
    const { id } = account;
    if (kindOfAccount(id) !== 'ordinary') return { ...account, regions: [] };
    try {
      const facts = await this.#factsOf(id);
      if (facts.error !== null) return { ...account, regions: [], error: facts.error };
      await this.#enabledIn(id);
      return { ...account, regions: [], error: null };
    } catch (error) {
      return { ...account, regions: [], error: toAppError(error, { account: id }).toStored() };
    }
  }

  forget(account: string): void {
    this.#enabled.delete(account);
  }

  async metrics({ id }: Pick<DiscoveredAccount, 'id'>, asks: readonly MetricAsk[], signal: AbortSignal): Promise<MetricAnswers> {
    const { api } = await this.#enterCloud();
    return readMetrics(api, id, asks, signal);
  }

  lessons() {
    return this.#parts.pacing.lessons();
  }

  async visit(targets: readonly CollectTarget[], parts: VisitParts): Promise<void> {
    for (const account of new Set(targets.map((target) => target.account))) {
      const own = [...targets.entries()].filter(([, target]) => target.account === account);
      await this.#visitOne(account, own, parts);
    }
  }

  async #visitOne(account: string, own: readonly [place: number, target: CollectTarget][], parts: VisitParts): Promise<void> {
    const now = new Date();
    const { signal } = parts;
    let naming: Omit<GcpNaming, 'region'> = { account, projectNumber: null };
    let entered: Entered | undefined;
    const made = new Map<string, Promise<unknown>>();
    const shared: GcpListContext['shared'] = (name, make) => {
      if (!made.has(name)) made.set(name, make());
      return made.get(name) as ReturnType<typeof make>;
    };
    const context = (counter: CallCounter): Omit<GcpListContext, 'gap'> => ({ account, signal, now, shared, get: (host, path, query) => (entered as Entered).api.readIfThere({ host, path, call: `${host}/${path}`, account, counter, signal, ...(query === undefined ? {} : { query }) }) });
    const sinks = new Sinks(own.map(([place, target]) => new TargetSink({ place, target, type: this.#typeOf(target), get naming() { return naming; }, context, visit: parts })));
    try {
      entered = await this.#enterCloud();
      const isProject = kindOfAccount(account) === 'ordinary';
      if (isProject) naming = { account, projectNumber: (await this.#factsOf(account)).number };
      const enabled = isProject ? await this.#enabledIn(account) : undefined;
      for (const sink of sinks.all) if (isSwitchedOff(sink.type.api, enabled)) await endOff(sink, account);
      await visitAccount({ api: entered.api, account, types: this.#parts.types, sinks, unknownTypes: this.#unknownTypes, checked: this.#checked, signal });
    } catch (error) {
      if (error instanceof HandOverFailure && !signal.aborted) throw error.cause;
      if (error instanceof AppError && error.code === 'INTERNAL') throw error;
      if (!signal.aborted && !isOfCloud(error)) throw error;
      await endAll(sinks, error, account);
    }
  }

  #typeOf({ type: id }: CollectTarget): GcpResourceType {
    const type = this.#parts.types.get(id);
    if (type === undefined) throw new AppError('INTERNAL', { detail: `No collector for ${id}.` });
    return type;
  }

  /** A sign-in that failed is tried again by the next who asks. */
  #enterCloud(): Promise<Entered> {
    const { settings, pacing, budget } = this.#parts;
    if (this.#entered !== undefined) return this.#entered;
    const entering = findSignIn(settings, process.env).then((signIn) => ({ signIn, api: new GcpApi(settings, signIn, { pacing, budget }) }));
    this.#entered = entering;
    entering.catch(() => {
      this.#entered = undefined;
    });
    return entering;
  }

  /** Known from the discovery, else asked once: a later attempt of a run does not discover again. */
  #factsOf(project: string): Promise<ProjectFacts> {
    return keptUnlessFailed(this.#projects, project, async () => {
      const { api } = await this.#enterCloud();
      const facts = await readProject({ api, counter: { calls: 0, throttled: 0 }, signal: AbortSignal.timeout(enterTimeoutMs) }, project);
      return withoutDenial(facts);
    });
  }

  #enabledIn(project: string): Promise<EnabledApis> {
    return keptUnlessFailed(this.#enabled, project, async () => {
      const { api } = await this.#enterCloud();
      return readEnabledApis(api, project, { calls: 0, throttled: 0 }, AbortSignal.timeout(enterTimeoutMs));
    });
  }
}

async function endOff(sink: TargetSink, account: string): Promise<void> {
  const error = new AppError('CLOUD_SERVICE_OFF', { detail: `${sink.type.api} is switched off in ${account}, so there are no ${sink.type.plural.replace(/^[A-Z](?=[a-z])/, (first) => first.toLowerCase())} to list.` });
  await sink.endAs({ status: 'not_applicable', isListed: false, error: error.toStored() });
}

function keptUnlessFailed<Value>(kept: Map<string, Promise<Value>>, key: string, ask: () => Promise<Value>): Promise<Value> {
  let answer = kept.get(key);
  if (answer === undefined) {
    answer = ask();
    kept.set(key, answer);
    answer.catch(() => kept.delete(key));
  }
  return answer;
}
