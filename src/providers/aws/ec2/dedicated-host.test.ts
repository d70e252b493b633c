import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

let under: AwsUnderTest;
const outpost = 'arn:aws:outposts:us-east-1:123456789012:outpost/op-1';
beforeAll(async () => {
  const hosts = [
    {
      HostId: 'h-1', OwnerId: account, State: 'available', HostProperties: { InstanceFamily: 'm5', TotalVCpus: 96, Cores: 48, Sockets: 2 }, Instances: [{ InstanceId: 'i-2', InstanceType: 'm5.large', OwnerId: '999988887777' }, { InstanceId: 'i-1', InstanceType: 'm5.large', OwnerId: account }],
      AvailableCapacity: { AvailableVCpus: 92, AvailableInstanceCapacity: [{ InstanceType: 'm5.large', AvailableCapacity: 46, TotalCapacity: 48 }] }, AvailabilityZone: 'us-east-1a', AllocationTime: new Date('2026-01-02T03:04:05Z'), AutoPlacement: 'on', HostRecovery: 'on', HostMaintenance: 'off',
      AllowsMultipleInstanceTypes: 'on', HostReservationId: 'hr-1', MemberOfServiceLinkedResourceGroup: true, OutpostArn: outpost, Tags: [{ Key: 'Name', Value: 'licences' }],
    },
    { HostId: 'h-free', OwnerId: '999988887777', State: 'available', HostProperties: { InstanceType: 'c5.large', TotalVCpus: 72 }, AvailableCapacity: { AvailableVCpus: 72 } },
    { HostId: 'h-empty', Instances: [] },
    { HostId: 'h-bare' },
    { HostId: 'h-gone', State: 'released' }, { HostId: 'h-broken', State: 'released-permanent-failure' },
    ...many(600, (n) => ({ HostId: `h-x${n}`, State: 'available' })),
  ];
  under = await startAnswered({ 'ec2.DescribeHosts': paged('Hosts', { 'us-east-1': hosts }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads every host that is not released by pages of five hundred, with its instances', async () => {
  const { resources, end } = await under.collect('aws:ec2:dedicated-host');
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 604]);
  expect(resources[0]).toMatchObject({ uid: ec2('dedicated-host/h-1'), name: 'licences', createdAt: '2026-01-02T03:04:05.000Z', relations: [] });
  expect(resources[0]?.attributes).toEqual({
    host_id: 'h-1', owner_id: account, state: 'available', instance_family: 'm5', instance_type: null, instance_ids: ['i-1', 'i-2'], total_vcpus: 96, available_vcpus: 92, cores: 48, sockets: 2, availability_zone: 'us-east-1a', allocated_at: '2026-01-02T03:04:05.000Z',
    auto_placement: true, host_recovery: true, host_maintenance: false, host_reservation_id: 'hr-1', in_resource_group: true, outpost_arn: outpost,
  });
  expect(resources[1]).toMatchObject({ uid: ec2('dedicated-host/h-free', 'us-east-1', '999988887777'), attributes: { instance_family: 'c5', instance_type: 'c5.large', instance_ids: [] } });
  expect(resources[2]?.attributes).toMatchObject({ instance_ids: [] });
  expect(resources[3]).toMatchObject({ uid: ec2('dedicated-host/h-bare'), createdAt: null, attributes: { state: 'unknown', instance_ids: null, auto_placement: null, in_resource_group: false } });
});

it('asks one call of a region without a host, and says where it may not', async () => {
  expect(await under.collect('aws:ec2:dedicated-host', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'ec2' }]);
  expect(await under.collect('aws:ec2:dedicated-host')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'ec2:DescribeHosts' } } } });
});
