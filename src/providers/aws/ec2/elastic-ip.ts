import type { Address } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from './arns.ts';

export const awsEc2ElasticIp = defineAwsResource({
  id: 'aws:ec2:elastic-ip',
  title: 'Elastic IP address',
  plural: 'Elastic IP addresses',
  nativeType: 'AWS::EC2::EIP',
  locality: 'regional',
  permissions: ['ec2:DescribeAddresses'],
  reads: 'Each address and what it is associated with.',

  attributes: z.object({
    allocation_id: z.string(),
    public_ip: z.string(),
    domain: z.string(),
    association_id: z.string().nullable().describe('Null: nothing uses the address'),
    instance_uid: z.string().nullable(),
    network_interface_id: z.string().nullable(),
  }),

  async *list({ client }) {
    const { EC2Client, DescribeAddressesCommand } = await import('@aws-sdk/client-ec2');
    const answer = await client(EC2Client).send(new DescribeAddressesCommand({}));
    yield* answer.Addresses ?? [];
  },

  normalise: (address: Address, { arn }) => {
    const tags = tagsOf(address.Tags);
    const id = address.AllocationId ?? address.PublicIp ?? '';
    const set = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);
    const instanceId = set(address.InstanceId);
    return {
      uid: arn('ec2', `elastic-ip/${id}`),
      name: tags['Name'] ?? address.PublicIp ?? id,
      tags,
      attributes: {
        allocation_id: id,
        public_ip: address.PublicIp ?? '',
        domain: address.Domain ?? 'vpc',
        association_id: set(address.AssociationId) ?? (instanceId === null ? null : 'classic'),
        instance_uid: instanceId === null ? null : arn('ec2', `instance/${instanceId}`),
        network_interface_id: set(address.NetworkInterfaceId),
      },
    };
  },

  relations: ({ uid, attributes }) => relationsTo('attached-to', [attributes.instance_uid, ...ec2Arns(uid, 'network-interface', attributes.network_interface_id)]),
});
