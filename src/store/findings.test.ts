import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import type { Saving } from '../core/rule.ts';
import type { Scope } from '../core/resource.ts';
import { severities } from '../core/severity.ts';
import { hashId } from '../platform/ids.ts';
import { type FindingFacts, findingIdOf, type FindingRow, type FindingSort, findingsStore, type FindingsStore } from './findings.ts';
import { inventoryStore, scopeIdOf } from './inventory.ts';

const account = '123456789012';
const start = new Date('2026-11-22T02:00:00Z');
const after = (hours: number): Date => new Date(start.getTime() + hours * 3_600_000);
const run = '0197a1b2-0000-7000-8000-000000000001';
const scopeOf = (region: string): Scope => ({ provider: 'aws', account, region, type: 'aws:ec2:volume' });

let store: TestStore;
let findings: FindingsStore;
beforeAll(async () => {
  store = await openTestStore();
  findings = findingsStore(store.db);
});
afterAll(() => store.close());
beforeEach(async () => {
  await store.clear();
  await inventoryStore(store.db).ensureScopes(['us-east-1', 'eu-west-1'].map(scopeOf));
});

const saving = (monthly: number, parts: Partial<Saving> = {}): Saving => ({ monthly, currency: 'USD', formula: '', source: 'aws-price-list', priceDate: '2026-11-01', bound: 'exact', confidence: 'high', ...parts });

function facts(uid: string, parts: Partial<FindingFacts> & { monthly?: number } = {}): FindingFacts {
  const { monthly, ...rest } = parts;
  const region = rest.region ?? 'us-east-1';
  const ruleId = rest.ruleId ?? 'aws-ebs-unattached';
  return {
    scopeId: scopeIdOf(scopeOf(region)), id: findingIdOf(ruleId, uid), kh: hashId(uid), resourceCh: hashId(`content of ${uid}`), ruleId, resourceUid: uid, resourceName: uid, type: 'aws:ec2:volume',
    provider: 'aws', account, region, title: 'Volume is attached to nothing', category: 'waste', severity: 'medium', risk: null, isHeadline: true, summary: 'Attached to nothing.', evidence: { state: 'available' },
    evidenceHash: hashId(`evidence of ${uid}`), saving: monthly === undefined ? null : saving(monthly), includedIn: null, remediation: { steps: [], advice: null }, readAt: start, ...rest,
  };
}
const one = async (uid: string): Promise<FindingRow | undefined> => (await findings.byIds([findingIdOf('aws-ebs-unattached', uid)]))[0];
const bySaving: FindingSort = { column: 'saving', isDescending: true };

