import { computed } from '../../generate/estate.ts';
import { instanceId } from '../../generate/facts.ts';
import { isInUse, subnetIds } from '../../generate/network.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import { mix } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { templateCount, templateId } from './ec2-templates.ts';
import { balancerCount, groupArn, typeOf, workloadOf } from './elb-estate.ts';

/** One for thirty instances. */
const groupCount = ({ plan, region }: Place): number => (isInUse(plan, region) ? Math.max(2, Math.ceil(countIn(plan, 'instances', region) / 30)) : 0);

/** Every fifth group is empty and stays so. The others hold the instances that the load balancer of their number sends to. */
function groupAt(place: Place, number: number): Fields {
  const { plan, region, account } = place;
  const name = `${workloadOf(number)}-asg-${number}`;
  const isEmpty = number % 5 === 1;
  const instances = countIn(plan, 'instances', region);
  const locals = isEmpty ? [] : [0, 1].map((step) => number + step * balancerCount(place)).filter((local) => local < instances);
  const hash = mix(plan.seed, 82 + region, number).toString(16).padStart(8, '0');
  const template = { LaunchTemplateId: templateId(place, number % templateCount(place)), Version: '$Default' };
  return {
    AutoScalingGroupName: name, AutoScalingGroupARN: place.arn('autoscaling', `autoScalingGroup:${hash}-0000-4000-8000-${account}:autoScalingGroupName/${name}`), LaunchTemplate: template,
    MinSize: isEmpty ? 0 : 1, MaxSize: isEmpty ? 0 : 4, DesiredCapacity: locals.length, DefaultCooldown: 300, AvailabilityZones: ['a', 'b', 'c'].map((zone) => `${place.regionName}${zone}`), VPCZoneIdentifier: subnetIds(plan, region, 0).join(','),
    TargetGroupARNs: number < balancerCount(place) && typeOf(number) !== 'gateway' ? [groupArn(place, number)] : [], LoadBalancerNames: [], HealthCheckType: number % 2 === 0 ? 'ELB' : 'EC2', HealthCheckGracePeriod: 300,
    Instances: locals.map((local) => ({ InstanceId: instanceId(plan, plan.cuts.instances[region]! + local), AvailabilityZone: `${place.regionName}a`, LifecycleState: 'InService', HealthStatus: 'Healthy', LaunchTemplate: template, ProtectedFromScaleIn: false })),
    CreatedTime: new Date(timeAgo(plan, 100 + number)), NewInstancesProtectedFromScaleIn: false, ServiceLinkedRoleARN: `arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
    Tags: [{ Key: 'env', Value: number % 2 === 0 ? 'prod' : 'dev', ResourceId: name, ResourceType: 'auto-scaling-group', PropagateAtLaunch: true }],
  };
}

export const autoscalingAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'autoscaling.DescribeAutoScalingGroups': (input, place, asked) =>
    pageOfFields(computed(groupCount(place), (number) => groupAt(place, number)) as unknown as readonly unknown[], input, { size: 'MaxRecords', token: 'NextToken', next: 'NextToken', list: 'AutoScalingGroups', standard: 50 }, asked),
};
