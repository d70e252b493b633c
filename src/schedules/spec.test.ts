import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../test/processor-ms.ts';
import { countBetween, describeSpec, expandSteps, lastBetween, nextAfter, nextRuns, parseSpec, type ScheduleSpec } from './spec.ts';

const now = new Date('2026-01-01T00:00:00Z');
const cronOf = (cron: string, timezone = 'UTC'): ScheduleSpec => parseSpec({ kind: 'cron', cron, timezone }, now);
const every = (seconds: number, anchor = now.toISOString()): ScheduleSpec => parseSpec({ kind: 'interval', every_seconds: seconds, anchor }, now);
const runs = (spec: ScheduleSpec, after: string, count: number): string[] => nextRuns(spec, new Date(after), count).map((at) => at.toISOString().slice(0, 16));

describe('cron over the changes of daylight saving', () => {
  // Times in UTC. The clocks go forward in the gap rows (the first of each zone) and back in the others.
  it.each([
    // 02:00 becomes 03:00 at 01:00Z; 03:00 becomes 02:00 at 01:00Z.
    ['Europe/Berlin', '30 2 * * *', '2026-03-27T12:00Z', ['2026-03-28T01:30', '2026-03-29T01:00', '2026-03-30T00:30']],
    ['Europe/Berlin', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T00:30', '2026-10-26T01:30']],
    ['Europe/Berlin', '15 3 * * *', '2026-03-28T12:00Z', ['2026-03-29T01:15', '2026-03-30T01:15']],
    ['Europe/Berlin', '*/30 * * * *', '2026-03-29T00:10Z', ['2026-03-29T00:30', '2026-03-29T01:00', '2026-03-29T01:30', '2026-03-29T02:00']],
    ['Europe/Berlin', '*/30 * * * *', '2026-10-24T23:40Z', ['2026-10-25T00:00', '2026-10-25T00:30', '2026-10-25T01:00', '2026-10-25T01:30', '2026-10-25T02:00']],
    ['Europe/Berlin', '0 * * * *', '2026-10-24T23:30Z', ['2026-10-25T00:00', '2026-10-25T01:00', '2026-10-25T02:00']],
    // 02:00 becomes 03:00 at 07:00Z; 02:00 becomes 01:00 at 06:00Z.
    ['America/New_York', '30 2 * * *', '2026-03-07T12:00Z', ['2026-03-08T07:00', '2026-03-09T06:30']],
    ['America/New_York', '30 1 * * *', '2026-10-31T12:00Z', ['2026-11-01T05:30', '2026-11-02T06:30']],
    ['America/New_York', '*/20 * * * *', '2026-11-01T05:30Z', ['2026-11-01T05:40', '2026-11-01T06:00', '2026-11-01T06:20', '2026-11-01T06:40', '2026-11-01T07:00']],
    ['America/New_York', '0 9 * * 1-5', '2026-03-06T12:00Z', ['2026-03-06T14:00', '2026-03-09T13:00']],
    // Half an hour: 02:00 becomes 02:30 at 15:30Z; 02:00 becomes 01:30 at 15:00Z.
    ['Australia/Lord_Howe', '15 2 * * *', '2026-10-03T00:00Z', ['2026-10-03T15:30', '2026-10-04T15:15']],
    ['Australia/Lord_Howe', '45 1 * * *', '2026-04-04T00:00Z', ['2026-04-04T14:45', '2026-04-05T15:15']],
    ['Australia/Lord_Howe', '*/15 * * * *', '2026-04-04T14:40Z', ['2026-04-04T14:45', '2026-04-04T15:00', '2026-04-04T15:15', '2026-04-04T15:30', '2026-04-04T15:45']],
    // No changes: a quarter of an hour beside the others, and UTC itself.
    ['Asia/Kathmandu', '0 0 * * *', '2026-03-28T12:00Z', ['2026-03-28T18:15', '2026-03-29T18:15']],
    ['Asia/Kathmandu', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-24T20:45', '2026-10-25T20:45']],
    ['UTC', '30 2 * * *', '2026-03-28T12:00Z', ['2026-03-29T02:30', '2026-03-30T02:30']],
    ['UTC', '30 2 * * *', '2026-10-24T12:00Z', ['2026-10-25T02:30', '2026-10-26T02:30']],
  ])('%s %s after %s', (timezone, cron, after, expected) => {
    expect(runs(cronOf(cron, timezone), after, expected.length)).toEqual(expected);
  });

  it('runs a daily schedule once a day, every day of the year, in each zone', () => {
    for (const timezone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'Africa/Cairo', 'America/Havana']) {
      for (const cron of ['30 2 * * *', '0 0 * * *', '45 1 * * *']) {
        const days = nextRuns(cronOf(cron, timezone), new Date('2026-01-10T12:00Z'), 365).map((at) => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at));
        expect(new Set(days).size, `${cron} ${timezone}`).toBe(365);
      }
    }
  });
});

