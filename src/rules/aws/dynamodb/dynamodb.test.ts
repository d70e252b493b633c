import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { type Circumstances, daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsDynamodbTable } from '../../../providers/aws/dynamodb/table.ts';
import { bytesPerGib } from '../facts.ts';
import { awsDynamodbIdle } from './dynamodb-idle.ts';
import { awsDynamodbOverprovisioned } from './dynamodb-overprovisioned.ts';

const prices = awsPrices({ 'dynamodb.rcu.hour': 0.0001, 'dynamodb.wcu.hour': 0.0005, 'dynamodb.storage': 0.25, 'dynamodb.ia.rcu.hour': 0.0002, 'dynamodb.ia.wcu.hour': 0.001, 'dynamodb.ia.storage': 0.1 });
const table = (attributes: Parameters<typeof anAws<typeof awsDynamodbTable.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsDynamodbTable, { status: 'ACTIVE', billing_mode: 'PROVISIONED', read_units: 100, write_units: 50, size_bytes: 9 * bytesPerGib, index_size_bytes: bytesPerGib, table_class: 'STANDARD', ...attributes }, resource);
const index = { name: 'by-day', read_units: 40, write_units: 10 };
const quiet = { reads: {}, writes: {} };
/** A sum over an hour of so many units a second. */
const hourly = (units: number) => ({ p99: units * 3600, sum: units * 3600 });

