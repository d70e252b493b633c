import { defineRule, fail, noMetric, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { awsVpcTransitGatewayAttachment } from '../../../providers/aws/vpc/transit-gateway-attachment.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

interface AttachmentLike {
  transit_gateway_attachment_id: string;
  resource_type: string;
  resource_id: string | null;
  resource_owner: string | null;
  transit_gateway_id: string | null;
  transit_gateway_owner: string | null;
  route_table_id: string | null;
}

/** Of which AWS says that they cost the hourly price. https://aws.amazon.com/transit-gateway/pricing/ */
const priced = new Set(['vpc', 'vpn', 'direct-connect-gateway', 'peering']);

export const awsTgwAttachmentIdle = defineRule({
  id: 'aws-tgw-attachment-idle',
  title: 'Transit gateway attachment carries nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsVpcTransitGatewayAttachment,
  parameters: { days: { value: 30, help: 'Days without a single byte in or out' } },
  rationale: 'An attachment is paid for by the hour, whether or not anything goes through it.',
  metrics({ attributes, account }, parameters) {
    const { state, transit_gateway_id: gateway, transit_gateway_attachment_id: id } = attributes;
    if (state !== 'available' || payerOf(attributes) !== account || gateway === null) return {};
    const ask = (name: string) => ({ namespace: 'AWS/TransitGateway', name, statistic: 'sum' as const, days: numberOf(parameters, 'days'), dimensions: { TransitGateway: gateway, TransitGatewayAttachment: id } });
    return { in: ask('BytesIn'), out: ask('BytesOut') };
  },

  evaluate(attachment, context) {
    const { account, attributes, region } = attachment;
    const { state, transit_gateway_owner: owner } = attributes;
    const payer = payerOf(attributes);
    if (state === 'unknown' || payer === null || attributes.transit_gateway_id === null) return unknown('AWS does not say in which state the attachment is, or whose.');
    // Another account pays for it, and is judged by itself.
    if (state !== 'available' || payer !== account) return notApplicable;
    if (isTooYoung(attachment, context)) return pass;
    const [bytesIn, bytesOut] = [context.metric('in'), context.metric('out')];
    if (bytesIn === undefined || bytesOut === undefined) return noMetric(bytesIn === undefined ? 'BytesIn' : 'BytesOut', metricPermission);
    if (bytesIn.sum > 0 || bytesOut.sum > 0) return pass;
    // The owner of the gateway has the metrics of all attachments, that of an attachment those of its own: none at all says nothing.
    // https://docs.aws.amazon.com/vpc/latest/tgw/transit-gateway-cloudwatch-metrics.html
    if (owner !== account && bytesIn.points + bytesOut.points === 0) return unknown(`The transit gateway belongs to ${owner ?? 'another account'}, and no metric of the attachment lies in this one.`);
    return fail({
      summary: `Nothing went through it in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { bytes_in: 0, bytes_out: 0, resource_type: attributes.resource_type, resource_id: attributes.resource_id, transit_gateway_id: attributes.transit_gateway_id, since: bytesIn.since, until: bytesIn.until },
      ...(priced.has(attributes.resource_type) ? savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'tgw.hour']]) : {}),
    });
  },

  remediation: ({ attributes, region }) => removal(attributes, region),
});

/** A VPC's attachment is paid for by the account of the VPC, all others by that of the gateway. */
const payerOf = ({ resource_type: type, resource_owner: resource, transit_gateway_owner: gateway }: AttachmentLike): string | null => (type === 'vpc' ? resource : gateway);

function removal({ resource_type: type, resource_id: resource, transit_gateway_attachment_id: id, transit_gateway_id: gateway, route_table_id: table }: AttachmentLike, region: string): RemediationStep[] {
  const transit = gateway ?? 'TRANSIT_GATEWAY_ID';
  const other = resource ?? 'RESOURCE_ID';
  const step = (command: string, undo: string, permission: string): RemediationStep[] => [{ command, undo, permission }];
  const attachment = `--region ${region} --transit-gateway-attachment-id ${id}`;
  switch (type) {
    case 'vpc':
      return step(`aws ec2 delete-transit-gateway-vpc-attachment ${attachment}`, `aws ec2 create-transit-gateway-vpc-attachment --region ${region} --transit-gateway-id ${transit} --vpc-id ${other} --subnet-ids SUBNET_IDS (with a new id; its routes have to be made again)`, 'ec2:DeleteTransitGatewayVpcAttachment');
    case 'peering':
      return step(`aws ec2 delete-transit-gateway-peering-attachment ${attachment}`, `aws ec2 create-transit-gateway-peering-attachment --region ${region} --transit-gateway-id ${transit} --peer-transit-gateway-id ${other} --peer-account-id ACCOUNT --peer-region REGION (with a new id, to be accepted by the other side)`, 'ec2:DeleteTransitGatewayPeeringAttachment');
    case 'connect':
      return step(`aws ec2 delete-transit-gateway-connect ${attachment}`, `aws ec2 create-transit-gateway-connect --region ${region} --transport-transit-gateway-attachment-id ${other} --options Protocol=gre (with a new id; its peers have to be made again)`, 'ec2:DeleteTransitGatewayConnect');
    case 'vpn':
      return step(`aws ec2 delete-vpn-connection --region ${region} --vpn-connection-id ${other}`, 'Nothing brings it back as it was: a new VPN connection has other addresses and keys, for which the other side must be set up anew', 'ec2:DeleteVpnConnection');
    case 'direct-connect-gateway':
      return step(`aws directconnect delete-direct-connect-gateway-association --region ${region} --association-id ASSOCIATION_ID`, `aws directconnect create-direct-connect-gateway-association --region ${region} --direct-connect-gateway-id ${other} --gateway-id ${transit} --add-allowed-prefixes-to-direct-connect-gateway cidr=CIDR`, 'directconnect:DeleteDirectConnectGatewayAssociation');
    default:
      return step(`aws ec2 disassociate-transit-gateway-route-table ${attachment} --transit-gateway-route-table-id ${table ?? 'ROUTE_TABLE_ID'}`, `aws ec2 associate-transit-gateway-route-table ${attachment} --transit-gateway-route-table-id ${table ?? 'ROUTE_TABLE_ID'}`, 'ec2:DisassociateTransitGatewayRouteTable');
  }
}
