import type { DiscoveredAccount, MetricAsk } from '../core/collector.ts';
import type { Provider, Resource } from '../core/resource.ts';
import type { MetricFacts, MetricQuestion } from '../core/rule.ts';
import type { Clock } from '../platform/clock.ts';
import { hashIdOf } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';
import type { InventoryStore, LiveResource } from '../store/inventory.ts';
import type { MetricRow, MetricsStore } from '../store/metric-facts.ts';
import type { OpenCollector } from './collector/host.ts';
import type { ActiveRule } from './evaluate.ts';

/** Answers this old still count: windows are of days. */
const keepMs = 20 * 3_600_000;
/** Resources asked about at once: what they ask fits some calls of any cloud. */
const pageSize = 500;

export interface MetricParts {
  inventory: InventoryStore;
  metrics: MetricsStore;
  collector: OpenCollector;
  clock: Clock;
  logger: Logger;
  rules: readonly ActiveRule[];
  signal: AbortSignal;
}

/** The same question of two rules is one; what differs only by its dimensions, as a table and its indexes do, is two. */
export const questionId = ({ name, namespace = '', statistic, days, isHourly, dimensions = {} }: MetricQuestion): string => hashIdOf(name, namespace, statistic, String(days), String(isHourly === true), ...Object.entries(dimensions).sort(([one], [other]) => (one < other ? -1 : 1)).flat());

/** An account with how it is entered. */
export type MeasuredAccount = Pick<DiscoveredAccount, 'id' | 'roleArn' | 'externalId'> & { provider: Provider };

/** What the rules want to know about a resource, by rule and name. */
export function questionsOf(resource: Resource, rules: readonly ActiveRule[]): { ruleId: string; name: string; question: MetricQuestion }[] {
  return rules.flatMap(({ rule, parameters }) => (rule.resourceType !== resource.type || rule.metrics === undefined ? [] : Object.entries(rule.metrics(resource, parameters)).flatMap(([name, question]) => (question === undefined ? [] : [{ ruleId: rule.id, name, question }]))));
}

/** Asks the cloud what the rules want to know of its metrics and no run has asked today. A cloud that does not answer leaves its rules unknown. */
export async function gatherMetrics(scopeIds: readonly string[], account: MeasuredAccount, parts: MetricParts): Promise<void> {
  const { inventory, metrics, collector, clock, logger, rules, signal } = parts;
  const asking = new Set(rules.filter(({ rule }) => rule.metrics !== undefined).map(({ rule }) => rule.resourceType));
  if (asking.size === 0) return;
  const wanted = new Set(scopeIds);
  const scopes = (await inventory.scopes({ accountsOf: scopeIds })).filter(({ id, type }) => wanted.has(id) && asking.has(type));
  for await (const page of inventory.livePages(scopes.map(({ id }) => id), pageSize)) {
    signal.throwIfAborted();
    const missing = await missingOf(page, parts);
    if (missing.length === 0) continue;
    const asks = missing.map(({ live, question }): MetricAsk => ({ uid: live.resource.uid, region: live.resource.region, question }));
    const { facts, error } = await collector.metrics(account.provider, account, asks);
    if (error !== undefined) logger.info({ account: account.id, code: error.code }, `Metrics could not be read: ${error.message}`);
    const rows = missing.flatMap(({ live, question }, place): MetricRow[] => (facts[place] === undefined ? [] : [{ scope_id: live.scopeId, kh: live.kh, question: questionId(question), facts: facts[place] ?? null }]));
    await metrics.put(rows, clock.now());
  }
}

async function missingOf(page: readonly LiveResource[], { metrics, clock, rules }: MetricParts): Promise<{ live: LiveResource; question: MetricQuestion }[]> {
  const known = new Set((await metrics.of(page.map(({ kh }) => kh), new Date(clock.now().getTime() - keepMs))).map(({ kh, question }) => `${kh} ${question}`));
  return page.flatMap((live) => {
    const questions = new Map(questionsOf(live.resource, rules).map(({ question }) => [questionId(question), question]));
    return [...questions].flatMap(([id, question]) => (known.has(`${live.kh} ${id}`) ? [] : [{ live, question }]));
  });
}

/** What is known of the page's metrics: by resource, the facts by question. Old answers count no more. */
export async function metricsOf(page: readonly LiveResource[], { metrics, clock, rules }: Pick<MetricParts, 'metrics' | 'clock' | 'rules'>): Promise<(live: LiveResource, question: MetricQuestion | undefined) => MetricFacts | undefined> {
  const asking = new Set(rules.filter(({ rule }) => rule.metrics !== undefined).map(({ rule }) => rule.resourceType));
  const keys = page.filter(({ resource }) => asking.has(resource.type)).map(({ kh }) => kh);
  const rows = new Map((await metrics.of(keys, new Date(clock.now().getTime() - 2 * keepMs))).map(({ kh, question, facts }) => [`${kh} ${question}`, facts]));
  return ({ kh }, question) => (question === undefined ? undefined : (rows.get(`${kh} ${questionId(question)}`) ?? undefined));
}
