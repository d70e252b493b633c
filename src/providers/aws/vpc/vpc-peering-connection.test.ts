import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const connections = [
    {
      VpcPeeringConnectionId: 'pcx-1', Status: { Code: 'active' }, Tags: [{ Key: 'Name', Value: 'partner' }],
      RequesterVpcInfo: { VpcId: 'vpc-1', OwnerId: account, Region: 'us-east-1', CidrBlock: '10.0.0.0/16', CidrBlockSet: [{ CidrBlock: '10.0.0.0/16' }, { CidrBlock: '10.9.0.0/16' }], PeeringOptions: { AllowDnsResolutionFromRemoteVpc: true } },
      AccepterVpcInfo: { VpcId: 'vpc-2', OwnerId: '999988887777', Region: 'eu-west-1', CidrBlock: '10.1.0.0/16' },
    },
    { VpcPeeringConnectionId: 'pcx-bare' }, { VpcPeeringConnectionId: 'pcx-gone', Status: { Code: 'deleted' } },
  ];
  under = await startAnswered({ 'ec2.DescribeVpcPeeringConnections': paged('VpcPeeringConnections', { 'us-east-1': connections, 'eu-west-1': many(1001, (n) => ({ VpcPeeringConnectionId: `pcx-${n}` })) }) });
});
afterAll(() => under.close());

it('reads both sides of each connection that is not deleted, also in another account and region', async () => {
  const requester = ec2('vpc/vpc-1');
  const accepter = ec2('vpc/vpc-2', 'eu-west-1', '999988887777');
  expect((await under.collect('aws:vpc:vpc-peering-connection')).resources).toMatchObject([
    {
      uid: ec2('vpc-peering-connection/pcx-1'), name: 'partner', relations: [{ kind: 'attached-to', uid: requester }, { kind: 'attached-to', uid: accepter }],
      attributes: { status: 'active', requester: { vpc_uid: requester, cidr_blocks: ['10.0.0.0/16', '10.9.0.0/16'], allows_remote_dns: true }, accepter: { vpc_uid: accepter, cidr_blocks: ['10.1.0.0/16'], allows_remote_dns: false } },
    },
    { name: 'pcx-bare', relations: [], attributes: { status: 'unknown', requester: { vpc_uid: null, cidr_blocks: [] } } },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  expect((await under.collect('aws:vpc:vpc-peering-connection', 'eu-west-1')).end.calls).toBe(2);
  expect(await under.collect('aws:vpc:vpc-peering-connection', 'ap-south-1')).toEqual(nothingInOneCall);
});
