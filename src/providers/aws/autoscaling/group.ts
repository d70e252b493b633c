import type { AutoScalingGroup } from '@aws-sdk/client-auto-scaling';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { arnBeside, ec2Arns } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsAutoscalingGroup = defineAwsResource({
  id: 'aws:autoscaling:group',
  title: 'Auto Scaling group',
  plural: 'Auto Scaling groups',
  nativeType: 'AWS::AutoScaling::AutoScalingGroup',
  locality: 'regional',
  permissions: ['autoscaling:DescribeAutoScalingGroups'],
  reads: 'Sizes, instances, template, subnets and target groups of each Auto Scaling group.',

  attributes: z.object({
    group_name: z.string(),
    min_size: z.int(),
    max_size: z.int().describe('0: the group can hold nothing'),
    desired_capacity: z.int(),
    instance_ids: z.array(z.string()),
    launch_template_ids: z.array(z.string()).describe('With those of a mix of instances'),
    launch_template_version: z.string().nullable(),
    launch_configuration: z.string().nullable().describe('The older way; AWS makes no new ones'),
    subnet_ids: z.array(z.string()),
    availability_zones: z.array(z.string()),
    target_group_arns: z.array(z.string()),
    load_balancer_names: z.array(z.string()).describe('Classic load balancers'),
    health_check_type: z.string(),
    protects_new_instances: z.boolean(),
    suspended_processes: z.array(z.string()),
    service_role_arn: z.string().nullable(),
    status: z.string().nullable().describe('Set while the group is deleted'),
  }),

  async *list({ client }) {
    const { AutoScalingClient, paginateDescribeAutoScalingGroups } = await import('@aws-sdk/client-auto-scaling');
    for await (const page of pages(paginateDescribeAutoScalingGroups({ client: client(AutoScalingClient), pageSize: 100 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.AutoScalingGroups ?? [];
    }
  },

  normalise: (group: AutoScalingGroup, { arn }) => {
    const name = group.AutoScalingGroupName ?? '';
    const mixed = group.MixedInstancesPolicy?.LaunchTemplate;
    const specifications = [group.LaunchTemplate, mixed?.LaunchTemplateSpecification, ...(mixed?.Overrides ?? []).map(({ LaunchTemplateSpecification }) => LaunchTemplateSpecification)].filter((each) => each !== undefined);
    return {
      uid: group.AutoScalingGroupARN ?? arn('autoscaling', `autoScalingGroup:*:autoScalingGroupName/${name}`),
      name,
      createdAt: group.CreatedTime,
      tags: tagsOf(group.Tags),
      attributes: {
        group_name: name,
        min_size: group.MinSize ?? 0,
        max_size: group.MaxSize ?? 0,
        desired_capacity: group.DesiredCapacity ?? 0,
        instance_ids: (group.Instances ?? []).flatMap(({ InstanceId }) => InstanceId ?? []).sort(),
        launch_template_ids: [...new Set(specifications.flatMap(({ LaunchTemplateId }) => LaunchTemplateId ?? []))].sort(),
        launch_template_version: specifications[0]?.Version ?? null,
        launch_configuration: group.LaunchConfigurationName ?? null,
        subnet_ids: (group.VPCZoneIdentifier ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '').sort(),
        availability_zones: (group.AvailabilityZones ?? []).toSorted(),
        target_group_arns: (group.TargetGroupARNs ?? []).toSorted(),
        load_balancer_names: (group.LoadBalancerNames ?? []).toSorted(),
        health_check_type: group.HealthCheckType ?? 'EC2',
        protects_new_instances: group.NewInstancesProtectedFromScaleIn ?? false,
        suspended_processes: (group.SuspendedProcesses ?? []).flatMap(({ ProcessName }) => ProcessName ?? []).sort(),
        service_role_arn: group.ServiceLinkedRoleARN ?? null,
        status: group.Status ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('uses', ec2Arns(uid, 'launch-template', attributes.launch_template_ids)),
    ...relationsTo('member-of', ec2Arns(uid, 'subnet', attributes.subnet_ids)),
    ...relationsTo('attached-to', [...attributes.target_group_arns, ...attributes.load_balancer_names.map((name) => arnBeside(uid, 'elasticloadbalancing', `loadbalancer/${name}`))]),
    ...relationsTo('targets', ec2Arns(uid, 'instance', attributes.instance_ids)),
    ...relationsTo('assumes', attributes.service_role_arn),
  ],
});
