import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const shared = ec2('subnet/subnet-shared', 'us-east-1', '999988887777');
beforeAll(async () => {
  const subnets = [
    {
      SubnetId: 'subnet-1', SubnetArn: ec2('subnet/subnet-1'), OwnerId: account, State: 'available', VpcId: 'vpc-1', AvailabilityZone: 'us-east-1a', CidrBlock: '10.0.0.0/24', MapPublicIpOnLaunch: true, DefaultForAz: true, AvailableIpAddressCount: 200,
      AssignIpv6AddressOnCreation: true, Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600::/64', Ipv6CidrBlockState: { State: 'associated' } }], Tags: [{ Key: 'Name', Value: 'open' }],
    },
    { SubnetId: 'subnet-shared', SubnetArn: shared, OwnerId: '999988887777', VpcId: 'vpc-2' },
    { SubnetId: 'subnet-bare' },
  ];
  under = await startAnswered({ 'ec2.DescribeSubnets': paged('Subnets', { 'us-east-1': subnets, 'eu-west-1': many(1500, (n) => ({ SubnetId: `subnet-${n}` })) }) });
});
afterAll(() => under.close());

it('reads ranges, zone and addressing of each, and joins a shared one to the VPC of its owner', async () => {
  const { resources } = await under.collect('aws:vpc:subnet');
  expect(resources).toMatchObject([
    {
      uid: ec2('subnet/subnet-1'), name: 'open', relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-1') }],
      attributes: { subnet_id: 'subnet-1', state: 'available', vpc_id: 'vpc-1', availability_zone: 'us-east-1a', cidr_block: '10.0.0.0/24', ipv6_cidr_blocks: ['2600::/64'], is_default: true, assigns_public_ip: true, assigns_ipv6: true, owner_id: account },
    },
    { uid: shared, relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-2', 'us-east-1', '999988887777') }] },
    { uid: ec2('subnet/subnet-bare'), name: 'subnet-bare', relations: [], attributes: { vpc_id: null, cidr_block: null, assigns_public_ip: false, owner_id: null } },
  ]);
  expect(JSON.stringify(resources[0]?.attributes)).not.toContain('200');
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  const { resources, end } = await under.collect('aws:vpc:subnet', 'eu-west-1');
  expect([resources.length, end.calls]).toEqual([1500, 2]);
  expect(await under.collect('aws:vpc:subnet', 'ap-south-1')).toEqual(nothingInOneCall);
});
