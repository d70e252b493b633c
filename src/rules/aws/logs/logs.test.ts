import { expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { type Circumstances, daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsLogsLogGroup } from '../../../providers/aws/logs/log-group.ts';
import { bytesPerGib } from '../facts.ts';
import { awsLogsNoRetention } from './logs-no-retention.ts';
import { awsLogsStale } from './logs-stale.ts';

const prices = awsPrices({ 'logs.storage': 0.03 });
const group = (attributes: Parameters<typeof anAws<typeof awsLogsLogGroup.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsLogsLogGroup, { log_group_name: '/aws/lambda/orders', log_group_class: 'STANDARD', stored_bytes: 200 * bytesPerGib, ...attributes }, resource);

it.each<[string, ReturnType<typeof group>, Circumstances, string]>([
  // 200 GiB × $0.03
  ['that keeps all', group(), {}, 'fail $6'],
  ['for what is seldom read that keeps all', group({ log_group_class: 'INFREQUENT_ACCESS' }), {}, 'fail $6'],
  ['of a class without a price', group({ log_group_class: 'ESSENTIALS' }), {}, 'fail'],
  ['where no price is known', { ...group(), region: 'nowhere' }, {}, 'fail'],
  ['that keeps a month', group({ retention_days: 30 }), {}, 'pass'],
  ['that keeps a month of nobody knows how much', group({ retention_days: 30, stored_bytes: null }), {}, 'pass'],
  ['that keeps little', group({ stored_bytes: bytesPerGib }), {}, 'pass'],
  ['that keeps less than is given', group(), { parameters: { gb: 200 } }, 'pass'],
  ['made yesterday', group({}, { createdAt: daysAgo(1) }), {}, 'pass'],
  ['that keeps nobody knows how much', group({ stored_bytes: null }), {}, 'unknown'],
  ['that only delivers', group({ log_group_class: 'DELIVERY' }), {}, 'not_applicable'],
])('a group %s', (_, resource, circumstances, expected) => {
  expect(verdict(awsLogsNoRetention, resource, { prices, ...circumstances })).toBe(expected);
});

it.each<[string, ReturnType<typeof group>, Circumstances, string]>([
  // 200 GiB × $0.03
  ['that nothing logs into', group(), { metrics: { bytes: {} } }, 'fail $6'],
  ['of which nobody knows what it stores', group({ stored_bytes: null }), { metrics: { bytes: {} } }, 'fail'],
  ['where no price is known', { ...group(), region: 'nowhere' }, { metrics: { bytes: {} } }, 'fail'],
  ['with a byte', group(), { metrics: { bytes: { sum: 1 } } }, 'pass'],
  ['made last month', group({}, { createdAt: daysAgo(30) }), { metrics: { bytes: {} }, firstSeen: daysAgo(30) }, 'pass'],
  ['of no known age that was first seen last month', group({}, { createdAt: undefined }), { metrics: { bytes: {} }, firstSeen: daysAgo(30) }, 'pass'],
  ['whose metrics could not be read', group(), {}, 'unknown'],
  ['that is empty', group({ stored_bytes: 0 }), {}, 'not_applicable'],
  ['that only delivers', group({ log_group_class: 'DELIVERY' }), {}, 'not_applicable'],
])('a group %s', (_, resource, circumstances, expected) => {
  expect(verdict(awsLogsStale, resource, { prices, ...circumstances })).toBe(expected);
});

it('costs at most what is stored, and is copied before it goes', () => {
  expect(judge(awsLogsNoRetention, group(), { prices })).toMatchObject({ summary: expect.stringMatching(/^200 GiB .* at most all of it\.$/) as string, saving: { bound: 'upper', confidence: 'low', formula: '200 GiB at most × $0.03 (logs.storage)' } });
  const commands = (deletion_protection: boolean | null) => awsLogsStale.remediation(group({ deletion_protection })).map(({ command }) => command.split(' ')[2]);
  expect([commands(null), commands(true)]).toEqual([['create-export-task', 'delete-log-group'], ['create-export-task', 'put-log-group-deletion-protection', 'delete-log-group']]);
});
