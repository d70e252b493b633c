import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsRdsDbClusterSnapshot } from '../../../providers/aws/rds/db-cluster-snapshot.ts';
import { awsRdsDbCluster } from '../../../providers/aws/rds/db-cluster.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { awsRdsDbSnapshot } from '../../../providers/aws/rds/db-snapshot.ts';
import { awsRdsClusterSnapshotOld } from './rds-cluster-snapshot-old.ts';
import { awsRdsIdle } from './rds-idle.ts';
import { awsRdsOldStorage } from './rds-old-storage.ts';
import { awsRdsSnapshotOld } from './rds-snapshot-old.ts';
import { awsRdsStopped } from './rds-stopped.ts';
import { awsRdsUnderused } from './rds-underused.ts';

const prices = awsPrices({ 'rds.db.t3.large.mysql': 0.136, 'rds.db.t3.medium.mysql': 0.068, 'rds.storage.gp2': 0.1, 'rds.storage.gp3': 0.08, 'rds.storage.io1': 0.125, 'rds.io1.iops': 0.1, 'rds.backup': 0.095, 'rds.backup.aurora': 0.021 });
const database = (attributes: Parameters<typeof anAws<typeof awsRdsDbInstance.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsRdsDbInstance, { status: 'available', engine: 'mysql', instance_class: 'db.t3.large', storage_type: 'gp2', allocated_storage_gib: 20, db_cluster_id: null, ...attributes }, resource);

describe('databases', () => {
  it.each([
    // 730 h × $0.136 + 20 GiB × $0.1
    ['that nobody connects to', database(), { metrics: { connections: {} } }, 'fail $101.28'],
    // twice both
    ['with a standby', database({ multi_az: true }), { metrics: { connections: {} } }, 'fail $202.56'],
    // 99.28 + 100 × $0.125 + 1200 × $0.1
    ['with provisioned IOPS', database({ storage_type: 'io1', allocated_storage_gib: 100, iops: 1200 }), { metrics: { connections: {} } }, 'fail $231.78'],
    ['with a licence', database({ engine: 'oracle-ee' }), { metrics: { connections: {} } }, 'fail'],
    ['that somebody connects to', database(), { metrics: { connections: { maximum: 1 } } }, 'pass'],
    ['of which days are missing', database(), { metrics: { connections: { coveredDays: 3 } } }, 'unknown'],
    ['whose metrics could not be read', database(), {}, 'unknown'],
    ['of a cluster', database({ db_cluster_id: 'c' }), {}, 'not_applicable'],
    ['that is stopped', database({ status: 'stopped' }), {}, 'not_applicable'],
    ['made yesterday', database({}, { createdAt: daysAgo(1) }), { metrics: { connections: {} }, firstSeen: daysAgo(1) }, 'pass'],
  ])('one %s, by its connections: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsRdsIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it.each([
    // 730 h × ($0.136 − $0.068)
    ['that does little', database(), { cpu: { p95: 10 }, connections: { p95: 1 } }, 'fail $49.64'],
    ['whose price is not known', database({ engine: 'oracle-ee' }), { cpu: { p95: 10 }, connections: { p95: 1 } }, 'fail'],
    ['whose processor works', database(), { cpu: { p95: 25 }, connections: { p95: 1 } }, 'pass'],
    ['with connections', database(), { cpu: { p95: 10 }, connections: { p95: 2 } }, 'pass'],
    ['of which days are missing', database(), { cpu: { p95: 10, coveredDays: 3 }, connections: {} }, 'unknown'],
    ['whose metrics could not be read', database(), {}, 'unknown'],
    ['of the smallest class', database({ instance_class: 'db.t3.micro' }), {}, 'not_applicable'],
    ['without a class', database({ instance_class: null }), {}, 'not_applicable'],
    ['of an odd class', database({ instance_class: 'large' }), { cpu: {}, connections: {} }, 'not_applicable'],
  ])('one %s, by its size: %s', (_what, resource, metrics, expected) => {
    expect(verdict(awsRdsUnderused, resource, { prices, metrics })).toBe(expected);
  });

  it.each([
    ['that is stopped', database({ status: 'stopped', restarts_at: isoDaysAgo(-5) }), {}, 'fail $2'],
    ['stopped two days ago, where three are given', database({ status: 'stopped', restarts_at: isoDaysAgo(-5) }), { parameters: { days: 3 } }, 'pass'],
    ['stopped at an unknown time', database({ status: 'stopped', restarts_at: null }), {}, 'fail $2'],
    ['stopped at an unknown time, where three days are given', database({ status: 'stopped', restarts_at: null }), { parameters: { days: 3 } }, 'unknown'],
    ['of which AWS does not say whether it runs', database({ status: 'unknown' }), {}, 'unknown'],
    ['that runs', database(), {}, 'pass'],
  ])('one %s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsRdsStopped, resource, { prices, ...circumstances })).toBe(expected);
  });

  it.each([
    // 20 GiB × ($0.1 − $0.08)
    ['gp2', database(), 'fail $0.4'],
    ['magnetic storage, whose price is not known', database({ storage_type: 'standard' }), 'fail'],
    ['gp3', database({ storage_type: 'gp3' }), 'pass'],
    ['a type that AWS does not tell', database({ storage_type: null }), 'unknown'],
    ['gp2 of a size that AWS does not tell', database({ allocated_storage_gib: null }), 'fail'],
    ['the storage of a cluster', database({ storage_type: 'aurora', db_cluster_id: 'c' }), 'not_applicable'],
  ])('one with %s: %s', (_what, resource, expected) => {
    expect(verdict(awsRdsOldStorage, resource, { prices })).toBe(expected);
  });

  it('says when a stopped one starts again', () => {
    expect(judge(awsRdsStopped, database({ status: 'stopped', restarts_at: '2026-11-27T10:00:00Z' }))).toMatchObject({ summary: 'Stopped since 2026-11-20; it starts again by itself on 2026-11-27.' });
  });
});

