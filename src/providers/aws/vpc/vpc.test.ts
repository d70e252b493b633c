import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const vpcs = [
    {
      VpcId: 'vpc-1', OwnerId: account, State: 'available', IsDefault: false, CidrBlock: '10.1.0.0/16', InstanceTenancy: 'dedicated', DhcpOptionsId: 'dopt-1', Tags: [{ Key: 'Name', Value: 'main' }],
      CidrBlockAssociationSet: [{ CidrBlock: '10.1.0.0/16', CidrBlockState: { State: 'associated' } }, { CidrBlock: '10.0.0.0/16', CidrBlockState: { State: 'associated' } }, { CidrBlock: '10.9.0.0/16', CidrBlockState: { State: 'disassociated' } }],
      Ipv6CidrBlockAssociationSet: [{ Ipv6CidrBlock: '2600::/56', Ipv6CidrBlockState: { State: 'associated' } }],
    },
    { VpcId: 'vpc-shared', OwnerId: '999988887777', IsDefault: true },
  ];
  const logs = [
    { FlowLogId: 'fl-2', FlowLogStatus: 'ACTIVE', ResourceId: 'vpc-1' }, { FlowLogId: 'fl-1', FlowLogStatus: 'ACTIVE', ResourceId: 'vpc-1' },
    { FlowLogId: 'fl-3', FlowLogStatus: 'INACTIVE', ResourceId: 'vpc-1' }, { FlowLogId: 'fl-4', FlowLogStatus: 'ACTIVE', ResourceId: 'subnet-1' },
  ];
  under = await startAnswered({ 'ec2.DescribeVpcs': paged('Vpcs', { 'us-east-1': vpcs }), 'ec2.DescribeFlowLogs': paged('FlowLogs', { 'us-east-1': logs }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads ranges and active flow logs of each VPC, a shared one under the name of its owner', async () => {
  const { resources, end } = await under.collect('aws:vpc:vpc');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: ec2('vpc/vpc-1'), name: 'main', relations: [{ kind: 'uses', uid: ec2('dhcp-options/dopt-1') }, { kind: 'logs-to', uid: ec2('vpc-flow-log/fl-1') }, { kind: 'logs-to', uid: ec2('vpc-flow-log/fl-2') }],
      attributes: { vpc_id: 'vpc-1', state: 'available', is_default: false, cidr_blocks: ['10.0.0.0/16', '10.1.0.0/16'], ipv6_cidr_blocks: ['2600::/56'], tenancy: 'dedicated', dhcp_options_id: 'dopt-1', owner_id: account, flow_log_ids: ['fl-1', 'fl-2'] },
    },
    { uid: ec2('vpc/vpc-shared', 'us-east-1', '999988887777'), name: 'vpc-shared', relations: [], attributes: { is_default: true, cidr_blocks: [], tenancy: 'default', dhcp_options_id: null, flow_log_ids: [] } },
  ]);
});

it('keeps the VPCs where flow logs are denied, and says that they are not known', async () => {
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeFlowLogs' }]);
  const { resources, end } = await under.collect('aws:vpc:vpc');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'ec2:DescribeFlowLogs' } });
  expect(resources.map(({ attributes }) => attributes['flow_log_ids'])).toEqual([null, null]);
});

it('asks one call of a region without a VPC', async () => {
  expect(await under.collect('aws:vpc:vpc', 'eu-west-1')).toEqual(nothingInOneCall);
});
