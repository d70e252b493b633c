import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const gateways = [
    {
      NatGatewayId: 'nat-1', State: 'available', ConnectivityType: 'public', VpcId: 'vpc-1', SubnetId: 'subnet-1', CreateTime: new Date('2026-01-02T03:04:05Z'), Tags: [{ Key: 'Name', Value: 'out' }],
      NatGatewayAddresses: [{ AllocationId: 'eipalloc-2', PublicIp: '52.0.0.2', NetworkInterfaceId: 'eni-1' }, { AllocationId: 'eipalloc-1', PublicIp: '52.0.0.1', NetworkInterfaceId: 'eni-1' }],
    },
    { NatGatewayId: 'nat-private', ConnectivityType: 'private' }, { NatGatewayId: 'nat-gone', State: 'deleted' },
  ];
  under = await startAnswered({ 'ec2.DescribeNatGateways': paged('NatGateways', { 'us-east-1': gateways, 'eu-west-1': many(1001, (n) => ({ NatGatewayId: `nat-${n}` })) }) });
});
afterAll(() => under.close());

it('reads each gateway that is not deleted, with its addresses', async () => {
  expect((await under.collect('aws:vpc:nat-gateway')).resources).toMatchObject([
    {
      uid: ec2('natgateway/nat-1'), name: 'out', createdAt: '2026-01-02T03:04:05.000Z',
      attributes: { state: 'available', connectivity_type: 'public', vpc_id: 'vpc-1', subnet_id: 'subnet-1', allocation_ids: ['eipalloc-1', 'eipalloc-2'], public_ips: ['52.0.0.1', '52.0.0.2'] },
      relations: [
        { kind: 'member-of', uid: ec2('subnet/subnet-1') }, { kind: 'member-of', uid: ec2('vpc/vpc-1') },
        { kind: 'uses', uid: ec2('elastic-ip/eipalloc-1') }, { kind: 'uses', uid: ec2('elastic-ip/eipalloc-2') }, { kind: 'uses', uid: ec2('network-interface/eni-1') },
      ],
    },
    { name: 'nat-private', createdAt: null, relations: [], attributes: { connectivity_type: 'private', state: 'unknown', allocation_ids: [] } },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  expect((await under.collect('aws:vpc:nat-gateway', 'eu-west-1')).end.calls).toBe(2);
  expect(await under.collect('aws:vpc:nat-gateway', 'ap-south-1')).toEqual(nothingInOneCall);
});
