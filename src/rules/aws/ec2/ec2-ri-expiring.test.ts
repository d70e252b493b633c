import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsEc2ReservedInstance } from '../../../providers/aws/ec2/reserved-instance.ts';
import { awsEc2RiExpiring } from './ec2-ri-expiring.ts';

const reservation = (attributes: Parameters<typeof anAws<typeof awsEc2ReservedInstance.attributes>>[1] = {}, name = 'one') =>
  anAws(awsEc2ReservedInstance, { state: 'active', instance_type: 'm5.large', instance_count: 4, platform: 'Linux/UNIX', tenancy: 'default', scope: 'Region', offering_class: 'standard', currency: 'USD', effective_hourly: 0.06, ends_at: isoDaysAgo(-20), ...attributes }, { name });
const queued = (count: number | null, more: Parameters<typeof reservation>[0] = {}) => reservation({ state: 'queued', instance_count: count, started_at: isoDaysAgo(-20), ends_at: isoDaysAgo(-385), ...more }, 'next');

describe('a reservation', () => {
  it.each([
    ['that ends in three weeks', reservation(), {}, 'fail'],
    ['that ended an hour ago', reservation({ ends_at: isoDaysAgo(1 / 24) }), {}, 'fail'],
    ['of no known number', reservation({ instance_count: null }), { scope: [reservation(), queued(4)] }, 'fail'],
    ['for which fewer are queued', reservation(), { scope: [reservation(), queued(3)] }, 'fail'],
    ['for which others are queued', reservation(), { scope: [reservation(), queued(4, { instance_type: 'm6i.large' })] }, 'fail'],
    ['for which nobody knows how many are queued', reservation(), { scope: [reservation(), queued(null)] }, 'fail'],
    ['for which as many are queued, to begin a month later', reservation(), { scope: [reservation(), queued(4, { started_at: isoDaysAgo(-50) })] }, 'fail'],
    ['for which as many are queued, nobody knows from when on', reservation(), { scope: [reservation(), queued(4, { started_at: null })] }, 'fail'],
    ['for which as many are queued in two parts', reservation(), { scope: [reservation(), queued(1), queued(3)] }, 'pass'],
    ['for which as many are queued', reservation(), { scope: [reservation(), queued(4)] }, 'pass'],
    ['that ends in two months', reservation({ ends_at: isoDaysAgo(-60) }), {}, 'pass'],
    ['of no known end', reservation({ ends_at: null }), {}, 'unknown'],
    ['of no known state', reservation({ state: 'unknown' }), {}, 'unknown'],
    ['that has not begun', queued(4), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsEc2RiExpiring, resource, circumstances)).toBe(expected);
  });

  it('is told with both prices, and without a saving that nobody can know', () => {
    const prices = awsPrices({ 'ec2.m5.large': 0.1 });
    expect(judge(awsEc2RiExpiring, reservation(), { prices })).toEqual({
      outcome: 'fail', summary: `4 × m5.large reserved until ${isoDaysAgo(-20).slice(0, 10)}.`,
      evidence: { ends_at: isoDaysAgo(-20), instance_type: 'm5.large', instance_count: 4, platform: 'Linux/UNIX', scope: 'Region', offering_class: 'standard', offering_type: null, queued_instances: 0, reserved_usd_per_hour: 0.06, on_demand_usd_per_hour: 0.1 },
    });
    for (const other of [{ platform: 'Windows' }, { tenancy: 'dedicated' }, { instance_type: null }]) expect(judge(awsEc2RiExpiring, reservation(other), { prices })).toMatchObject({ evidence: { on_demand_usd_per_hour: null } });
  });

  it('is renewed from its end on where it is of a whole region', () => {
    const [regional, zonal] = [reservation(), reservation({ scope: 'Availability Zone' })].map((one) => awsEc2RiExpiring.remediation(one)[1]);
    expect(regional?.command).toContain(`--instance-count 4 --purchase-time ${isoDaysAgo(-20)}`);
    expect(zonal?.command).not.toContain('--purchase-time');
  });
});
