import { isInUse, vpcId } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { ec2Page, tagList } from './ec2-pages.ts';

/** Two offices: one connected by one tunnel of two, the other closed long ago with its connection left behind. */
function vpnConnections({ plan, region }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const id = (prefix: string, number: number): string => hexId(prefix, plan.seed, 20 + region, number);
  const tunnel = (number: number, Status: string, days: number): Fields => ({ OutsideIpAddress: `52.95.${region}.${number}`, Status, StatusMessage: Status === 'UP' ? '2 BGP ROUTES' : 'IPSEC IS DOWN', LastStatusChange: new Date(timeAgo(plan, days)), AcceptedRouteCount: Status === 'UP' ? 2 : 0 });
  return ['office', 'old-office'].map((name, number) => ({
    VpnConnectionId: id('vpn', number), State: 'available', Type: 'ipsec.1', Category: 'VPN', CustomerGatewayId: id('cgw', number), ...(number === 0 ? { VpnGatewayId: id('vgw', 0) } : { TransitGatewayId: id('tgw', 0) }),
    CustomerGatewayConfiguration: '<vpn_connection><pre_shared_key>never-to-be-kept</pre_shared_key></vpn_connection>', Options: { StaticRoutesOnly: false, EnableAcceleration: false }, Routes: [],
    VgwTelemetry: [tunnel(10 + number * 2, number === 0 ? 'UP' : 'DOWN', 41), tunnel(11 + number * 2, 'DOWN', 60)], Tags: tagList({ Name: name }),
  }));
}

/** Both VPCs and the old office hang on a gateway of the account; the second VPC on one of a central account too. */
function attachments({ plan, region, account }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const id = (prefix: string, number: number): string => hexId(prefix, plan.seed, 20 + region, number);
  const [own, central] = [{ TransitGatewayId: id('tgw', 0), TransitGatewayOwnerId: account }, { TransitGatewayId: id('tgw', 1), TransitGatewayOwnerId: '999988887777' }];
  const joined = [
    { ...own, ResourceType: 'vpc', ResourceId: vpcId(plan, region, 0) }, { ...own, ResourceType: 'vpc', ResourceId: vpcId(plan, region, 1) },
    { ...own, ResourceType: 'vpn', ResourceId: id('vpn', 1) }, { ...central, ResourceType: 'vpc', ResourceId: vpcId(plan, region, 1) },
  ];
  return joined.map((each, number) => ({
    TransitGatewayAttachmentId: id('tgw-attach', number), ...each, ResourceOwnerId: account, State: 'available', CreationTime: new Date(timeAgo(plan, 200)), Tags: number === 0 ? tagList({ Name: 'main' }) : [],
    Association: { TransitGatewayRouteTableId: id('tgw-rtb', each.TransitGatewayOwnerId === account ? 0 : 1), State: 'associated' },
  }));
}

export const vpcLinkAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'ec2.DescribeTransitGatewayAttachments': (input, place, asked) => ec2Page(attachments(place), 'TransitGatewayAttachments', input, asked),
  'ec2.DescribeVpnConnections': (_input, place, asked) => ec2Page(vpnConnections(place), 'VpnConnections', {}, asked),
};
