import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const endpoints = [
    {
      VpcEndpointId: 'vpce-1', VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.us-east-1.ssm', State: 'Available', VpcId: 'vpc-1', SubnetIds: ['subnet-2', 'subnet-1'], Groups: [{ GroupId: 'sg-1' }], NetworkInterfaceIds: ['eni-1'],
      PrivateDnsEnabled: true, PolicyDocument: '{"Version":"2008-10-17", "Statement":[]}', CreationTimestamp: new Date('2026-01-02T03:04:05Z'),
    },
    { VpcEndpointId: 'vpce-2', VpcEndpointType: 'Gateway', VpcId: 'vpc-1', RouteTableIds: ['rtb-1'], PolicyDocument: 'not {json' },
    { VpcEndpointId: 'vpce-gone', State: 'deleted' },
  ];
  under = await startAnswered({ 'ec2.DescribeVpcEndpoints': paged('VpcEndpoints', { 'us-east-1': endpoints, 'eu-west-1': many(1001, (n) => ({ VpcEndpointId: `vpce-${n}` })) }) });
});
afterAll(() => under.close());

it('reads service, network and policy of each endpoint that is not deleted', async () => {
  expect((await under.collect('aws:vpc:vpc-endpoint')).resources).toMatchObject([
    {
      uid: ec2('vpc-endpoint/vpce-1'), createdAt: '2026-01-02T03:04:05.000Z',
      attributes: { endpoint_type: 'Interface', service_name: 'com.amazonaws.us-east-1.ssm', state: 'available', subnet_ids: ['subnet-1', 'subnet-2'], private_dns_enabled: true, policy: '{"Statement":[],"Version":"2008-10-17"}' },
      relations: [
        ...['vpc/vpc-1', 'subnet/subnet-1', 'subnet/subnet-2'].map((rest) => ({ kind: 'member-of', uid: ec2(rest) })), { kind: 'uses', uid: ec2('security-group/sg-1') }, { kind: 'uses', uid: ec2('network-interface/eni-1') },
      ],
    },
    {
      name: 'vpce-2', relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-1') }, { kind: 'attached-to', uid: ec2('route-table/rtb-1') }],
      attributes: { service_name: null, private_dns_enabled: false, policy: 'not {json', route_table_ids: ['rtb-1'], subnet_ids: [] },
    },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  expect((await under.collect('aws:vpc:vpc-endpoint', 'eu-west-1')).end.calls).toBe(2);
  expect(await under.collect('aws:vpc:vpc-endpoint', 'ap-south-1')).toEqual(nothingInOneCall);
});
