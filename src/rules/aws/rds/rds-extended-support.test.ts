import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { judge, verdict } from '../../../../test/judge.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { awsRdsExtendedSupport } from './rds-extended-support.ts';
import { supportOf } from './standard-support.ts';

const prices = awsPrices({ 'rds.extended.vcpu': 0.1, 'rds.extended.third.vcpu': 0.2 });
const enrolled = 'open-source-rds-extended-support';
const database = (attributes: Parameters<typeof anAws<typeof awsRdsDbInstance.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsRdsDbInstance, { status: 'available', engine: 'postgres', engine_version: '13.20', extended_support: enrolled, instance_class: 'db.t3.large', ...attributes }, resource);

describe('a database', () => {
  it.each([
    // 2 vCPU × 730 h × $0.1
    ['of PostgreSQL 13', database(), 'fail $146'],
    // a standby pays too
    ['with a standby', database({ multi_az: true }), 'fail $292'],
    // 4 vCPU × 730 h × $0.2
    ['of PostgreSQL 11, in its third year', database({ engine_version: '11.22', instance_class: 'db.r6g.xlarge' }), 'fail $584'],
    ['of MySQL 8.0', database({ engine: 'mysql', engine_version: '8.0.39' }), 'fail $146'],
    // 2 vCPU × 730 h × $0.2
    ['of MySQL 5.7', database({ engine: 'mysql', engine_version: '5.7.44' }), 'fail $292'],
    // never dearer
    ['of Aurora MySQL 2', database({ engine: 'aurora-mysql', engine_version: '5.7.mysql_aurora.2.12.0', db_cluster_id: 'shop' }), 'fail $146'],
    ['of Aurora PostgreSQL 12', database({ engine: 'aurora-postgresql', engine_version: '12.22' }), 'fail $146'],
    ['without servers of its own', database({ instance_class: 'db.serverless' }), 'fail'],
    ['of an old class', database({ instance_class: 'db.t2.micro' }), 'fail'],
    ['of no known class', database({ instance_class: null }), 'fail'],
    ['where prices are not known', database({}, { region: 'nowhere' }), 'fail'],
    ['of PostgreSQL 16', database({ engine_version: '16.4' }), 'pass'],
    ['of MySQL 8.4', database({ engine: 'mysql', engine_version: '8.4.5' }), 'pass'],
    ['of Aurora MySQL 3', database({ engine: 'aurora-mysql', engine_version: '8.0.mysql_aurora.3.08.0' }), 'pass'],
    ['of a version that is not known here', database({ engine_version: '99.1' }), 'unknown'],
    ['of one too old for extended support', database({ engine_version: '9.6.24' }), 'unknown'],
    ['of no known version', database({ engine_version: null }), 'unknown'],
    ['of no known engine', database({ engine: 'unknown' }), 'unknown'],
    ['of which AWS does not say that it is in extended support', database({ extended_support: null }), 'unknown'],
    ['that AWS upgrades by itself', database({ extended_support: `${enrolled}-disabled` }), 'not_applicable'],
    ['that is stopped', database({ status: 'stopped' }), 'not_applicable'],
    ['of an engine without extended support', database({ engine: 'mariadb', engine_version: '10.5.1', extended_support: null }), 'not_applicable'],
  ])('%s: %s', (_what, resource, expected) => {
    expect(verdict(awsRdsExtendedSupport, resource, { prices })).toBe(expected);
  });

  it('is told the days of its version', () => {
    expect(judge(awsRdsExtendedSupport, database({ engine_version: '11.22' }), { prices })).toMatchObject({ summary: 'Standard support of postgres 11 ended on 2024-02-29; extended support is paid for since 2024-04-01, and twice as much since 2026-04-01.' });
  });

  it('is upgraded after a snapshot, with its cluster where it has one', () => {
    const commands = (resource: ReturnType<typeof database>) => awsRdsExtendedSupport.remediation(resource).map(({ command }) => command.split(' ')[2]);
    expect([commands(database()), commands(database({ db_cluster_id: 'shop' }))]).toEqual([['create-db-snapshot', 'modify-db-instance'], ['create-db-cluster-snapshot', 'modify-db-cluster']]);
  });
});

it.each([
  ['postgres', '16.4', '16'], ['postgres', '18', '18'], ['mysql', '8.0.39', '8.0'], ['aurora-mysql', '8.4.mysql_aurora.8.4.7', '8.4'], ['aurora-postgresql', '16.8-limitless', '16'], ['mysql', 'odd', 'odd'], ['constructor', '1.0', '1'],
])('%s %s is of %s', (engine, version, major) => {
  expect(supportOf(engine, version).major).toBe(major);
});