describe('what a cron expression may say', () => {
  it.each([
    ['5/15 * * * *', '5-59/15 * * * *', ['2026-01-01T00:05', '2026-01-01T00:20', '2026-01-01T00:35', '2026-01-01T00:50', '2026-01-01T01:05']],
    ['0/20,7 * * * *', '0-59/20,7 * * * *', ['2026-01-01T00:07', '2026-01-01T00:20', '2026-01-01T00:40', '2026-01-01T01:00', '2026-01-01T01:07']],
    ['0 22/1 * * *', '0 22-23/1 * * *', ['2026-01-01T22:00', '2026-01-01T23:00', '2026-01-02T22:00']],
    ['0 0 1 2/3 *', '0 0 1 2-12/3 *', ['2026-02-01T00:00', '2026-05-01T00:00', '2026-08-01T00:00', '2026-11-01T00:00', '2027-02-01T00:00']],
    ['30/15 0 0 1 * *', '30-59/15 0 0 1 * *', ['2026-01-01T00:00', '2026-01-01T00:00', '2026-02-01T00:00']],
    ['  0   12  *  *   MON ', '0 12 * * MON', ['2026-01-05T12:00', '2026-01-12T12:00']],
    ['0 12 L * *', '0 12 L * *', ['2026-01-31T12:00', '2026-02-28T12:00']],
    ['0 0 29 2 *', '0 0 29 2 *', ['2028-02-29T00:00', '2032-02-29T00:00']],
    ['0 0 1 * 1', '0 0 1 * 1', ['2026-01-05T00:00', '2026-01-12T00:00', '2026-01-19T00:00', '2026-01-26T00:00', '2026-02-01T00:00']],
  ])('%s is kept as %s', (cron, kept, expected) => {
    expect(cronOf(cron)).toEqual({ kind: 'cron', cron: kept, timezone: 'UTC' });
    expect(expandSteps(kept)).toBe(kept);
    expect(runs(cronOf(cron), '2026-01-01T00:00Z', expected.length)).toEqual(expected);
  });

  it.each([
    ['0 0 30 2 *', 'spec.cron', /never fires/],
    ['0 0 31 4,6,9,11 *', 'spec.cron', /never fires/],
    ['61 * * * *', 'spec.cron', /minute: 61/],
    ['0 24 * * *', 'spec.cron', /hour: 24/],
    ['*/0 * * * *', 'spec.cron', /stepping: 0/],
    ['0 0 1 2-1 *', 'spec.cron', /2-1/],
    ['a b c d e', 'spec.cron', /illegal characters$/],
    ['* * * *', 'spec.cron', /five fields .* has 4/],
    ['* * * * * * *', 'spec.cron', /five fields .* has 7/],
    ['@daily', 'spec.cron', /five fields/],
    ['', 'spec.cron', /five fields/],
    ['每 * * * *', 'spec.cron', /not understood/],
  ])('%s is refused with the reason', (cron, field, message) => {
    expect(() => cronOf(cron)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', fields: [{ field, message: expect.stringMatching(message) }] }));
  });

  it.each(['Mars/Phobos', '', 'Europe', '+25:00'])('the zone %j is refused', (timezone) => {
    expect(() => cronOf('0 0 * * *', timezone)).toThrow(expect.objectContaining({ code: 'INVALID_VALUE', fields: [{ field: 'spec.timezone', message: expect.stringContaining('is no time zone') }] }));
  });
});

describe('intervals', () => {
  it.each([
    ['from the anchor on', every(3600), '2026-01-01T00:00Z', ['2026-01-01T01:00', '2026-01-01T02:00']],
    ['between two of them', every(3600), '2026-01-01T05:59:59Z', ['2026-01-01T06:00', '2026-01-01T07:00']],
    ['on one of them', every(3600), '2026-01-01T06:00Z', ['2026-01-01T07:00']],
    ['before the anchor', every(3600, '2026-02-01T00:00:00Z'), '2026-01-01T00:00Z', ['2026-02-01T01:00', '2026-02-01T02:00']],
    ['over a change of the clocks', every(86_400, '2026-03-28T02:30:00Z'), '2026-03-28T12:00Z', ['2026-03-29T02:30', '2026-03-30T02:30']],
    ['of 366 days', every(31_622_400), '2026-01-01T00:00Z', ['2027-01-02T00:00']],
  ])('%s', (_what, spec, after, expected) => {
    expect(runs(spec, after, expected.length)).toEqual(expected);
  });

  it('are anchored at the moment of making where nothing else is said', () => {
    expect(parseSpec({ kind: 'interval', every_seconds: 60 }, now)).toEqual({ kind: 'interval', every_seconds: 60, anchor: now.toISOString() });
  });
});

describe('counting what lies between', () => {
  const listed = (spec: ScheduleSpec, after: Date, until: Date): Date[] => {
    const moments: Date[] = [];
    for (let next = nextAfter(spec, after); next !== null && next <= until; next = nextAfter(spec, next)) moments.push(next);
    return moments;
  };
  const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC', 'America/Havana'];
  const crons = ['*/20 * * * *', '30 2 * * *', '*/30 1-3 * * *', '0 0 * * *', '15 */6 * * 1-5', '0 3 1,15 * *', '0 12 L * *', '7 9 * * 5', '30 15 0 * * *'];
  const spans = { days: 12, hours: 24 * 12 };

  it('is as many as there are, around every change and anywhere in the year', () => {
    const starts = fc.constantFrom('2026-03-05', '2026-03-26', '2026-04-02', '2026-10-01', '2026-10-22', '2026-10-29', '2026-06-10');
    const after = fc.tuple(starts, fc.integer({ min: 0, max: spans.hours * 3_600_000 })).map(([day, ms]) => new Date(Date.parse(day) + ms));
    fc.assert(
      fc.property(fc.constantFrom(...zones), fc.constantFrom(...crons), after, fc.integer({ min: 0, max: spans.days * 86_400_000 }), (timezone, cron, from, length) => {
        const spec = cronOf(cron, timezone);
        const until = new Date(from.getTime() + length);
        const moments = listed(spec, from, until);
        expect(countBetween(spec, from, until)).toBe(moments.length);
        expect(lastBetween(spec, from, until)).toEqual(moments.at(-1) ?? null);
      }),
      { numRuns: 60 },
    );
  });

  it('is as many as there are for intervals too', () => {
    fc.assert(
      fc.property(fc.integer({ min: 30, max: 100_000 }), fc.integer({ min: -2_000_000, max: 2_000_000 }), fc.integer({ min: 0, max: 3_000_000 }), (seconds, offset, length) => {
        const spec = every(seconds);
        const from = new Date(now.getTime() + offset * 1000);
        const until = new Date(from.getTime() + length * 1000);
        const moments = listed(spec, from, until);
        expect(countBetween(spec, from, until)).toBe(moments.length);
        expect(lastBetween(spec, from, until)).toEqual(moments.at(-1) ?? null);
      }),
      { numRuns: 100 },
    );
  });

  it('counts a year of minutes without asking for each', () => {
    const began = processorMs();
    expect(countBetween(cronOf('* * * * *', 'Europe/Berlin'), new Date('2026-01-01T00:00Z'), new Date('2027-01-01T00:00Z'))).toBe(525_600);
    expect(countBetween(every(30), new Date('2026-01-01T00:00Z'), new Date('2027-01-01T00:00Z'))).toBe(1_051_200);
    // Asking for each takes half a minute.
    expect(processorMs() - began).toBeLessThan(3000);
  });

  it('has nothing in an empty or a backward span', () => {
    for (const spec of [cronOf('* * * * *'), every(30)]) {
      expect(countBetween(spec, now, now)).toBe(0);
      expect(countBetween(spec, new Date('2026-01-02T00:00Z'), now)).toBe(0);
      expect(lastBetween(spec, now, new Date(now.getTime() + 29_000))).toBeNull();
    }
  });
});

describe('a spec in words', () => {
  it.each([
    [cronOf('0 2 * * *', 'Europe/Berlin'), 'Every day at 02:00 Europe/Berlin'],
    [cronOf('5 14 * * 1'), 'Every Monday at 14:05 UTC'],
    [cronOf('15 * * * *'), 'Every hour at minute 15, UTC'],
    [cronOf('0 2 1 * *'), /day 1 of the month, UTC$/],
    [every(21_600), 'Every 6 hours, counted from 00:00 UTC'],
    [every(604_800), 'Every week, counted from 00:00 UTC'],
    [every(90), 'Every 90 seconds'],
    [every(60), 'Every minute'],
  ])('%j', (spec, words) => {
    expect(describeSpec(spec)).toMatch(words);
  });
});