describe.each([
  // 100 GiB × $0.095 and $0.021
  ['database', awsRdsSnapshotOld, awsRdsDbSnapshot, 'db_instance_id', anAws(awsRdsDbInstance, {}, { uid: 'arn:aws:rds:us-east-1:123456789012:db:web' }), 'fail $9.5'],
  ['cluster', awsRdsClusterSnapshotOld, awsRdsDbClusterSnapshot, 'db_cluster_id', anAws(awsRdsDbCluster, {}, { uid: 'arn:aws:rds:us-east-1:123456789012:cluster:web' }), 'fail $2.1'],
] as const)('snapshots of a %s', (_kind, rule, type, field, source, price) => {
  const snapshot = (age: number, attributes: Record<string, unknown> = {}) => anAws(type as typeof awsRdsDbSnapshot, { snapshot_type: 'manual', created_at: isoDaysAgo(age), allocated_storage_gib: 100, [field]: 'web', ...attributes }, { createdAt: daysAgo(age) });
  it.each([
    ['whose source is gone', snapshot(100), {}, price],
    ['with a newer one', snapshot(100), { related: [source], scope: [snapshot(100), snapshot(5)] }, price],
    ['that is the newest', snapshot(100), { related: [source] }, 'pass'],
    ['whose source is gone, where prices are not known', { ...snapshot(100), region: 'nowhere' }, {}, 'fail'],
    ['that is young', snapshot(50), { firstSeen: daysAgo(50) }, 'pass'],
    ['made by AWS', snapshot(100, { snapshot_type: 'automated' }), {}, 'not_applicable'],
    ['of an unknown day', snapshot(100, { created_at: null }), {}, 'not_applicable'],
    ['whose source could not be listed', snapshot(100), { listed: [] }, 'unknown'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(rule, resource, { prices, ...circumstances })).toBe(expected);
  });
});
