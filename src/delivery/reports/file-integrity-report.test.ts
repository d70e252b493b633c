import { describe, expect, it } from 'vitest';
import { exampleCheckpoint } from '../test-files.ts';
import type { AlertFacts, FileIntegrityFacts, WatchedTarget } from './file-integrity-facts.ts';
import { csvOf, fileIntegrityReport } from './file-integrity-report.ts';
import { durationText, weeklyProof } from './weekly-proof.ts';

const day = (number: number, time = '02:00'): string => new Date(`2026-11-${String(number).padStart(2, '0')}T${time}:00Z`).toISOString();
/** The last one before the period. */
const october = '2026-10-31T02:00:00.000Z';
const period = { from: day(1, '00:00'), to: '2026-12-01T00:00:00.000Z' };

function aTarget(changes: Partial<WatchedTarget> = {}): WatchedTarget {
  return {
    host: 'web-1', path: '/etc', kind: 'folder', isRecursive: true, include: [], exclude: [], mode: 'standard', owner: 'Ada', audit: 'file-audit', files: 1200, watchedSince: '2026-01-01T00:00:00.000Z', removedAt: null,
    lastSweepAt: day(30, '23:55'), lastFullAt: day(29), fullComparisons: [october, ...[5, 12, 19, 26, 29].map((number) => day(number))], ...changes,
  };
}

function anAlert(changes: Partial<AlertFacts> = {}): AlertFacts {
  return {
    id: '019ac0de-0000-7000-8000-00000000000f', audit: 'file-audit', host: 'web-1', openedAt: day(10), files: 3, appendOnlyFiles: 0, root: '/etc', statuses: { tampered: 2, added: 1, missing: 0 }, openFiles: 0,
    answers: [{ at: day(10, '05:05'), by: 'Ada', action: 'accepted', files: 3, note: 'Change 4711: new mail server' }], ...changes,
  };
}

function facts(changes: Partial<FileIntegrityFacts> = {}): FileIntegrityFacts {
  return {
    period, madeAt: '2026-12-02T09:00:00.000Z', madeBy: 'Ada', version: '0.1.0', isDemo: false, targets: [aTarget(), aTarget({ path: '/var/log', mode: 'append_only' })],
    audits: [{ name: 'file-audit', host: 'web-1', isRunning: true, intervalSeconds: 300, fullIntervalSeconds: 86_400, completed: 8640, partial: 0, failed: 0, cancelled: 0, late: 0, trouble: [] }],
    alerts: [anAlert()], gaps: [], history: { entries: 9000, keptSince: '2025-11-01T00:00:00.000Z', head: { position: 9000, hash: 'a'.repeat(64) }, checkpoint: exampleCheckpoint(9000), publicKey: exampleCheckpoint().publicKey, verified: { at: day(30), problems: 0 } }, ...changes,
  };
}

describe('the proof that a full comparison ran weekly', () => {
  const proof = (changes: Partial<WatchedTarget>, madeAt = '2026-12-02T09:00:00.000Z') => {
    const { isKept, comparisons, longest } = weeklyProof(aTarget(changes), { period, madeAt });
    return [isKept, comparisons, longest?.days];
  };
  it.each<[string, Partial<WatchedTarget>, (boolean | number | undefined)[]]>([
    ['every week', {}, [true, 5, 7]],
    ['seven days apart by the calendar, a little later each', { fullComparisons: [october, day(1), day(8, '02:20'), day(15, '23:00'), day(22, '23:30'), day(29)] }, [true, 5, 7]],
    ['with eight days once', { fullComparisons: [october, day(1), day(8), day(16), day(23), day(30)] }, [false, 5, 8]],
    ['never', { fullComparisons: [] }, [false, 0, 334]],
    ['never in the period, the last one shortly before it', { fullComparisons: ['2026-10-30T00:00:00.000Z'] }, [false, 0, 32]],
    ['no more at the end', { fullComparisons: [october, day(1), day(8), day(15), day(22)] }, [false, 4, 9]],
    ['registered within the period: the first baseline counts', { watchedSince: day(20), fullComparisons: [day(27)] }, [true, 1, 7]],
    ['registered a few days before the end', { watchedSince: day(28), fullComparisons: [] }, [true, 0, 3]],
    ['removed within the period', { removedAt: day(14), fullComparisons: [october, day(7), day(21)] }, [true, 1, 7]],
    ['removed before the period', { removedAt: '2026-10-01T00:00:00.000Z' }, [undefined, 0, undefined]],
    ['registered after the period', { watchedSince: '2026-12-01T10:00:00.000Z' }, [undefined, 0, undefined]],
    ['still being registered', { watchedSince: null, fullComparisons: [] }, [undefined, 0, undefined]],
    ['named twice and out of order', { fullComparisons: [day(26), day(12), day(19), day(5), day(12), day(29), october] }, [true, 5, 7]],
    ['with a time that is none', { fullComparisons: ['never', october, day(5), day(12), day(19), day(26)] }, [true, 4, 7]],
  ])('%s', (_what, changes, expected) => {
    expect(proof(changes)).toEqual(expected);
  });

  it('judges a period that is not over up to now', () => {
    expect(proof({ fullComparisons: [october, day(1), day(7)] }, day(12))).toEqual([true, 2, 6]);
    expect(proof({}, '2026-10-01T00:00:00.000Z')).toEqual([undefined, 0, undefined]);
  });
});

