import type { Parameters, Prices, ResourceUser, Rule } from '../core/rule.ts';
import type { RelationKind, Resource } from '../core/resource.ts';
import { canonicalJson } from '../platform/canonical.ts';
import type { Clock } from '../platform/clock.ts';
import { hashId } from '../platform/ids.ts';
import type { Db } from '../store/db.ts';
import type { EventsStore } from '../store/events.ts';
import { type FindingFacts, findingIdOf, type FindingsStore } from '../store/findings.ts';
import type { InventoryStore, LiveResource, ScopeRow } from '../store/inventory.ts';
import type { MetricsStore } from '../store/metric-facts.ts';
import type { Lease, RunsStore } from '../store/runs.ts';
import { metricsOf } from './gather-metrics.ts';
import { adviceOf } from './protection.ts';

/** Resources judged and written in one transaction. */
const pageSize = 250;
/** Findings that are announced one by one in a run; beyond that readers reload their lists. */
const eventsPerRun = 200;

export interface ActiveRule {
  rule: Rule;
  parameters: Parameters;
}

export interface JudgeParts {
  db: Db;
  inventory: InventoryStore;
  findings: FindingsStore;
  metrics: MetricsStore;
  runs: RunsStore;
  events: EventsStore;
  clock: Clock;
  runId: string;
  /** Undefined where no run is worked off: a change that was seen as it happened. */
  lease: Lease | undefined;
  rules: readonly ActiveRule[];
  prices: Prices;
  signal: AbortSignal;
  /** Of the run so far; added to. */
  counts: JudgeCounts;
}

export interface JudgeCounts {
  opened: number;
  resolved: number;
}

/** Judges every live resource of the scopes, page by page, and keeps the findings: opened, seen again, resolved, reopened. */
export async function judge(scopeIds: readonly string[], parts: JudgeParts): Promise<void> {
  const scopes = await parts.inventory.scopes({ accountsOf: scopeIds });
  const listed = new Set(scopes.filter(({ last_complete_at }) => last_complete_at !== null).map(({ account, type, region }) => `${account} ${type} ${region}`));
  const wanted = new Set(scopeIds);
  const own = scopes.filter(({ id }) => wanted.has(id));
  const memo = await gather(own, parts);
  // A type that no rule looks at is not read back.
  const judged = new Set(parts.rules.map(({ rule }) => rule.resourceType));
  for await (const page of parts.inventory.livePages(own.filter(({ type }) => judged.has(type)).map(({ id }) => id), pageSize)) {
    parts.signal.throwIfAborted();
    await judgePage(page, { ...parts, listed, memo });
  }
  await resolveOrphans(scopeIds, parts);
  await parts.inventory.markEvaluated(scopeIds, parts.clock.now());
}

/** Judges the given resources alone, in the caller's transaction, by rules that look at nothing else. */
export async function judgeResources(page: readonly LiveResource[], parts: JudgeParts): Promise<void> {
  await judgePage(page, { ...parts, listed: new Set(), memo: new Map() });
}

type Memo = ReadonlyMap<string, ReadonlyMap<string, string>>;
type PageParts = JudgeParts & { listed: ReadonlySet<string>; memo: Memo };

/** A first pass for the rules that compare resources of a scope with each other; notes by rule and scope. */
async function gather(scopes: readonly ScopeRow[], { inventory, rules, signal }: JudgeParts): Promise<Memo> {
  const comparing = rules.filter(({ rule }) => rule.gather !== undefined);
  const memo = new Map<string, Map<string, string>>();
  if (comparing.length === 0) return memo;
  const types = new Set(comparing.map(({ rule }) => rule.resourceType));
  const wanted = scopes.filter(({ type }) => types.has(type)).map(({ id }) => id);
  for await (const page of inventory.livePages(wanted, pageSize)) {
    signal.throwIfAborted();
    for (const { scopeId, resource } of page) {
      for (const { rule } of comparing) {
        if (rule.resourceType !== resource.type) continue;
        const key = `${rule.id} ${scopeId}`;
        const notes = memo.get(key) ?? new Map<string, string>();
        memo.set(key, notes);
        rule.gather?.(resource, notes);
      }
    }
  }
  return memo;
}

