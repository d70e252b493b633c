import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsEc2CapacityReservation } from '../../../providers/aws/ec2/capacity-reservation.ts';
import { awsEc2DedicatedHost } from '../../../providers/aws/ec2/dedicated-host.ts';
import { awsEc2CapacityReservationIdle } from './ec2-capacity-reservation-idle.ts';
import { awsEc2DedicatedHostEmpty } from './ec2-dedicated-host-empty.ts';

describe('a capacity reservation', () => {
  const prices = awsPrices({ 'ec2.t3.small': 0.02 });
  const reservation = (attributes: Parameters<typeof anAws<typeof awsEc2CapacityReservation.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
    anAws(awsEc2CapacityReservation, { state: 'active', owner_id: '123456789012', reservation_type: 'default', instance_type: 't3.small', platform: 'Linux/UNIX', tenancy: 'default', total_instances: 3, available_instances: 3, started_at: isoDaysAgo(400), ...attributes }, resource);
  const unused = { metrics: { used: {} } };
  const oneUsed = { metrics: { used: { maximum: 1 } } };

  it.each([
    // 3 × 730 h × $0.02
    ['that nothing uses', reservation(), unused, 'fail $43.8'],
    // 2 × 730 h × $0.02
    ['of which one is used', reservation({ available_instances: 2 }), oneUsed, 'fail $29.2'],
    // One was used for a while besides the one that is used now: 730 h × $0.02
    ['of which two were used at times', reservation({ available_instances: 2 }), { metrics: { used: { maximum: 2 } } }, 'fail $14.6'],
    ['of Windows, whose price is not known', reservation({ platform: 'Windows' }), unused, 'fail'],
    ['of dedicated tenancy', reservation({ tenancy: 'dedicated' }), unused, 'fail'],
    ['of a type whose price is not known', reservation({ instance_type: null }), unused, 'fail'],
    ['where prices are not known', reservation({}, { region: 'nowhere' }), unused, 'fail'],
    ['all of which is used', reservation({ available_instances: 0 }), {}, 'pass'],
    ['all of which was used for an hour', reservation({ available_instances: 2 }), { metrics: { used: { maximum: 3 } } }, 'pass'],
    ['that was used yesterday', reservation(), oneUsed, 'pass'],
    ['made yesterday', reservation({}, { createdAt: daysAgo(1) }), { ...unused, firstSeen: daysAgo(1) }, 'pass'],
    ['asked for long ago, and begun yesterday', reservation({ started_at: isoDaysAgo(1) }), unused, 'pass'],
    ['whose use could not be read', reservation(), {}, 'unknown'],
    ['of which half of the days are known', reservation(), { metrics: { used: { coveredDays: 1 } } }, 'unknown'],
    ['of no known state', reservation({ state: 'unknown' }), unused, 'unknown'],
    ['of no known size', reservation({ total_instances: null }), unused, 'unknown'],
    ['that has not begun', reservation({ state: 'scheduled' }), unused, 'not_applicable'],
    ['of another account', reservation({ owner_id: '999988887777' }), unused, 'not_applicable'],
    ['paid for in advance', reservation({ reservation_type: 'capacity-block' }), unused, 'not_applicable'],
    ['bound for another month', reservation({ committed_until: isoDaysAgo(-30) }), unused, 'not_applicable'],
    ['no longer bound', reservation({ committed_until: isoDaysAgo(30) }), unused, 'fail $43.8'],
    ['on an Outpost', reservation({ outpost_arn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-1' }), unused, 'not_applicable'],
    ['lent until its owner needs it', reservation({ interruptible: true }), unused, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsEc2CapacityReservationIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('costs at most its on-demand price, and says how much was used', () => {
    expect(judge(awsEc2CapacityReservationIdle, reservation({ available_instances: 2 }), { prices, ...oneUsed })).toMatchObject({ summary: 'At most 1 of its 3 instances were used in 2 days.', saving: { bound: 'upper', confidence: 'high' }, evidence: { used_instances_maximum: 1 } });
  });

  it('is cancelled where all is free, else made smaller', () => {
    const [whole, part] = [reservation(), reservation({ available_instances: 2 })].map((resource) => awsEc2CapacityReservationIdle.remediation(resource)[0]?.command);
    expect(whole).toContain('cancel-capacity-reservation --region us-east-1 --capacity-reservation-id');
    expect(part).toContain('modify-capacity-reservation --region us-east-1');
  });
});

describe('a dedicated host', () => {
  const prices = awsPrices({ 'host.m5': 5, 'host.t3': 2 });
  const host = (attributes: Parameters<typeof anAws<typeof awsEc2DedicatedHost.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
    anAws(awsEc2DedicatedHost, { state: 'available', owner_id: '123456789012', instance_family: 'm5', instance_ids: [], allocated_at: isoDaysAgo(500), ...attributes }, resource);
  const burstable = host({ instance_family: 't3' });

  it.each([
    // 730 h × $5
    ['without an instance', host(), {}, 'fail $3650'],
    ['whose allocation is not dated, seen for long', host({ allocated_at: null }, { createdAt: undefined }), {}, 'fail $3650'],
    ['of a family whose price is not known', host({ instance_family: 'x9' }), {}, 'fail'],
    ['of no known family', host({ instance_family: null }), {}, 'fail'],
    ['where prices are not known', host({}, { region: 'nowhere' }), {}, 'fail'],
    // 730 h × $2
    ['of T3 on which nothing worked', burstable, { metrics: { cpu: {} } }, 'fail $1460'],
    ['of T3 on which something worked lately', burstable, { metrics: { cpu: { maximum: 0.4 } } }, 'pass'],
    ['of T3 whose work could not be read', burstable, {}, 'unknown'],
    ['with an instance', host({ instance_ids: ['i-1'] }), {}, 'pass'],
    ['allocated this week', host({}, { createdAt: daysAgo(6) }), { firstSeen: daysAgo(6) }, 'pass'],
    ['whose instances are not known', host({ instance_ids: null }), {}, 'unknown'],
    ['of no known state', host({ state: 'unknown' }), {}, 'unknown'],
    ['that AWS looks into', host({ state: 'under-assessment' }), {}, 'not_applicable'],
    ['of another account', host({ owner_id: '999988887777' }), {}, 'not_applicable'],
    ['that a reservation pays for', host({ host_reservation_id: 'hr-1' }), {}, 'not_applicable'],
    ['that License Manager releases', host({ in_resource_group: true }), {}, 'not_applicable'],
    ['on an Outpost', host({ outpost_arn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-1' }), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsEc2DedicatedHostEmpty, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is said to be empty now, and no more', () => {
    expect(judge(awsEc2DedicatedHostEmpty, host(), { prices })).toMatchObject({ summary: `No instance is on it now, and it was allocated on ${isoDaysAgo(500).slice(0, 10)}; AWS does not say since when it is empty.`, saving: { confidence: 'medium' } });
  });
});
