import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const interfaces = [
    {
      NetworkInterfaceId: 'eni-1', Status: 'in-use', InterfaceType: 'interface', Description: 'primary', VpcId: 'vpc-1', SubnetId: 'subnet-1', AvailabilityZone: 'us-east-1a', Groups: [{ GroupId: 'sg-2' }, { GroupId: 'sg-1' }], SourceDestCheck: false,
      PrivateIpAddresses: [{ PrivateIpAddress: '10.0.0.9' }, { PrivateIpAddress: '10.0.0.10' }], Ipv6Addresses: [{ Ipv6Address: '2600::1' }], Association: { PublicIp: '52.0.0.1', AllocationId: 'eipalloc-1' },
      Attachment: { InstanceId: 'i-1', DeleteOnTermination: true }, TagSet: [{ Key: 'Name', Value: 'first' }],
    },
    { NetworkInterfaceId: 'eni-2', Status: 'available', InterfaceType: 'lambda', RequesterManaged: true, RequesterId: 'AROA:lambda' },
  ];
  under = await startAnswered({ 'ec2.DescribeNetworkInterfaces': paged('NetworkInterfaces', { 'us-east-1': interfaces, 'eu-west-1': many(1001, (n) => ({ NetworkInterfaceId: `eni-${n}` })) }) });
});
afterAll(() => under.close());

it('reads addresses, groups, network and holder of each', async () => {
  const { resources } = await under.collect('aws:ec2:network-interface');
  expect(resources).toMatchObject([
    {
      uid: ec2('network-interface/eni-1'), name: 'first', tags: { Name: 'first' },
      attributes: {
        network_interface_id: 'eni-1', status: 'in-use', interface_type: 'interface', description: 'primary', is_requester_managed: false, requester_id: null, vpc_id: 'vpc-1', subnet_id: 'subnet-1', availability_zone: 'us-east-1a',
        security_group_ids: ['sg-1', 'sg-2'], private_ips: ['10.0.0.10', '10.0.0.9'], ipv6_addresses: ['2600::1'], public_ip: '52.0.0.1', allocation_id: 'eipalloc-1', instance_id: 'i-1', deletes_on_termination: true, checks_source_and_destination: false,
      },
    },
    { name: 'eni-2', relations: [], attributes: { status: 'available', interface_type: 'lambda', is_requester_managed: true, requester_id: 'AROA:lambda', instance_id: null, subnet_id: null, public_ip: null, security_group_ids: [] } },
  ]);
  expect(resources[0]?.relations).toEqual([
    { kind: 'attached-to', uid: ec2('instance/i-1') }, { kind: 'member-of', uid: ec2('subnet/subnet-1') }, { kind: 'member-of', uid: ec2('vpc/vpc-1') },
    { kind: 'uses', uid: ec2('security-group/sg-1') }, { kind: 'uses', uid: ec2('security-group/sg-2') },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  const { resources, end } = await under.collect('aws:ec2:network-interface', 'eu-west-1');
  expect([resources.length, end.calls]).toEqual([1001, 2]);
  expect(await under.collect('aws:ec2:network-interface', 'ap-south-1')).toEqual(nothingInOneCall);
});
