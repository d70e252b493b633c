import { expect, it } from 'vitest';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

const uid = `arn:aws:autoscaling:us-east-1:${account}:autoScalingGroup:1-2:autoScalingGroupName/web`;
const role = `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`;
const targetGroup = `arn:aws:elasticloadbalancing:us-east-1:${account}:targetgroup/web/1`;
const groups = [
  {
    AutoScalingGroupName: 'web', AutoScalingGroupARN: uid, MinSize: 1, MaxSize: 4, DesiredCapacity: 2, CreatedTime: new Date('2026-01-02T03:04:05Z'), VPCZoneIdentifier: 'subnet-2, subnet-1', AvailabilityZones: ['us-east-1b', 'us-east-1a'],
    Instances: [{ InstanceId: 'i-2' }, { InstanceId: 'i-1' }], TargetGroupARNs: [targetGroup], LoadBalancerNames: ['old'], HealthCheckType: 'ELB', NewInstancesProtectedFromScaleIn: true, SuspendedProcesses: [{ ProcessName: 'Terminate' }, { ProcessName: 'Launch' }],
    MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-2', Version: '$Latest' }, Overrides: [{ InstanceType: 't3.micro' }, { LaunchTemplateSpecification: { LaunchTemplateId: 'lt-1' } }] } }, ServiceLinkedRoleARN: role,
    Tags: [{ Key: 'env', Value: 'prod', ResourceId: 'web', PropagateAtLaunch: true }],
  },
  { AutoScalingGroupName: 'bare', AutoScalingGroupARN: uid.replace('web', 'bare'), LaunchConfigurationName: 'old-way', LaunchTemplate: undefined },
  ...many(120, (n) => ({ AutoScalingGroupName: `g${n}`, AutoScalingGroupARN: uid.replace('web', `g${n}`) })),
];

it('reads sizes, instances, templates and what each group is attached to, by pages of a hundred', async () => {
  await using under = await startAnswered({ 'autoscaling.DescribeAutoScalingGroups': paged('AutoScalingGroups', { 'us-east-1': groups }, { size: 'MaxRecords' }) });
  const { resources, end } = await under.collect('aws:autoscaling:group');
  expect([end.result, end.calls, resources.length]).toEqual([{ status: 'complete', isListed: true }, 2, 122]);
  expect(resources[0]).toMatchObject({
    uid, name: 'web', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' },
    attributes: {
      min_size: 1, max_size: 4, desired_capacity: 2, instance_ids: ['i-1', 'i-2'], launch_template_ids: ['lt-1', 'lt-2'], launch_template_version: '$Latest', launch_configuration: null, subnet_ids: ['subnet-1', 'subnet-2'], availability_zones: ['us-east-1a', 'us-east-1b'],
      target_group_arns: [targetGroup], load_balancer_names: ['old'], health_check_type: 'ELB', protects_new_instances: true, suspended_processes: ['Launch', 'Terminate'], service_role_arn: role, status: null,
    },
    relations: [
      { kind: 'uses', uid: ec2('launch-template/lt-1') }, { kind: 'uses', uid: ec2('launch-template/lt-2') }, { kind: 'member-of', uid: ec2('subnet/subnet-1') }, { kind: 'member-of', uid: ec2('subnet/subnet-2') },
      { kind: 'attached-to', uid: targetGroup }, { kind: 'attached-to', uid: `arn:aws:elasticloadbalancing:us-east-1:${account}:loadbalancer/old` }, { kind: 'targets', uid: ec2('instance/i-1') }, { kind: 'targets', uid: ec2('instance/i-2') }, { kind: 'assumes', uid: role },
    ],
  });
  expect(resources[1]).toMatchObject({ name: 'bare', relations: [], attributes: { min_size: 0, max_size: 0, launch_configuration: 'old-way', launch_template_version: null, instance_ids: [], subnet_ids: [] } });
  expect(await under.collect('aws:autoscaling:group', 'eu-west-1')).toEqual(nothingInOneCall);
});
