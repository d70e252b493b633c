import type { z } from 'zod';
import { defineRule, fail, isWholeWindow, noMetric, notApplicable, numberOf, pass, type Prices, type RuleContext, type Saving, unknown } from '../../../core/rule.ts';
import { awsEcsService } from '../../../providers/aws/ecs/service.ts';
import { awsElbTargetGroup } from '../../../providers/aws/elb/target-group.ts';
import { SavingSum } from '../../saving-sum.ts';
import { cents, fewDays, hoursPerMonth, isTooYoung, metricPermission } from '../facts.ts';

type Service = z.infer<typeof awsEcsService.attributes>;

/**
 * Only services that are reached through an Application Load Balancer, whose requests are counted: of others nothing but Container
 * Insights tells whether anybody uses them, and a small service may work at less than one percent. Both metrics come without it:
 * https://docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html
 */
export const awsEcsIdleService = defineRule({
  id: 'aws-ecs-idle-service',
  title: 'Service runs and nobody asks it anything',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEcsService,
  reads: [awsElbTargetGroup],
  parameters: {
    days: { value: 14, help: 'Days without a request and without work' },
    cpu_pct: { value: 1, help: 'Processor use that it may not exceed in any minute and still count as idle, in percent' },
  },
  rationale: 'The tasks of a service are paid for by the second, or hold the machines they run on, whether or not anybody asks them.',
  metrics({ attributes }, parameters) {
    if (!isJudged(attributes) || attributes.desired_count === 0) return {};
    const days = numberOf(parameters, 'days');
    const requests = attributes.target_group_uids.map((uid) => [uid, { namespace: 'AWS/ApplicationELB', name: 'RequestCountPerTarget', statistic: 'sum' as const, days, dimensions: { TargetGroup: lastPart(uid) } }] as const);
    return { cpu: { namespace: 'AWS/ECS', name: 'CPUUtilization', statistic: 'maximum', days, dimensions: { ClusterName: (attributes.cluster_uid ?? '').split('/').at(-1) ?? '', ServiceName: attributes.service_name } }, ...Object.fromEntries(requests) };
  },

  evaluate(service, context) {
    const { attributes, region } = service;
    if (attributes.status === null) return unknown('AWS does not say in which state the service is.');
    if (!isJudged(attributes)) return notApplicable;
    if (attributes.desired_count === 0 || isTooYoung(service, context)) return pass;
    const groups = attributes.target_group_uids.map((uid) => context.related(uid)?.attributes['protocol']);
    if (groups.includes(undefined)) return unknown('One of its target groups is not known (`elasticloadbalancing:DescribeTargetGroups`), so nobody knows whether requests to it are counted.');
    // Through a Network Load Balancer go connections, of which a quiet one may live for weeks.
    if (groups.some((protocol) => protocol !== 'HTTP' && protocol !== 'HTTPS')) return notApplicable;
    const requests = attributes.target_group_uids.map((uid) => context.metric(uid));
    if (requests.some((facts) => (facts?.sum ?? 0) > 0)) return pass;
    if (requests.includes(undefined)) return noMetric('RequestCountPerTarget', metricPermission);
    const cpu = context.metric('cpu');
    if (cpu === undefined) return noMetric('CPUUtilization', metricPermission);
    if (cpu.maximum > numberOf(context.parameters, 'cpu_pct')) return pass;
    const days = numberOf(context.parameters, 'days');
    if (!isWholeWindow(cpu, days)) return fewDays(cpu, days, 'CPUUtilization');
    const saving = savingOf(attributes, region, context.prices, context.related);
    return fail({
      summary: `No request in ${days} days, and its processor was never busier than ${cents(cpu.maximum)} %.`,
      evidence: { desired_count: attributes.desired_count, launch_type: attributes.launch_type, capacity_providers: attributes.capacity_providers, requests: 0, target_groups: attributes.target_group_uids, cpu_maximum: cpu.maximum, since: cpu.since, until: cpu.until },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation({ attributes, region }) {
    const resize = (count: number): string => `aws ecs update-service --region ${region} --cluster ${attributes.cluster_uid ?? 'CLUSTER'} --service ${attributes.service_name} --desired-count ${count}`;
    return [{ command: resize(0), undo: resize(attributes.desired_count), permission: 'ecs:UpdateService' }];
  },
});

/** Not what others find by another way than its target groups, nor what another controller moves between groups that AWS does not tell; daemons have no count. */
const isJudged = ({ status, target_group_uids: groups, deployment_controller: controller, is_discoverable: isDiscoverable, scheduling_strategy: strategy }: Service): boolean =>
  status === 'ACTIVE' && groups.length > 0 && (controller ?? 'ECS') === 'ECS' && !isDiscoverable && strategy !== 'DAEMON';

/** `targetgroup/web/0a1b` of its ARN, as its metrics call it. */
const lastPart = (uid: string): string => uid.split(':').at(-1) ?? '';

/** Of Fargate, where a full reading brought the size of its task definition. The definition may say ARM, which costs a fifth less: hence an upper bound. */
function savingOf({ desired_count: tasks, launch_type: launch, capacity_providers: providers, task_definition_uid: definition }: Service, region: string, prices: Prices, related: RuleContext['related']): Saving | undefined {
  const isFargate = launch === 'FARGATE' || (launch === null && providers.length > 0 && providers.every((provider) => provider === 'FARGATE'));
  const { cpu_units: cpu, memory_mib: memory } = (definition === null ? undefined : related(definition)?.attributes) ?? {};
  const [vcpus, gib] = [sizeOf(cpu), sizeOf(memory)];
  if (!isFargate || vcpus === undefined || gib === undefined) return undefined;
  const sum = new SavingSum();
  const isPriced = [sum.add(tasks * vcpus * hoursPerMonth, 'vCPU-hours', prices.unit(region, 'fargate.vcpu.hour'), 'fargate.vcpu.hour'), sum.add(tasks * gib * hoursPerMonth, 'GB-hours', prices.unit(region, 'fargate.gb.hour'), 'fargate.gb.hour')].every((is) => is);
  return isPriced ? sum.upper().saving('medium') : undefined;
}

/** Units of a vCPU and MiB both come by 1,024. */
const sizeOf = (units: unknown): number | undefined => (typeof units === 'string' && /^\d+$/.test(units) ? Number(units) / 1024 : undefined);