describe('the life of a finding', () => {
  it('opens, changes without opening again, is resolved and reopened, and remembers when it was first seen', async () => {
    await findings.upsert([facts('a', { monthly: 8 })], run, start);
    expect(await one('a')).toMatchObject({ status: 'open', first_seen: start, opened_at: start, monthly_saving: 8, resolved_at: null });
    await findings.upsert([facts('a', { monthly: 16, summary: 'Grown.', readAt: after(1) })], run, after(1));
    expect(await one('a')).toMatchObject({ status: 'open', first_seen: start, opened_at: start, monthly_saving: 16, summary: 'Grown.', read_at: after(1) });
    await findings.resolve([facts('a')], after(2));
    expect(await one('a')).toMatchObject({ status: 'resolved', resolved_at: after(2), last_seen: after(2) });
    await findings.upsert([facts('a')], run, after(3));
    expect(await one('a')).toMatchObject({ status: 'open', first_seen: start, opened_at: after(3), resolved_at: null });
  });

  it('keeps what a person decided while the facts change', async () => {
    await findings.upsert([facts('a'), facts('b')], run, start);
    expect(await findings.setStatus([facts('a').id], 'suppressed', 'needed in December')).toEqual([{ scopeId: facts('a').scopeId, id: facts('a').id, previous: 'open' }]);
    await findings.setStatus([facts('b').id], 'in_progress', null);
    await findings.upsert([facts('a', { summary: 'Changed.' }), facts('b')], run, after(1));
    expect(await one('a')).toMatchObject({ status: 'suppressed', note: 'needed in December', summary: 'Changed.' });
    expect(await one('b')).toMatchObject({ status: 'in_progress', note: null });
    await findings.setStatus([facts('a').id], 'open', null);
    expect(await one('a')).toMatchObject({ status: 'open', note: 'needed in December' });
  });

  it('does not let a person change what is resolved', async () => {
    await findings.upsert([facts('a')], run, start);
    await findings.resolve([facts('a')], after(1));
    expect(await findings.setStatus([facts('a').id], 'suppressed', null)).toEqual([]);
    expect(await one('a')).toMatchObject({ status: 'resolved' });
  });

  it('tells what is known of resources: all that is not resolved, and the resolved ones asked for', async () => {
    await findings.upsert([facts('a'), facts('b'), facts('c')], run, start);
    await findings.resolve([facts('b'), facts('c')], after(1));
    const known = await findings.known([facts('a').scopeId], [facts('a').kh, facts('b').kh, facts('c').kh], [facts('b').id]);
    expect(known.map(({ kh, status }) => [kh, status]).sort()).toEqual([[facts('a').kh, 'open'], [facts('b').kh, 'resolved']].sort());
  });

  it('finds those whose resource is gone or whose rule is off', async () => {
    const inventory = inventoryStore(store.db);
    const resource = (uid: string) => ({ scopeId: facts('a').scopeId, type: 'aws:ec2:volume', resource: { kh: hashId(uid), ch: hashId(uid), uid, name: uid, region: 'us-east-1', createdAt: null, tags: {}, attributes: {}, relations: [] } });
    await inventory.record([resource('a'), resource('b'), resource('off')], start);
    await findings.upsert([facts('a'), facts('b'), facts('never'), facts('off', { ruleId: 'aws-ebs-gp2' })], run, start);
    await inventory.finishScopes([{ scopeId: facts('a').scopeId, status: 'complete', isListed: true, seen: [hashId('a'), hashId('off')], error: null }], after(1));
    const orphans = await findings.orphans([facts('a').scopeId], ['aws-ebs-unattached']);
    expect(new Set(orphans.map(({ id }) => id))).toEqual(new Set([facts('b').id, facts('never').id, facts('off', { ruleId: 'aws-ebs-gp2' }).id]));
  });

  it('keeps its events newest first, each once', async () => {
    const { scopeId, id } = facts('a');
    await findings.upsert([facts('a', { monthly: 3 })], run, start);
    const event = (kind: string) => ({ scopeId, id, kind, runId: run });
    await findings.addEvents([event('opened')], start);
    await findings.addEvents([event('opened')], start);
    await findings.addEvents([{ ...event('suppressed'), actor: 'ada', note: 'later' }], after(1));
    expect(await findings.events(scopeId, id)).toMatchObject([{ kind: 'suppressed', actor: 'ada', note: 'later', at: after(1) }, { kind: 'opened', actor: null }]);
    expect(await findings.recentEvents(10)).toMatchObject([{ kind: 'opened', id, monthly_saving: 3 }]);
  });

  it('stores what names from outside may hold', async () => {
    await findings.upsert([facts('a', { resourceName: 'nul\0 half\uD83D literal\\u0000', evidence: { 'k\0': ['\uDC00'] } })], run, start);
    expect(await one('a')).toMatchObject({ resource_name: 'nul\uFFFD half\uFFFD literal\\u0000', evidence: { 'k\uFFFD': ['\uFFFD'] } });
  });
});

/** Two regions, three rules, all severities; savings that are equal, absent and inside another's. */
async function plant(): Promise<FindingFacts[]> {
  const all = Array.from({ length: 23 }, (_, n) => {
    const ruleId = ['aws-ebs-unattached', 'aws-ebs-gp2', 'aws-ebs-on-stopped'][n % 3]!;
    const uid = `vol-${String(n).padStart(2, '0')}`;
    const parent = findingIdOf('aws-ec2-stopped', 'some instance');
    return facts(uid, {
      ruleId, region: n % 4 === 0 ? 'eu-west-1' : 'us-east-1', severity: severities[n % 5]!, resourceName: `${n % 2 === 0 ? 'Web' : 'db'} ${23 - n}`, isHeadline: n % 3 === 0,
      ...(n % 5 === 4 ? {} : { monthly: (n % 6) + 0.01 }), includedIn: ruleId === 'aws-ebs-on-stopped' ? parent : null,
    });
  });
  for (const [n, fact] of all.entries()) await findings.upsert([fact], run, after(Math.floor(n / 2)));
  return all;
}

