import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const hub = '222222222222';
beforeAll(async () => {
  const attachments = [
    {
      TransitGatewayAttachmentId: 'tgw-attach-1', TransitGatewayId: 'tgw-1', TransitGatewayOwnerId: hub, ResourceOwnerId: account, ResourceType: 'vpc', ResourceId: 'vpc-1', State: 'available',
      Association: { TransitGatewayRouteTableId: 'tgw-rtb-1', State: 'associated' }, CreationTime: new Date('2026-01-02T03:04:05Z'), Tags: [{ Key: 'Name', Value: 'main' }],
    },
    { TransitGatewayAttachmentId: 'tgw-attach-2', TransitGatewayId: 'tgw-2', TransitGatewayOwnerId: account, ResourceType: 'vpn', ResourceId: 'vpn-1', State: 'modifying' },
    { TransitGatewayAttachmentId: 'tgw-attach-3', TransitGatewayId: 'tgw-2', ResourceType: 'peering', ResourceId: 'tgw-9', ResourceOwnerId: hub, State: 'pendingAcceptance' },
    { TransitGatewayAttachmentId: 'tgw-attach-bare' }, { TransitGatewayAttachmentId: 'tgw-attach-gone', State: 'deleted' },
  ];
  under = await startAnswered({ 'ec2.DescribeTransitGatewayAttachments': paged('TransitGatewayAttachments', { 'us-east-1': attachments, 'eu-west-1': many(1001, (n) => ({ TransitGatewayAttachmentId: `tgw-attach-${n}` })) }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads each attachment that is not deleted, with what it joins and whose that is', async () => {
  const { resources } = await under.collect('aws:vpc:transit-gateway-attachment');
  expect(resources).toMatchObject([
    {
      uid: ec2('transit-gateway-attachment/tgw-attach-1'), name: 'main', createdAt: '2026-01-02T03:04:05.000Z', tags: { Name: 'main' },
      attributes: { state: 'available', resource_type: 'vpc', resource_id: 'vpc-1', resource_owner: account, transit_gateway_id: 'tgw-1', transit_gateway_owner: hub, association_state: 'associated', route_table_id: 'tgw-rtb-1' },
      relations: [
        { kind: 'attached-to', uid: ec2('transit-gateway/tgw-1', 'us-east-1', hub) }, { kind: 'attached-to', uid: ec2('vpc/vpc-1') }, { kind: 'uses', uid: ec2('transit-gateway-route-table/tgw-rtb-1', 'us-east-1', hub) },
      ],
    },
    { attributes: { resource_type: 'vpn' }, relations: [{ kind: 'attached-to', uid: ec2('transit-gateway/tgw-2') }, { kind: 'attached-to', uid: ec2('vpn-connection/vpn-1') }] },
    // The other side of a peering may lie in any region.
    { attributes: { state: 'pendingAcceptance', resource_owner: hub }, relations: [{ kind: 'attached-to', uid: ec2('transit-gateway/tgw-2') }] },
    { name: 'tgw-attach-bare', createdAt: null, relations: [], attributes: { state: 'unknown', resource_type: 'unknown', resource_id: null, association_state: null, route_table_id: null } },
  ]);
});

it('reads pages of a thousand, an empty region in one call, and says where it may not', async () => {
  const { resources, end } = await under.collect('aws:vpc:transit-gateway-attachment', 'eu-west-1');
  expect([resources.length, end.calls]).toEqual([1001, 2]);
  expect(await under.collect('aws:vpc:transit-gateway-attachment', 'ap-south-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'ec2' }]);
  expect(await under.collect('aws:vpc:transit-gateway-attachment')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'ec2:DescribeTransitGatewayAttachments' } } } });
});