async function judgePage(page: readonly LiveResource[], parts: PageParts): Promise<void> {
  const related = await relatedOf(page, parts);
  const users = await usersOf(page, parts);
  const metric = await metricsOf(page, parts);
  const now = parts.clock.now();
  const failed: FindingFacts[] = [];
  /** Rule and resource pairs that were answered with pass or not applicable. */
  const passed = new Set<string>();
  for (const live of page) failed.push(...evaluateResource(live, { ...parts, related, users, metric, now, passed }));
  await keep(page, failed, passed, parts, now);
}

/** Rules look at what a thing is part of, was made from or leads to; a key or a log tells them nothing yet. */
const kindsThatRulesRead: ReadonlySet<RelationKind> = new Set(['attached-to', 'created-from', 'owned-by', 'member-of', 'uses', 'routes-to', 'targets', 'managed-by', 'backs-up']);

/** Resources that the page's rules may ask about, by uid. */
async function relatedOf(page: readonly LiveResource[], { inventory, rules }: PageParts): Promise<ReadonlyMap<string, Resource>> {
  const reading = new Set(rules.filter(({ rule }) => rule.reads.length > 0).map(({ rule }) => rule.resourceType));
  const uids = new Set(page.flatMap(({ resource }) => (reading.has(resource.type) ? resource.relations.flatMap(({ kind, uid }) => (kindsThatRulesRead.has(kind) ? uid : [])) : [])));
  const rows = await inventory.byKeys([...uids].map(hashId));
  return new Map(rows.map(({ resource }) => [resource.uid, resource]));
}

type Users = ReadonlyMap<string, ReadonlyMap<string, ResourceUser>>;

/** What points to the page's resources, by rule and uid, for the rules that ask. */
async function usersOf(page: readonly LiveResource[], { inventory, rules }: PageParts): Promise<Users> {
  const users = new Map<string, ReadonlyMap<string, ResourceUser>>();
  for (const { rule } of rules) {
    if (rule.usedBy.length === 0) continue;
    const uids = page.flatMap(({ resource }) => (resource.type === rule.resourceType ? resource.uid : []));
    users.set(rule.id, await inventory.users(uids, rule.usedBy));
  }
  return users;
}

function evaluateResource(live: LiveResource, parts: PageParts & { related: ReadonlyMap<string, Resource>; users: Users; metric: Awaited<ReturnType<typeof metricsOf>>; now: Date; passed: Set<string> }): FindingFacts[] {
  const { resource } = live;
  const facts: FindingFacts[] = [];
  for (const { rule, parameters } of parts.rules) {
    if (rule.resourceType !== resource.type) continue;
    const answer = rule.evaluate(resource, {
      now: parts.now,
      parameters,
      prices: parts.prices,
      firstSeen: live.firstSeen,
      memo: parts.memo.get(`${rule.id} ${live.scopeId}`) ?? new Map(),
      related: (uid) => parts.related.get(uid),
      user: parts.users.get(rule.id)?.get(resource.uid),
      metric: (name) => parts.metric(live, rule.metrics?.(resource, parameters)[name]),
      isListed: (type, region = resource.region) => [region, 'global'].some((place) => parts.listed.has(`${resource.account} ${type} ${place}`)),
    });
    if (answer.outcome === 'pass' || answer.outcome === 'not_applicable') parts.passed.add(findingIdOf(rule.id, resource.uid));
    if (answer.outcome !== 'fail') continue;
    const remediation = { steps: rule.remediation(resource), advice: adviceOf(resource, parts.now) };
    const content = { summary: answer.summary, evidence: answer.evidence, saving: answer.saving ?? null, risk: answer.risk ?? null, remediation, title: rule.title, severity: rule.severity, name: resource.name };
    facts.push({
      scopeId: live.scopeId,
      id: findingIdOf(rule.id, resource.uid),
      kh: live.kh,
      resourceCh: live.ch,
      ruleId: rule.id,
      resourceUid: resource.uid,
      resourceName: resource.name,
      type: resource.type,
      provider: resource.provider,
      account: resource.account,
      region: resource.region,
      title: rule.title,
      category: rule.category,
      severity: rule.severity,
      risk: answer.risk ?? null,
      isHeadline: rule.headline,
      summary: answer.summary,
      evidence: answer.evidence,
      evidenceHash: hashId(canonicalJson(content)),
      saving: answer.saving ?? null,
      includedIn: null,
      remediation,
      readAt: parts.now,
    });
  }
  return withInclusion(facts);
}

/**
 * Savings on one resource are not added: the largest counts and the others point to it. A saving that another
 * resource's finding carries (the volumes of a stopped instance) points there.
 */
