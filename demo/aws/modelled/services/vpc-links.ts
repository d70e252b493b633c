import { isInUse } from '../../generate/network.ts';
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

export const vpcLinkAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'ec2.DescribeVpnConnections': (_input, place, asked) => ec2Page(vpnConnections(place), 'VpnConnections', {}, asked),
};