const table = (given: FileIntegrityFacts, name: string): Record<string, unknown>[] => {
  const found = fileIntegrityReport(given).tables.find((each) => each.name === name);
  return (found?.rows ?? []).map((row) => Object.fromEntries((found?.columns ?? []).map((column, index) => [column.name, row[index]])));
};
const states = (given: FileIntegrityFacts): unknown[] => table(given, 'requirements').map(({ state }) => state);
const verdict = (given: FileIntegrityFacts): string => /<p class="verdict[^"]*">([^<]*)<\/p>/.exec(fileIntegrityReport(given).html)?.[1] ?? '';

describe('the report', () => {
  it('says first how it stands, and what each requirement has', () => {
    expect(verdict(facts())).toBe('All 2 watched targets were compared in full at least every 7 days; the one alert was answered; no check failed or was late; nothing was left out.');
    expect(states(facts())).toEqual(['shown', 'shown', 'shown', 'shown', 'shown']);
  });

  it.each<[string, Partial<FileIntegrityFacts>, string[], string]>([
    ['a target that was not compared weekly', { targets: [aTarget({ fullComparisons: [] }), aTarget({ mode: 'append_only' })] }, ['attention', 'shown', 'shown', 'shown', 'shown'], '1 of 2 watched targets was compared in full'],
    ['an alert without an answer', { alerts: [anAlert({ answers: [], openFiles: 3 })] }, ['attention', 'shown', 'shown', 'attention', 'shown'], '1 of 1 alert has no full answer'],
    ['an alert that went away by itself', { alerts: [anAlert({ answers: [], openFiles: 0 })] }, ['attention', 'shown', 'shown', 'attention', 'shown'], '1 of 1 alert has no full answer'],
    ['an alert about a log without an answer', { alerts: [anAlert({ answers: [], openFiles: 1, appendOnlyFiles: 1 })] }, ['attention', 'attention', 'shown', 'attention', 'shown'], 'no full answer'],
    ['no log that is watched', { targets: [aTarget()] }, ['shown', 'attention', 'shown', 'shown', 'shown'], 'The watched target was compared in full'],
    ['late checks', { audits: [{ ...facts().audits[0]!, late: 2, trouble: [{ at: day(3), what: 'late', reason: 'The service was stopped.' }] }] }, ['shown', 'shown', 'attention', 'shown', 'shown'], '2 checks failed, ended in part or was late'],
    ['a place that cannot be read', { gaps: [{ host: 'web-1', target: '/etc', path: '/etc/ssl/private', reason: 'denied', detail: 'permission denied', since: day(2) }] }, ['attention', 'shown', 'shown', 'shown', 'shown'], '1 place could not be compared'],
    ['a history that is not signed', { history: { ...facts().history, checkpoint: null } }, ['shown', 'shown', 'shown', 'shown', 'attention'], 'All 2'],
    ['a history that is not intact', { history: { ...facts().history, verified: { at: day(30), problems: 2 } } }, ['shown', 'shown', 'shown', 'shown', 'attention'], 'All 2'],
    ['nothing watched', { targets: [], audits: [], alerts: [] }, ['attention', 'attention', 'attention', 'shown', 'shown'], 'Nothing was watched in this period.'],
  ])('asks for attention for %s', (_what, changes, expected, said) => {
    expect(states(facts(changes))).toEqual(expected);
    expect(verdict(facts(changes))).toContain(said);
  });

  it('puts what nobody answered first, the oldest on top, and tells how long each took', () => {
    const alerts = [
      anAlert({ id: 'answered old', openedAt: day(2), answers: [{ ...anAlert().answers[0]!, at: day(2, '02:45') }] }), anAlert({ id: 'answered new' }), anAlert({ id: 'open new', openedAt: day(20), answers: [], openFiles: 3 }), anAlert({ id: 'gone', answers: [] }), anAlert({ id: 'partly', openFiles: 1 }), anAlert({ id: 'open old', openedAt: day(9), answers: [], openFiles: 1 }),
    ];
    const rows = table(facts({ alerts }), 'alerts');
    expect(rows.map(({ alert_id: id }) => id)).toEqual(['open old', 'open new', 'partly', 'gone', 'answered new', 'answered old']);
    expect(rows.map(({ state }) => state)).toEqual(['unanswered', 'unanswered', 'open: answered in part, 1 file left', 'no answer; as accepted again', 'answered', 'answered']);
    expect(rows.map(({ time_to_answer: time }) => time)).toEqual(['open for 23 d 7 h', 'open for 12 d 7 h', '3 h 5 min', null, '3 h 5 min', '45 min']);
    expect(rows[4]).toMatchObject({ answered_by: 'Ada', answered_at: day(10, '05:05'), note: 'Change 4711: new mail server', statuses: '2 tampered, 1 added', root: '/etc' });
  });

  it('takes the first of several answers, and lists all of them', () => {
    const answers = [{ at: day(12), by: 'Bob', action: 'restored' as const, files: 1, note: 'back' }, { at: day(11), by: 'Ada', action: 'accepted' as const, files: 2, note: 'meant' }];
    expect(table(facts({ alerts: [anAlert({ answers })] }), 'alerts')[0]).toMatchObject({ answered_by: 'Ada', note: 'meant', time_to_answer: '24 h 0 min' });
    expect(table(facts({ alerts: [anAlert({ answers })] }), 'answers').map(({ by }) => by)).toEqual(['Bob', 'Ada']);
  });

  it('lists the scope with what each target was given, those without weekly comparisons first', () => {
    const targets = [aTarget({ path: '/ok' }), aTarget({ path: '/new', watchedSince: null, fullComparisons: [] }), aTarget({ path: '/late', fullComparisons: [], include: ['*.conf'], exclude: ['*.bak'], owner: null }), aTarget({ path: '/gone', removedAt: '2026-01-02T00:00:00.000Z' })];
    const rows = table(facts({ targets }), 'scope');
    expect(rows.map(({ path, weekly }) => [path, weekly])).toEqual([['/late', 'not kept: longest 334 days, 1 Jan 2026 to 1 Dec 2026'], ['/new', 'not yet: its first baseline is being taken'], ['/ok', 'kept: longest 7 days, 5 Nov 2026 to 12 Nov 2026']]);
    expect(rows[0]).toMatchObject({ kind: 'folder and all below\nonly *.conf\nwithout *.bak', owner: 'the service', files: 1200 });
  });

  it('has the proof of the history in full', () => {
    const rows = Object.fromEntries(table(facts(), 'history').map(({ fact, value }) => [fact, value]));
    expect(rows).toMatchObject({ Entries: 9000, Head: `#9000 ${'a'.repeat(64)}`, 'Signature (Ed25519)': exampleCheckpoint(9000).signature, 'Public key': exampleCheckpoint().publicKey, 'Checked from end to end': `${day(30)}: intact` });
  });
});

