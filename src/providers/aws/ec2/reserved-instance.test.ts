import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const reservations = [
    {
      ReservedInstancesId: 'ri-1', State: 'active', InstanceType: 'm5.large', InstanceCount: 4, ProductDescription: 'Linux/UNIX', InstanceTenancy: 'default', Scope: 'Region', OfferingClass: 'standard', OfferingType: 'Partial Upfront', Start: new Date('2026-01-02T03:04:05Z'), End: new Date('2027-01-02T03:04:04Z'),
      Duration: 31_536_000, CurrencyCode: 'USD', FixedPrice: 262.8, UsagePrice: 0, RecurringCharges: [{ Amount: 0.029, Frequency: 'Hourly' }], Tags: [{ Key: 'Name', Value: 'web' }],
    },
    { ReservedInstancesId: 'ri-zone', State: 'queued', Scope: 'Availability Zone', AvailabilityZone: 'us-east-1a', UsagePrice: 0.05 },
    { ReservedInstancesId: 'ri-bare' },
    ...['retired', 'payment-failed', 'queued-deleted'].map((State) => ({ ReservedInstancesId: `ri-${State}`, State })),
  ];
  under = await startAnswered({ 'ec2.DescribeReservedInstances': paged('ReservedInstances', { 'us-east-1': reservations }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads every reservation that is not over in one call, with what an hour of it costs', async () => {
  const { resources, end } = await under.collect('aws:ec2:reserved-instance');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources.map(({ name }) => name)).toEqual(['web', 'ri-zone', 'ri-bare']);
  expect(resources[0]).toMatchObject({ uid: ec2('reserved-instances/ri-1'), createdAt: '2026-01-02T03:04:05.000Z', tags: { Name: 'web' }, relations: [] });
  // $262.8 ÷ 8,760 h = $0.03 besides $0.029
  expect(resources[0]?.attributes).toEqual({
    reserved_instances_id: 'ri-1', state: 'active', instance_type: 'm5.large', instance_count: 4, platform: 'Linux/UNIX', tenancy: 'default', scope: 'Region', availability_zone: null, offering_class: 'standard', offering_type: 'Partial Upfront', started_at: '2026-01-02T03:04:05.000Z',
    ends_at: '2027-01-02T03:04:04.000Z', term_days: 365, currency: 'USD', upfront: 262.8, hourly: 0.029, effective_hourly: 0.059,
  });
  expect(resources[1]?.attributes).toMatchObject({ availability_zone: 'us-east-1a', hourly: 0.05, effective_hourly: null });
  expect(resources[2]).toMatchObject({ createdAt: null, attributes: { state: 'unknown', instance_count: null, ends_at: null, term_days: null, hourly: null, effective_hourly: null } });
});

it('asks one call of a region without a reservation, and says where it may not', async () => {
  expect(await under.collect('aws:ec2:reserved-instance', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'ec2' }]);
  expect(await under.collect('aws:ec2:reserved-instance')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'ec2:DescribeReservedInstances' } } } });
});
