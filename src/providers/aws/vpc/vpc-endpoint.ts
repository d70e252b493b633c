import type { VpcEndpoint } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { canonicalJson } from '../../../platform/canonical.ts';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsVpcVpcEndpoint = defineAwsResource({
  id: 'aws:vpc:vpc-endpoint',
  title: 'VPC endpoint',
  plural: 'VPC endpoints',
  nativeType: 'AWS::EC2::VPCEndpoint',
  locality: 'regional',
  permissions: ['ec2:DescribeVpcEndpoints'],
  reads: 'Service, kind, policy, subnets and route tables of each VPC endpoint.',

  attributes: z.object({
    vpc_endpoint_id: z.string(),
    endpoint_type: z.string().describe('Interface, Gateway, GatewayLoadBalancer, …'),
    service_name: z.string().nullable(),
    state: z.string(),
    vpc_id: z.string().nullable(),
    subnet_ids: z.array(z.string()),
    route_table_ids: z.array(z.string()).describe('Gateway endpoints only'),
    security_group_ids: z.array(z.string()),
    network_interface_ids: z.array(z.string()),
    private_dns_enabled: z.boolean(),
    is_requester_managed: z.boolean(),
    policy: z.string().nullable().describe('As canonical JSON; as it came where it is none'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeVpcEndpoints } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeVpcEndpoints({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      for (const endpoint of page.VpcEndpoints ?? []) if ((endpoint.State as string | undefined)?.toLowerCase() !== 'deleted') yield endpoint;
    }
  },

  normalise: (endpoint: VpcEndpoint, { arn }) => {
    const id = endpoint.VpcEndpointId ?? '';
    const tags = tagsOf(endpoint.Tags);
    return {
      uid: arn('ec2', `vpc-endpoint/${id}`),
      name: tags['Name'] ?? id,
      createdAt: endpoint.CreationTimestamp,
      tags,
      attributes: {
        vpc_endpoint_id: id,
        endpoint_type: endpoint.VpcEndpointType ?? 'unknown',
        service_name: endpoint.ServiceName ?? null,
        // AWS writes the state with a capital for some kinds.
        state: endpoint.State?.toLowerCase() ?? 'unknown',
        vpc_id: endpoint.VpcId ?? null,
        subnet_ids: (endpoint.SubnetIds ?? []).toSorted(),
        route_table_ids: (endpoint.RouteTableIds ?? []).toSorted(),
        security_group_ids: (endpoint.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
        network_interface_ids: (endpoint.NetworkInterfaceIds ?? []).toSorted(),
        private_dns_enabled: endpoint.PrivateDnsEnabled ?? false,
        is_requester_managed: endpoint.RequesterManaged ?? false,
        policy: canonicalPolicy(endpoint.PolicyDocument),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', [...ec2Arns(uid, 'vpc', attributes.vpc_id), ...ec2Arns(uid, 'subnet', attributes.subnet_ids)]),
    ...relationsTo('attached-to', ec2Arns(uid, 'route-table', attributes.route_table_ids)),
    ...relationsTo('uses', [...ec2Arns(uid, 'security-group', attributes.security_group_ids), ...ec2Arns(uid, 'network-interface', attributes.network_interface_ids)]),
  ],
});

/** Equal policies are equal text, however AWS orders them. */
function canonicalPolicy(text: string | undefined): string | null {
  if (text === undefined || text === '') return null;
  try {
    return canonicalJson(JSON.parse(text));
  } catch {
    return text;
  }
}
