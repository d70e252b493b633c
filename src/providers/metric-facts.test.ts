import { expect, it } from 'vitest';
import { periodOf } from '../core/rule.ts';
import { factsOf, pointsOf, windowOf } from './metric-facts.ts';

const window = windowOf(2, new Date('2026-11-22T10:20:30Z'));

it('sums up the points of a window', () => {
  expect(window).toEqual({ since: new Date('2026-11-20T10:00:00Z'), until: new Date('2026-11-22T10:00:00Z') });
  const points = Array.from({ length: 20 }, (_, hour) => ({ at: window.since.getTime() + hour * 3_600_000, value: 20 - hour }));
  expect(factsOf(points, window)).toEqual({ points: 20, coveredDays: 1, average: 10.5, maximum: 20, sum: 210, p95: 19, p99: 20, since: '2026-11-20T10:00:00.000Z', until: '2026-11-22T10:00:00.000Z' });
});

it('has an answer for a window without points', () => {
  expect(factsOf([], window)).toMatchObject({ points: 0, coveredDays: 0, sum: 0, maximum: 0, p95: 0 });
});

it('reads averages over short windows by the hour, long ones by the day, and sums and maxima by the day unless their percentiles are wanted', () => {
  expect([7, 14, 15, 90].map((days) => periodOf({ days, statistic: 'average' }))).toEqual([3600, 3600, 86_400, 86_400]);
  expect([7, 14].map((days) => periodOf({ days, statistic: 'sum' }))).toEqual([86_400, 86_400]);
  expect([7, 15].map((days) => periodOf({ days, statistic: 'maximum', isHourly: true }))).toEqual([3600, 86_400]);
  expect([pointsOf({ days: 14, statistic: 'average' }), pointsOf({ days: 14, statistic: 'sum' })]).toEqual([336, 14]);
});