describe('the page', () => {
  it('needs nothing else: no script, no image, no address, and is light', () => {
    const { html } = fileIntegrityReport(facts({ isDemo: true }));
    expect(html).not.toMatch(/<script|<img|<link|<iframe|src=|href=|url\(|@import|prefers-color-scheme/i);
    expect(html).toContain("default-src 'none'");
    expect(html).toContain('color-scheme: light');
    expect(html).toContain('Demo: simulated files');
    expect(html).toContain('1 Nov 2026, 00:00 UTC to 1 Dec 2026, 00:00 UTC');
    expect(html).not.toMatch(/undefined|NaN|\[object|>null</);
  });

  it('treats whatever comes from outside as text', () => {
    const hostile = '<script>alert(1)</script>"\'&\u202E';
    const { html, tables } = fileIntegrityReport(
      facts({
        madeBy: hostile, version: hostile,
        targets: [aTarget({ path: hostile, host: hostile, owner: hostile, audit: hostile, include: [hostile], exclude: [hostile] })],
        audits: [{ ...facts().audits[0]!, name: hostile, host: hostile, trouble: [{ at: hostile, what: 'late', reason: hostile }] }],
        alerts: [anAlert({ id: hostile, root: hostile, audit: hostile, host: hostile, statuses: { [hostile]: 1 }, answers: [{ at: hostile, by: hostile, action: 'accepted', files: 1, note: hostile }] })],
        gaps: [{ host: hostile, target: hostile, path: hostile, reason: hostile, detail: hostile, since: hostile }],
        history: { ...facts().history, publicKey: hostile, head: { position: 1, hash: hostile } },
      }),
    );
    expect(html).not.toMatch(/<script/i);
    expect(html).not.toContain('\u202E');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(tables).toHaveLength(8);
  });

  it('holds thousands of alerts, and says where the rest is', () => {
    const alerts = Array.from({ length: 5000 }, (_, index) => anAlert({ id: `alert-${index}` }));
    const { html, tables } = fileIntegrityReport(facts({ alerts }));
    expect(html).toContain('… and 4,000 more; the CSV file has all.');
    expect(tables.find(({ name }) => name === 'alerts')?.rows).toHaveLength(5000);
  });
});

describe('comma-separated values', () => {
  it('quote what must be quoted, and are no formulas', () => {
    const columns = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ title: name, name }));
    expect(csvOf({ columns, rows: [['x,"y"', '=1+1', -5, null, 'two\nlines'], ['-rf', '@cmd', '+1', '\t=1', "it's"]] })).toBe(`a,b,c,d,e\r\n"x,""y""",'=1+1,-5,,"two\nlines"\r\n'-rf,'@cmd,'+1,'\t=1,it's\r\n`);
  });

  it.each([[45_000, '45 s'], [90_000, '1 min'], [3_900_000, '1 h 5 min'], [86_400_000, '24 h 0 min'], [200_000_000, '2 d 7 h'], [0, '0 s']])('%i ms is %s', (ms, said) => {
    expect(durationText(ms)).toBe(said);
  });
});
