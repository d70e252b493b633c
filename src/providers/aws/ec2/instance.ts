import type { Instance } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { arnBeside, ec2Arns, imageArns } from './arns.ts';

export const awsEc2Instance = defineAwsResource({
  id: 'aws:ec2:instance',
  title: 'EC2 instance',
  plural: 'EC2 instances',
  nativeType: 'AWS::EC2::Instance',
  locality: 'regional',
  permissions: ['ec2:DescribeInstances'],
  reads: 'State, type, launch and stop time, volumes and public addresses of each instance that is not terminated.',

  attributes: z.object({
    instance_id: z.string(),
    state: z.string().describe('pending, running, stopping, stopped, shutting-down'),
    instance_type: z.string(),
    architecture: z.string().nullable(),
    platform: z.string().nullable().describe('Linux/UNIX, Windows, …'),
    lifecycle: z.string().describe('on-demand, spot or scheduled'),
    launched_at: z.string().nullable(),
    stopped_at: z.string().nullable().describe('From the state transition reason; null where AWS does not say'),
    stop_reason: z.string().nullable(),
    availability_zone: z.string().nullable(),
    image_id: z.string().nullable(),
    vpc_id: z.string().nullable(),
    subnet_id: z.string().nullable(),
    security_group_ids: z.array(z.string()),
    instance_profile_arn: z.string().nullable(),
    key_name: z.string().nullable(),
    public_ip: z.string().nullable(),
    private_ip: z.string().nullable(),
    volume_uids: z.array(z.string()).describe('ARNs of the attached volumes'),
    imds_v2_required: z.boolean(),
    eks_cluster: z.string().nullable().describe('Name of the cluster that its tags say it is a node of'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeInstances } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeInstances({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      for (const reservation of page.Reservations ?? []) {
        for (const instance of reservation.Instances ?? []) if (instance.State?.Name !== 'terminated') yield instance;
      }
    }
  },

  normalise: (instance: Instance, { arn }) => {
    const tags = tagsOf(instance.Tags);
    const id = instance.InstanceId ?? '';
    const reason = instance.StateTransitionReason;
    return {
      uid: arn('ec2', `instance/${id}`),
      name: tags['Name'] ?? id,
      createdAt: earliestAttach(instance) ?? instance.LaunchTime,
      tags,
      attributes: {
        instance_id: id,
        state: instance.State?.Name ?? 'unknown',
        instance_type: instance.InstanceType ?? 'unknown',
        architecture: instance.Architecture ?? null,
        platform: instance.PlatformDetails ?? instance.Platform ?? null,
        lifecycle: instance.InstanceLifecycle ?? 'on-demand',
        launched_at: instance.LaunchTime?.toISOString() ?? null,
        stopped_at: stopTimeOf(reason),
        stop_reason: reason === undefined || reason === '' ? null : reason,
        availability_zone: instance.Placement?.AvailabilityZone ?? null,
        image_id: instance.ImageId ?? null,
        vpc_id: instance.VpcId ?? null,
        subnet_id: instance.SubnetId ?? null,
        security_group_ids: (instance.SecurityGroups ?? []).flatMap(({ GroupId }) => GroupId ?? []).sort(),
        instance_profile_arn: instance.IamInstanceProfile?.Arn ?? null,
        key_name: instance.KeyName ?? null,
        public_ip: instance.PublicIpAddress ?? null,
        private_ip: instance.PrivateIpAddress ?? null,
        volume_uids: (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => (Ebs?.VolumeId === undefined ? [] : arn('ec2', `volume/${Ebs.VolumeId}`))).sort(),
        imds_v2_required: instance.MetadataOptions?.HttpTokens === 'required',
        eks_cluster: clusterOf(tags),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('attached-to', attributes.volume_uids),
    ...relationsTo('member-of', [...ec2Arns(uid, 'subnet', attributes.subnet_id), ...ec2Arns(uid, 'vpc', attributes.vpc_id), attributes.eks_cluster === null ? null : arnBeside(uid, 'eks', `cluster/${attributes.eks_cluster}`)]),
    ...relationsTo('uses', [...ec2Arns(uid, 'security-group', attributes.security_group_ids), ...ec2Arns(uid, 'key-pair', attributes.key_name), attributes.instance_profile_arn]),
    ...relationsTo('created-from', imageArns(uid, attributes.image_id)),
  ],
});

/** LaunchTime moves with each start; the root volume was attached when the instance was made. */
function earliestAttach(instance: Instance): Date | undefined {
  const times = (instance.BlockDeviceMappings ?? []).flatMap(({ Ebs }) => Ebs?.AttachTime ?? []);
  return times.length === 0 ? undefined : new Date(Math.min(...times.map((time) => time.getTime())));
}

/** `User initiated (2026-05-01 10:11:12 GMT)` as an ISO time. */
export function stopTimeOf(reason: string | undefined): string | null {
  const found = /\((\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2}) (?:GMT|UTC)\)/.exec(reason ?? '');
  return found === null ? null : `${found[1]}T${found[2]}.000Z`;
}

/** Of a node: EKS and its tools tag each with the name of its cluster (docs.aws.amazon.com/eks/latest/userguide/network-reqs.html, …/launch-workers.html). */
function clusterOf(tags: Record<string, string>): string | null {
  const owned = Object.keys(tags).find((key) => key.startsWith('kubernetes.io/cluster/') && tags[key] === 'owned');
  return tags['aws:eks:cluster-name'] ?? tags['eks:cluster-name'] ?? tags['eks:eks-cluster-name'] ?? owned?.slice('kubernetes.io/cluster/'.length) ?? null;
}
