import type { NetworkInterface } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { ec2Arns } from './arns.ts';

export const awsEc2NetworkInterface = defineAwsResource({
  id: 'aws:ec2:network-interface',
  title: 'Network interface',
  plural: 'Network interfaces',
  nativeType: 'AWS::EC2::NetworkInterface',
  locality: 'regional',
  permissions: ['ec2:DescribeNetworkInterfaces'],
  reads: 'Addresses, security groups, subnet and holder of each network interface.',

  attributes: z.object({
    network_interface_id: z.string(),
    status: z.string().describe('available means that nothing uses it'),
    interface_type: z.string().describe('interface, nat_gateway, lambda, vpc_endpoint, …'),
    description: z.string(),
    is_requester_managed: z.boolean().describe('Made and removed by an AWS service'),
    requester_id: z.string().nullable(),
    vpc_id: z.string().nullable(),
    subnet_id: z.string().nullable(),
    availability_zone: z.string().nullable(),
    security_group_ids: z.array(z.string()),
    private_ips: z.array(z.string()),
    ipv6_addresses: z.array(z.string()),
    public_ip: z.string().nullable(),
    allocation_id: z.string().nullable().describe('Of its elastic IP address'),
    instance_id: z.string().nullable(),
    deletes_on_termination: z.boolean(),
    checks_source_and_destination: z.boolean(),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeNetworkInterfaces } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeNetworkInterfaces({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.NetworkInterfaces ?? [];
    }
  },

  normalise: (networkInterface: NetworkInterface, { arn }) => {
    const id = networkInterface.NetworkInterfaceId ?? '';
    const tags = tagsOf(networkInterface.TagSet);
    const { Attachment: attachment, Association: association } = networkInterface;
    return {
      uid: arn('ec2', `network-interface/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: {
        network_interface_id: id,
        status: networkInterface.Status ?? 'unknown',
        interface_type: networkInterface.InterfaceType ?? 'interface',
        description: networkInterface.Description ?? '',
        is_requester_managed: networkInterface.RequesterManaged ?? false,
        requester_id: networkInterface.RequesterId ?? null,
        vpc_id: networkInterface.VpcId ?? null,
        subnet_id: networkInterface.SubnetId ?? null,
        availability_zone: networkInterface.AvailabilityZone ?? null,
        security_group_ids: (networkInterface.Groups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
        private_ips: (networkInterface.PrivateIpAddresses ?? []).flatMap(({ PrivateIpAddress }) => PrivateIpAddress ?? []).sort(),
        ipv6_addresses: (networkInterface.Ipv6Addresses ?? []).flatMap(({ Ipv6Address }) => Ipv6Address ?? []).sort(),
        public_ip: association?.PublicIp ?? null,
        allocation_id: association?.AllocationId ?? null,
        instance_id: attachment?.InstanceId ?? null,
        deletes_on_termination: attachment?.DeleteOnTermination ?? false,
        checks_source_and_destination: networkInterface.SourceDestCheck ?? true,
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('attached-to', ec2Arns(uid, 'instance', attributes.instance_id)),
    ...relationsTo('member-of', [...ec2Arns(uid, 'subnet', attributes.subnet_id), ...ec2Arns(uid, 'vpc', attributes.vpc_id)]),
    ...relationsTo('uses', ec2Arns(uid, 'security-group', attributes.security_group_ids)),
  ],
});
