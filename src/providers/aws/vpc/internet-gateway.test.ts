import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const gateways = [
    { InternetGatewayId: 'igw-1', OwnerId: account, Attachments: [{ VpcId: 'vpc-1', State: 'available' }], Tags: [{ Key: 'Name', Value: 'door' }] },
    { InternetGatewayId: 'igw-free', Attachments: [{ VpcId: 'vpc-2', State: 'detached' }] },
  ];
  under = await startAnswered({ 'ec2.DescribeInternetGateways': paged('InternetGateways', { 'us-east-1': gateways, 'eu-west-1': many(1001, (n) => ({ InternetGatewayId: `igw-${n}` })) }) });
});
afterAll(() => under.close());

it('reads each gateway and the VPC that it is attached to', async () => {
  expect((await under.collect('aws:vpc:internet-gateway')).resources).toMatchObject([
    { uid: ec2('internet-gateway/igw-1'), name: 'door', tags: { Name: 'door' }, attributes: { internet_gateway_id: 'igw-1', vpc_ids: ['vpc-1'] }, relations: [{ kind: 'attached-to', uid: ec2('vpc/vpc-1') }] },
    { uid: ec2('internet-gateway/igw-free'), name: 'igw-free', attributes: { vpc_ids: [] }, relations: [] },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  expect((await under.collect('aws:vpc:internet-gateway', 'eu-west-1')).end.calls).toBe(2);
  expect(await under.collect('aws:vpc:internet-gateway', 'ap-south-1')).toEqual(nothingInOneCall);
});