function withInclusion(facts: FindingFacts[]): FindingFacts[] {
  const priced = facts.filter(({ saving }) => (saving?.monthly ?? 0) > 0).sort((a, b) => (b.saving?.monthly ?? 0) - (a.saving?.monthly ?? 0));
  const top = priced.find(({ saving }) => saving?.includedIn === undefined) ?? priced[0];
  const foreign = priced.find(({ saving }) => saving?.includedIn !== undefined)?.saving?.includedIn;
  for (const fact of priced) {
    // The instance's finding covers all that its volumes cost, so whatever else is said of them is inside it.
    if (foreign !== undefined) fact.includedIn = findingIdOf(foreign.ruleId, foreign.uid);
    else if (fact !== top) fact.includedIn = top?.id ?? null;
  }
  return facts;
}

async function keep(page: readonly LiveResource[], failed: readonly FindingFacts[], passed: ReadonlySet<string>, parts: PageParts, now: Date): Promise<void> {
  const { db, findings, runs, lease, runId, counts } = parts;
  await db.transaction(async () => {
    if (lease !== undefined && !(await runs.isHeld(lease))) throw new Error('another worker has taken the run over');
    const known = await findings.known([...new Set(page.map(({ scopeId }) => scopeId))], page.map(({ kh }) => kh), failed.map(({ id }) => id));
    const byId = new Map(known.map((row) => [row.id, row]));
    const opened = failed.filter(({ id }) => byId.get(id) === undefined);
    const reopened = failed.filter(({ id }) => byId.get(id)?.status === 'resolved');
    const changed = failed.filter(({ id, evidenceHash, resourceCh }) => {
      const before = byId.get(id);
      return before !== undefined && before.status !== 'resolved' && (before.evidence_hash !== evidenceHash || before.resource_ch !== resourceCh);
    });
    const resolved = known.filter(({ id, status }) => status !== 'resolved' && passed.has(id)).map(({ scope_id, id }) => ({ scopeId: scope_id, id }));
    await findings.upsert([...opened, ...reopened, ...changed], runId, now);
    await findings.resolve(resolved, now);
    await findings.addEvents(
      [
        ...opened.map(({ scopeId, id }) => ({ scopeId, id, kind: 'opened', runId })),
        ...reopened.map(({ scopeId, id }) => ({ scopeId, id, kind: 'reopened', runId })),
        ...resolved.map(({ scopeId, id }) => ({ scopeId, id, kind: 'resolved', runId })),
      ],
      now,
    );
    const news = [...opened, ...reopened];
    const room = Math.max(0, eventsPerRun - counts.opened);
    await parts.events.publish(
      news.slice(0, room).map((fact) => ({ type: 'finding.opened', data: { id: fact.id, rule_id: fact.ruleId, title: fact.title, severity: fact.severity, resource_name: fact.resourceName, region: fact.region, run_id: runId } })),
      now,
    );
    await countAndAnnounce(resolved, { opened: news.length, resolved: resolved.length }, parts, now);
  });
}

async function countAndAnnounce(resolved: readonly { id: string }[], added: JudgeCounts, { runs, lease, runId, counts, events }: Pick<JudgeParts, 'runs' | 'lease' | 'runId' | 'counts' | 'events'>, now: Date): Promise<void> {
  const room = Math.max(0, eventsPerRun - counts.resolved);
  await events.publish(resolved.slice(0, room).map(({ id }) => ({ type: 'finding.resolved', data: { id, run_id: runId } })), now);
  if (lease !== undefined && (added.opened > 0 || added.resolved > 0)) await runs.addCounts(lease.runId, { calls: 0, throttled: 0, ...added });
  counts.opened += added.opened;
  counts.resolved += added.resolved;
}

/** Findings whose resource is gone, or whose rule is off. */
async function resolveOrphans(scopeIds: readonly string[], parts: JudgeParts): Promise<void> {
  const { db, findings, clock, lease, runId, runs } = parts;
  await db.transaction(async () => {
    if (lease !== undefined && !(await runs.isHeld(lease))) throw new Error('another worker has taken the run over');
    const now = clock.now();
    const orphans = await findings.orphans(scopeIds, parts.rules.map(({ rule }) => rule.id));
    if (orphans.length === 0) return;
    await findings.resolve(orphans, now);
    await findings.addEvents(orphans.map(({ scopeId, id }) => ({ scopeId, id, kind: 'resolved', runId })), now);
    await countAndAnnounce(orphans, { opened: 0, resolved: orphans.length }, parts, now);
  });
}
