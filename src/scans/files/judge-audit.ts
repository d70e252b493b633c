import { setImmediate as turn } from 'node:timers/promises';
import { emptyLedgerHash, ledgerHash } from '../../core/ledger.ts';
import type { CollectedResource } from '../../core/collector.ts';
import type { AttributeValue } from '../../core/resource.ts';
import { canonicalJson } from '../../platform/canonical.ts';
import { hashId, timeId } from '../../platform/ids.ts';
import { scopeIdOf } from '../../store/inventory.ts';
import { finalRunStatuses } from '../../store/runs.ts';
import type { ScheduleRow } from '../../store/schedules.ts';
import { judgeResources } from '../evaluate.ts';
import { commonFolder } from './alerts.ts';
import type { FileParts } from './parts.ts';

export type AuditRow = ScheduleRow & { intervalSeconds: number };

/** A check may take so many intervals before its lateness is told. */
const lateIntervals = 2;
const changedWithinMinutes = 10;

/** Whether the audits themselves do what they should: their checks, and the chain of their history. */
export function createAuditJudge(parts: FileParts) {
  const { runs, states, watched, clock, logger, db, inventory, ledger, host, tell, isDemo, publicUrl } = parts;
  /** What was judged last, so that nothing is written while nothing changes. */
  const judged = new Map<string, string>();
  const told = new Map<string, string>();
  let chain: { intact: boolean; problem: string | null } = { intact: true, problem: null };

  async function lateness(audit: AuditRow): Promise<{ lateSince: string | null; lastAt: string | null }> {
    const last = await runs.newest({ scheduleId: audit.id, statuses: finalRunStatuses });
    const since = Math.max(last?.finished_at?.getTime() ?? 0, audit.updated_at.getTime());
    const isOn = audit.enabled && !audit.paused && audit.next_at !== null;
    const isLate = isOn && clock.now().getTime() - since > lateIntervals * audit.intervalSeconds * 1000;
    return { lateSince: isLate ? new Date(since + audit.intervalSeconds * 1000).toISOString() : null, lastAt: isLate ? (last?.finished_at?.toISOString() ?? null) : null };
  }

  async function judgeOne(audit: AuditRow): Promise<void> {
    const { lateSince, lastAt } = await lateness(audit);
    if (lateSince !== null && told.get(audit.id) !== lateSince) {
      told.set(audit.id, lateSince);
      logger.warn({ audit: audit.name, due: lateSince }, 'A check of files is late');
      await db.transaction(async () => {
        await ledger.append([{ kind: 'run', status: 'late', data: { audit: audit.name, host, trigger: 'schedule', due_at: lateSince } }], clock.now());
        await tell(audit.id, { kind: 'check-late', audit: audit.name, dueAt: lateSince, lastAt, publicUrl: publicUrl(), isDemo });
      });
    }
    const rootIds = (await watched.roots({ scheduleId: audit.id })).map(({ id }) => id);
    // An audit that nobody uses is nothing of the estate.
    if (rootIds.length === 0 && !audit.enabled && !judged.has(audit.id)) return;
    const changed = await states.changedSince(rootIds, new Date(clock.now().getTime() - changedWithinMinutes * 60_000));
    const attributes: Record<string, AttributeValue> = {
      name: audit.name,
      is_running: audit.enabled && !audit.paused,
      interval_seconds: audit.intervalSeconds,
      late_since: lateSince,
      last_completed_at: lastAt,
      changed_files: changed.count,
      changed_within_minutes: changedWithinMinutes,
      changed_root: changed.some.length === 0 ? null : commonFolder(changed.some),
      history_intact: chain.intact,
      history_problem: chain.problem,
    };
    const content = canonicalJson(attributes);
    if (judged.get(audit.id) === content) return;
    await keep(audit, attributes);
    judged.set(audit.id, content);
  }

  async function keep(audit: AuditRow, attributes: Record<string, AttributeValue>): Promise<void> {
    const scope = { provider: 'files' as const, account: host, region: 'global', type: 'files:host:audit' };
    const scopeId = scopeIdOf(scope);
    const resource = auditResource(audit.name, attributes, host);
    const rules = (await parts.rules()).filter(({ rule }) => rule.resourceType === scope.type);
    const at = clock.now();
    await db.transaction(async () => {
      await inventory.ensureScopes([scope]);
      await inventory.record([{ scopeId, type: scope.type, resource }], at);
      await inventory.noteListed(scopeId, at);
      const live = (await inventory.byKeys([resource.kh])).filter((each) => each.scopeId === scopeId);
      await judgeResources(live, { ...parts, runId: timeId(), lease: undefined, rules, prices: { unit: () => undefined }, signal: new AbortController().signal, counts: { opened: 0, resolved: 0 } });
    });
  }

  return {
    async look(audits: readonly AuditRow[]): Promise<void> {
      for (const audit of audits) await judgeOne(audit);
    },

    /** Walks the whole chain, a page at a time. */
    async verifyHistory(): Promise<void> {
      chain = await verifiedChain(parts);
      if (!chain.intact) logger.error({ problem: chain.problem }, 'The history of the file audit does not verify');
    },
  };
}

/** The audit as a resource of the inventory, under a name that no file has. */
export function auditResource(name: string, attributes: Record<string, AttributeValue>, host: string): CollectedResource {
  const uid = `file://${host}/.roundsman-audits/${encodeURIComponent(name)}`;
  const content = { name, region: 'global', tags: {}, attributes, relations: [] };
  return { kh: hashId(uid), ch: hashId(canonicalJson(content)), uid, createdAt: null, ...content };
}

async function verifiedChain({ ledger }: FileParts): Promise<{ intact: boolean; problem: string | null }> {
  let previous = emptyLedgerHash;
  let position = 0;
  for (;;) {
    const rows = await ledger.from(position, 500);
    for (const row of rows) {
      if (row.position !== position + 1) return { intact: false, problem: `entry ${position + 1} is missing` };
      if (ledgerHash(previous, row.content) !== row.hash) return { intact: false, problem: `entry ${row.position} or the one before it was changed` };
      previous = row.hash;
      position = row.position;
    }
    if (rows.length < 500) break;
    await turn();
  }
  // A cut tail leaves a chain that is whole: what was signed before tells.
  const [newest] = await ledger.checkpoints(1);
  if (newest !== undefined && newest.position > position) return { intact: false, problem: `entries after ${position} are missing: a checkpoint was signed at ${newest.position}` };
  return { intact: true, problem: null };
}
