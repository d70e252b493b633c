import type { Host } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { ownedArn } from './arns.ts';

export const awsEc2DedicatedHost = defineAwsResource({
  id: 'aws:ec2:dedicated-host',
  title: 'EC2 dedicated host',
  plural: 'EC2 dedicated hosts',
  nativeType: 'AWS::EC2::Host',
  locality: 'regional',
  permissions: ['ec2:DescribeHosts'],
  reads: 'Family, place, size and instances of each dedicated host that is not released, own and shared with the account.',

  attributes: z.object({
    host_id: z.string(),
    owner_id: z.string().nullable().describe('Other than the account: it is shared with it'),
    state: z.string().describe('available, pending, under-assessment or permanent-failure'),
    instance_family: z.string().nullable(),
    instance_type: z.string().nullable().describe('Null: several types of the family'),
    instance_ids: z.array(z.string()).nullable().describe('On it, of any account; null where AWS does not say'),
    total_vcpus: z.int().nullable(),
    available_vcpus: z.int().nullable(),
    cores: z.int().nullable(),
    sockets: z.int().nullable(),
    availability_zone: z.string().nullable(),
    allocated_at: z.string().nullable(),
    auto_placement: z.boolean().nullable(),
    host_recovery: z.boolean().nullable(),
    host_maintenance: z.boolean().nullable(),
    host_reservation_id: z.string().nullable().describe('Paid for by a reservation'),
    in_resource_group: z.boolean().describe('License Manager allocates and releases it'),
    outpost_arn: z.string().nullable(),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeHosts } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeHosts({ client: client(EC2Client), pageSize: 500 }, {}), ({ NextToken }) => NextToken)) {
      // One that is released is shown for a while.
      for (const host of page.Hosts ?? []) if (host.State !== 'released' && host.State !== 'released-permanent-failure') yield host;
    }
  },

  normalise: (host: Host, context) => {
    const id = host.HostId ?? '';
    const tags = tagsOf(host.Tags);
    const properties = host.HostProperties ?? {};
    return {
      uid: ownedArn(context, host.OwnerId, `dedicated-host/${id}`),
      name: tags['Name'] ?? id,
      createdAt: host.AllocationTime,
      tags,
      attributes: {
        host_id: id,
        owner_id: host.OwnerId ?? null,
        state: host.State ?? 'unknown',
        instance_family: properties.InstanceFamily ?? properties.InstanceType?.split('.')[0] ?? null,
        instance_type: properties.InstanceType ?? null,
        instance_ids: instancesOf(host),
        total_vcpus: properties.TotalVCpus ?? null,
        available_vcpus: host.AvailableCapacity?.AvailableVCpus ?? null,
        cores: properties.Cores ?? null,
        sockets: properties.Sockets ?? null,
        availability_zone: host.AvailabilityZone ?? null,
        allocated_at: host.AllocationTime?.toISOString() ?? null,
        auto_placement: isOn(host.AutoPlacement),
        host_recovery: isOn(host.HostRecovery),
        host_maintenance: isOn(host.HostMaintenance),
        host_reservation_id: host.HostReservationId ?? null,
        in_resource_group: host.MemberOfServiceLinkedResourceGroup ?? false,
        outpost_arn: host.OutpostArn ?? null,
      },
    };
  },
});

const isOn = (switched: string | undefined): boolean | null => (switched === undefined ? null : switched === 'on');

/** Without a list, a host of which every vCPU is free has none. */
function instancesOf({ Instances, AvailableCapacity, HostProperties }: Host): string[] | null {
  if (Instances !== undefined) return Instances.flatMap(({ InstanceId }) => InstanceId ?? []).sort();
  const [free, total] = [AvailableCapacity?.AvailableVCpus, HostProperties?.TotalVCpus];
  return free !== undefined && free === total && total > 0 ? [] : null;
}
