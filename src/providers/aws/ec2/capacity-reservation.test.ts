import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

let under: AwsUnderTest;
const group = ec2('placement-group/close');
beforeAll(async () => {
  const reservations = [
    {
      CapacityReservationId: 'cr-1', CapacityReservationArn: ec2('capacity-reservation/cr-1'), OwnerId: account, State: 'active', ReservationType: 'default', InstanceType: 'm5.large', InstancePlatform: 'Linux/UNIX', Tenancy: 'default', AvailabilityZone: 'us-east-1a',
      TotalInstanceCount: 3, AvailableInstanceCount: 2, InstanceMatchCriteria: 'targeted', CreateDate: new Date('2026-01-02T03:04:05Z'), StartDate: new Date('2026-01-03T03:04:05Z'), EndDate: new Date('2027-01-02T03:04:05Z'), EndDateType: 'limited',
      CommitmentInfo: { CommittedInstanceCount: 3, CommitmentEndDate: new Date('2026-12-01T00:00:00Z') }, CapacityReservationFleetId: 'crf-1', PlacementGroupArn: group, OutpostArn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-1', Interruptible: true, UnusedReservationBillingOwnerId: '999988887777',
      Tags: [{ Key: 'Name', Value: 'black-friday' }, { Key: 'env', Value: 'prod' }],
    },
    { CapacityReservationId: 'cr-shared', OwnerId: '999988887777', State: 'active' },
    { CapacityReservationId: 'cr-bare' },
    ...['cancelled', 'expired', 'failed', 'payment-failed', 'unsupported'].map((State) => ({ CapacityReservationId: `cr-${State}`, State })),
    ...many(1500, (n) => ({ CapacityReservationId: `cr-x${n}`, State: 'active' })),
  ];
  under = await startAnswered({ 'ec2.DescribeCapacityReservations': paged('CapacityReservations', { 'us-east-1': reservations }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads every reservation that has not ended by pages of a thousand', async () => {
  const { resources, end } = await under.collect('aws:ec2:capacity-reservation');
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 1503]);
  expect(resources[0]).toMatchObject({ uid: ec2('capacity-reservation/cr-1'), name: 'black-friday', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' }, relations: [{ kind: 'member-of', uid: group }] });
  expect(resources[0]?.attributes).toEqual({
    capacity_reservation_id: 'cr-1', owner_id: account, state: 'active', reservation_type: 'default', instance_type: 'm5.large', platform: 'Linux/UNIX', tenancy: 'default', availability_zone: 'us-east-1a', total_instances: 3, available_instances: 2, match_criteria: 'targeted',
    created_at: '2026-01-02T03:04:05.000Z', started_at: '2026-01-03T03:04:05.000Z', ends_at: '2027-01-02T03:04:05.000Z', committed_until: '2026-12-01T00:00:00.000Z', fleet_id: 'crf-1', placement_group_arn: group, outpost_arn: 'arn:aws:outposts:us-east-1:123456789012:outpost/op-1',
    interruptible: true, unused_billed_to: '999988887777',
  });
  expect(resources[1]?.uid).toBe(ec2('capacity-reservation/cr-shared', 'us-east-1', '999988887777'));
  expect(resources[2]).toMatchObject({ uid: ec2('capacity-reservation/cr-bare'), name: 'cr-bare', createdAt: null, relations: [], attributes: { state: 'unknown', reservation_type: 'default', total_instances: null, available_instances: null, ends_at: null, interruptible: false } });
});

it('asks one call of a region without a reservation, and says where it may not', async () => {
  expect(await under.collect('aws:ec2:capacity-reservation', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'ec2' }]);
  expect(await under.collect('aws:ec2:capacity-reservation')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'ec2:DescribeCapacityReservations' } } } });
});