describe('a list of findings', () => {
  it('pages through every sort in both directions without losing or repeating any', async () => {
    const all = await plant();
    const valueOf: Record<FindingSort['column'], (row: FindingRow) => number | string | Date> = {
      saving: (row) => row.monthly_saving, severity: (row) => severities.indexOf(row.severity), first_seen: (row) => row.first_seen, name: (row) => row.resource_name.toLowerCase(), region: (row) => row.region,
    };
    for (const column of Object.keys(valueOf) as FindingSort['column'][]) {
      for (const isDescending of [true, false]) {
        const rows: FindingRow[] = [];
        for (let after: { value: number | string | Date; id: string } | undefined; ; ) {
          const page = await findings.list({}, { column, isDescending }, after, 5);
          rows.push(...page);
          const last = page.at(-1);
          if (last === undefined || page.length < 5) break;
          after = { value: valueOf[column](last), id: last.id };
        }
        expect(new Set(rows.map(({ id }) => id)).size, `${column} ${isDescending}`).toBe(all.length);
        expect(rows).toHaveLength(all.length);
        const values = rows.map(valueOf[column]);
        const isOrdered = values.every((value, n) => n === 0 || (isDescending ? values[n - 1]! >= value : values[n - 1]! <= value));
        expect(isOrdered, `${column} ${isDescending}: ${values.join(', ')}`).toBe(true);
      }
    }
  });

  it('filters by every property, by several at once, and by words in name, uid and title', async () => {
    const all = await plant();
    const names = async (filter: Parameters<FindingsStore['list']>[0]) => (await findings.list(filter, bySaving, undefined, 100)).map((row) => row.resource_uid).sort();
    const wanted = (keep: (fact: FindingFacts) => boolean) => all.filter(keep).map(({ resourceUid }) => resourceUid).sort();
    expect(await names({ region: ['eu-west-1'] })).toEqual(wanted(({ region }) => region === 'eu-west-1'));
    expect(await names({ severity: ['high', 'critical'], rule_id: ['aws-ebs-gp2'] })).toEqual(wanted((fact) => ['high', 'critical'].includes(fact.severity) && fact.ruleId === 'aws-ebs-gp2'));
    expect(await names({ headline: true })).toEqual(wanted(({ isHeadline }) => isHeadline));
    expect(await names({ newSince: after(5) })).toEqual(all.slice(12).map(({ resourceUid }) => resourceUid).sort());
    expect(await names({ q: 'WEB vol-0' })).toEqual(wanted((fact) => fact.resourceName.startsWith('Web') && fact.resourceUid.startsWith('vol-0')));
    expect(await names({ q: '%' })).toEqual([]);
    expect(await names({ q: `'; drop table finding; --` })).toEqual([]);
    expect(await names({ status: [] })).toEqual([]);
    expect(await names({ account: ['999999999999'] })).toEqual([]);
  });

  it('counts each value of a filter over what the other filters match', async () => {
    const all = await plant();
    const facet = await findings.facet({ region: ['eu-west-1'], rule_id: ['aws-ebs-gp2'] }, 'region');
    expect(Object.fromEntries(facet.map(({ value, count }) => [value, count]))).toEqual({
      'us-east-1': all.filter((fact) => fact.ruleId === 'aws-ebs-gp2' && fact.region === 'us-east-1').length,
      'eu-west-1': all.filter((fact) => fact.ruleId === 'aws-ebs-gp2' && fact.region === 'eu-west-1').length,
    });
    expect(await findings.facet({}, 'risk')).toEqual([]);
    const counts = facet.map(({ count }) => count);
    expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  });
});

describe('totals', () => {
  it('add up from the parts: savings inside another finding count nowhere twice', async () => {
    const all = await plant();
    const own = all.filter(({ includedIn }) => includedIn === null);
    const cents = own.reduce((sum, fact) => sum + Math.round((fact.saving?.monthly ?? 0) * 100), 0);
    const totals = await findings.totals({});
    expect(totals).toEqual({ findings: 23, resources: 23, regions: 2, monthly_saving: cents / 100, is_estimate: false });
    for (const column of ['region', 'rule_id', 'severity'] as const) {
      const facet = await findings.facet({}, column);
      expect(facet.reduce((sum, { count }) => sum + count, 0)).toBe(23);
      expect(Math.round(facet.reduce((sum, entry) => sum + entry.monthly_saving, 0) * 100), column).toBe(cents);
    }
  });

  it('count a resource once that several rules flag, and say when a part is an estimate', async () => {
    await findings.upsert([facts('a', { monthly: 8 }), facts('a', { ruleId: 'aws-ebs-gp2', saving: saving(1, { bound: 'upper' }), includedIn: facts('a').id })], run, start);
    expect(await findings.totals({})).toEqual({ findings: 2, resources: 1, regions: 1, monthly_saving: 8, is_estimate: true });
    expect(await findings.totals({ status: ['resolved'] })).toEqual({ findings: 0, resources: 0, regions: 0, monthly_saving: 0, is_estimate: false });
  });
});
