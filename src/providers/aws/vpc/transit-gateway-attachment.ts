import type { TransitGatewayAttachment } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsVpcTransitGatewayAttachment = defineAwsResource({
  id: 'aws:vpc:transit-gateway-attachment',
  title: 'Transit gateway attachment',
  plural: 'Transit gateway attachments',
  nativeType: 'AWS::EC2::TransitGatewayAttachment',
  locality: 'regional',
  permissions: ['ec2:DescribeTransitGatewayAttachments'],
  reads: 'Gateway, attached resource, owners and route table of each transit gateway attachment that is not deleted, VPNs and peerings too.',

  attributes: z.object({
    transit_gateway_attachment_id: z.string(),
    state: z.string().describe('available, pendingAcceptance, modifying, …'),
    resource_type: z.string().describe('vpc, vpn, direct-connect-gateway, connect, peering, …'),
    resource_id: z.string().nullable(),
    resource_owner: z.string().nullable().describe('The account of the resource'),
    transit_gateway_id: z.string().nullable(),
    transit_gateway_owner: z.string().nullable().describe('The account of the gateway'),
    association_state: z.string().nullable(),
    route_table_id: z.string().nullable().describe('The route table of the gateway that it is associated with'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeTransitGatewayAttachments } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeTransitGatewayAttachments({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      // One that is deleted is shown for a while.
      for (const attachment of page.TransitGatewayAttachments ?? []) if (attachment.State !== 'deleted') yield attachment;
    }
  },

  normalise: (attachment: TransitGatewayAttachment, { arn }) => {
    const id = attachment.TransitGatewayAttachmentId ?? '';
    const tags = tagsOf(attachment.Tags);
    return {
      // Of the account that lists it: where two accounts share it, each has tags of its own on it.
      uid: arn('ec2', `transit-gateway-attachment/${id}`),
      name: tags['Name'] ?? id,
      createdAt: attachment.CreationTime,
      tags,
      attributes: {
        transit_gateway_attachment_id: id,
        state: attachment.State ?? 'unknown',
        resource_type: attachment.ResourceType ?? 'unknown',
        resource_id: attachment.ResourceId ?? null,
        resource_owner: attachment.ResourceOwnerId ?? null,
        transit_gateway_id: attachment.TransitGatewayId ?? null,
        transit_gateway_owner: attachment.TransitGatewayOwnerId ?? null,
        association_state: attachment.Association?.State ?? null,
        route_table_id: attachment.Association?.TransitGatewayRouteTableId ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => {
    const kind = kinds[attributes.resource_type];
    return [
      ...relationsTo('attached-to', [arnOf(uid, 'transit-gateway', attributes.transit_gateway_id, attributes.transit_gateway_owner), kind === undefined ? null : arnOf(uid, kind, attributes.resource_id, attributes.resource_owner)]),
      ...relationsTo('uses', arnOf(uid, 'transit-gateway-route-table', attributes.route_table_id, attributes.transit_gateway_owner)),
    ];
  },
});

/** What lies in the region of the attachment; the other side of a peering may lie in any. */
const kinds: Readonly<Record<string, string | undefined>> = { vpc: 'vpc', vpn: 'vpn-connection', connect: 'transit-gateway-attachment' };

function arnOf(uid: string, kind: string, id: string | null, owner: string | null): string | null {
  const own = id === null || id === '' ? null : arnBeside(uid, 'ec2', `${kind}/${id}`);
  return own === null || owner === null ? own : own.replace(/^((?:[^:]*:){4})[^:]*/, `$1${owner}`);
}