describe('a table that nothing uses', () => {
  it.each<[string, ReturnType<typeof table>, Circumstances, string]>([
    // 100 × 730 × $0.0001 + 50 × 730 × $0.0005 + 10 GiB × $0.25
    ['provisioned', table(), { metrics: quiet }, 'fail $28.05'],
    // 140 × 730 × $0.0001 + 60 × 730 × $0.0005 + 10 × $0.25
    ['with an index', table({ global_indexes: [index] }), { metrics: { ...quiet, 'reads of by-day': {}, 'writes of by-day': {} } }, 'fail $34.62'],
    // 100 × 730 × $0.0002 + 50 × 730 × $0.001 + 10 × $0.1
    ['for what is seldom read', table({ table_class: 'STANDARD_INFREQUENT_ACCESS' }), { metrics: quiet }, 'fail $52.1'],
    // 10 × $0.25
    ['paid by request', table({ billing_mode: 'PAY_PER_REQUEST', read_units: 0, write_units: 0 }), { metrics: quiet }, 'fail $2.5'],
    ['that is empty and paid by request', table({ billing_mode: 'PAY_PER_REQUEST', read_units: 0, write_units: 0, size_bytes: 0, index_size_bytes: 0 }), { metrics: quiet }, 'fail'],
    ['of a class without a price', table({ table_class: 'NEW' }), { metrics: quiet }, 'fail'],
    ['where no price is known', { ...table(), region: 'nowhere' }, { metrics: quiet }, 'fail'],
    ['that is read', table(), { metrics: { reads: { sum: 1 }, writes: {} } }, 'pass'],
    ['that is written, and whose reads could not be read', table(), { metrics: { writes: { sum: 1 } } }, 'pass'],
    ['whose index is read', table({ global_indexes: [index] }), { metrics: { ...quiet, 'reads of by-day': { sum: 1 }, 'writes of by-day': {} } }, 'pass'],
    ['whose index is not known', table({ global_indexes: [index] }), { metrics: quiet }, 'unknown'],
    ['whose metrics could not be read', table(), {}, 'unknown'],
    ['in a state that AWS does not tell', table({ status: null }), { metrics: quiet }, 'unknown'],
    ['that is being made', table({ status: 'CREATING' }), { metrics: quiet }, 'not_applicable'],
    ['made last week', table({}, { createdAt: daysAgo(7) }), { metrics: quiet, firstSeen: daysAgo(7) }, 'pass'],
  ])('%s: %#', (_, resource, circumstances, expected) => {
    expect(verdict(awsDynamodbIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is kept as a backup before it goes, and freed of its protection', () => {
    const commands = (isProtected: boolean) => awsDynamodbIdle.remediation(table({ table_name: 'orders', deletion_protection: isProtected })).map(({ command }) => command.split(' ')[2]);
    expect([commands(false), commands(true)]).toEqual([['create-backup', 'delete-table'], ['create-backup', 'update-table', 'delete-table']]);
  });
});

describe('a table with provisioned units', () => {
  it.each<[string, ReturnType<typeof table>, Circumstances, string]>([
    // reads: 100 − 2 × 20 = 60 × 730 × $0.0001; writes: 50 − 2 × 5 = 40 × 730 × $0.0005
    ['far beyond its use', table(), { metrics: { reads: hourly(20), writes: hourly(5) } }, 'fail $18.98'],
    // reads: 100 − 2 × 20 = 60 × 730 × $0.0001; 50 write units are not above 2 × 25
    ['beyond what it reads', table(), { metrics: { reads: hourly(20), writes: hourly(25) } }, 'fail $4.38'],
    // reads: 40 − 2 × 10 = 20 × 730 × $0.0001; writes: 10 − 5 = 5 × 730 × $0.0005
    ['beyond the use of its index', table({ global_indexes: [index] }), { metrics: { reads: hourly(50), writes: hourly(25), 'reads of by-day': hourly(10), 'writes of by-day': {} } }, 'fail $3.29'],
    // reads by the day: 100 − 2 × 20 = 60 × 730 × $0.0001
    ['beyond its use by the day', table(), { parameters: { days: 30 }, metrics: { reads: { p99: 20 * 86_400 }, writes: { p99: 25 * 86_400 } } }, 'fail $4.38'],
    ['where no price is known', { ...table(), region: 'nowhere' }, { metrics: { reads: hourly(20), writes: hourly(5) } }, 'fail'],
    ['that it uses half of', table(), { metrics: { reads: hourly(50), writes: hourly(25) } }, 'pass'],
    ['as few as any may have', table({ read_units: 5, write_units: 5 }), {}, 'pass'],
    ['changed last week', table({ capacity_changed_at: isoDaysAgo(7) }), { metrics: quiet }, 'unknown'],
    ['changed long ago', table({ capacity_changed_at: isoDaysAgo(15) }), { metrics: { reads: hourly(50), writes: hourly(25) } }, 'pass'],
    ['whose metrics could not be read', table(), {}, 'unknown'],
    ['or not, which AWS does not tell', table({ billing_mode: null }), { metrics: quiet }, 'unknown'],
    ['no more', table({ billing_mode: 'PAY_PER_REQUEST', read_units: 0, write_units: 0 }), {}, 'not_applicable'],
    ['that is being changed', table({ status: 'UPDATING' }), {}, 'not_applicable'],
    ['made last week', table({}, { createdAt: daysAgo(7) }), { metrics: quiet, firstSeen: daysAgo(7) }, 'pass'],
  ])('%s: %#', (_, resource, circumstances, expected) => {
    expect(verdict(awsDynamodbOverprovisioned, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('says what is not known, and shows each part', () => {
    expect(judge(awsDynamodbOverprovisioned, table(), { prices, metrics: { reads: hourly(20), writes: hourly(25) } })).toMatchObject({
      summary: expect.stringMatching(/^60 read and 0 write units .* shorter peaks do not show.* if auto scaling is on, its minimum is too high\.$/) as string,
      evidence: { parts: [{ index: null, kind: 'reads', provisioned_units: 100, used_units_p99: 20, enough_units: 40 }] }, saving: { confidence: 'low', formula: '43800 RCU-hours × $0.0001 (dynamodb.rcu.hour)' },
    });
    expect(awsDynamodbOverprovisioned.remediation(table({ global_indexes: [index] }))).toHaveLength(2);
  });
});
