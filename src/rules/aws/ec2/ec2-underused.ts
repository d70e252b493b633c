import { defineRule, fail, isWholeWindow, isYoung, type MetricQuestion, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { fewDays, halfSizeOf, hoursPerMonth, metricPermission, savedByChange } from '../facts.ts';
import { isLinuxOnDemand, typeChange } from './instance-type-change.ts';

export const awsEc2Underused = defineRule({
  id: 'aws-ec2-underused',
  title: 'Instance is larger than what it does',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Instance,
  parameters: {
    days: { value: 14, help: 'Days that are looked at' },
    cpu_pct: { value: 40, help: 'Processor use that 95 % of the hours stay below, in percent' },
    mem_pct: { value: 50, help: 'Memory use that 95 % of the hours stay below, where the CloudWatch agent tells it, in percent' },
  },
  rationale: 'The next smaller size costs half, and half of what is used fits into it.',
  metrics({ attributes }, parameters) {
    if (attributes.state !== 'running' || halfSizeOf(attributes.instance_type) === undefined) return {};
    const question = (namespace: string, name: string): MetricQuestion => ({ namespace, name, statistic: 'average', days: numberOf(parameters, 'days'), dimensions: { InstanceId: attributes.instance_id } });
    return { cpu: question('AWS/EC2', 'CPUUtilization'), memory: question('CWAgent', 'mem_used_percent') };
  },

  evaluate({ attributes, createdAt, region }, { now, parameters, prices, metric }) {
    const smaller = halfSizeOf(attributes.instance_type);
    if (attributes.state !== 'running' || smaller === undefined) return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const days = numberOf(parameters, 'days');
    const [cpu, memory] = [metric('cpu'), metric('memory')];
    if (cpu === undefined) return noMetric('CPUUtilization', metricPermission);
    if (memory === undefined) return noMetric('mem_used_percent', metricPermission);
    if (!isWholeWindow(cpu, days)) return fewDays(cpu, days, 'CPUUtilization');
    // Without points there is no agent, and the processor is all that is known.
    const isMeasured = memory.points > 0;
    if (cpu.p95 >= numberOf(parameters, 'cpu_pct') || (isMeasured && memory.p95 >= numberOf(parameters, 'mem_pct'))) return pass;
    return fail({
      summary: `Over ${days} days its processor stayed below ${Math.round(cpu.p95 * 10) / 10} %${isMeasured ? ` and its memory below ${Math.round(memory.p95 * 10) / 10} %` : ''} in 95 % of the hours; ${smaller} would do.`,
      evidence: { cpu_p95: cpu.p95, memory_p95: isMeasured ? memory.p95 : null, instance_type: attributes.instance_type, smaller_type: smaller, since: cpu.since, until: cpu.until },
      ...(isLinuxOnDemand(attributes) ? savedByChange(region, prices, isMeasured ? 'medium' : 'low', [hoursPerMonth, 'h', `ec2.${attributes.instance_type}`], [hoursPerMonth, 'h', `ec2.${smaller}`]) : {}),
    });
  },

  remediation: ({ attributes, region }) => typeChange(attributes.instance_id, region, attributes.instance_type, halfSizeOf(attributes.instance_type) ?? attributes.instance_type),
});
