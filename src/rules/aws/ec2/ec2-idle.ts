import { defineRule, fail, isWholeWindow, isYoung, type MetricQuestion, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { fewDays, hoursPerMonth, metricPermission, savedBy } from '../facts.ts';
import { isLinuxOnDemand } from './instance-type-change.ts';

const asks = { cpu: ['CPUUtilization', 'average'], in: ['NetworkIn', 'sum'], out: ['NetworkOut', 'sum'] } as const;

export const awsEc2Idle = defineRule({
  id: 'aws-ec2-idle',
  title: 'Instance runs and does nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEc2Instance,
  parameters: {
    days: { value: 14, help: 'Days that are looked at' },
    cpu_pct: { value: 5, help: 'Processor use that 95 % of the hours stay below, in percent' },
    net_mb_day: { value: 5, help: 'MB a day that it may send and receive and still count as idle' },
  },
  rationale: 'A running instance is paid for by the hour, whether or not it does anything.',
  metrics({ attributes }, parameters) {
    if (attributes.state !== 'running') return {};
    const question = ([name, statistic]: (typeof asks)[keyof typeof asks]): MetricQuestion => ({ namespace: 'AWS/EC2', name, statistic, days: numberOf(parameters, 'days'), dimensions: { InstanceId: attributes.instance_id } });
    return { cpu: question(asks.cpu), in: question(asks.in), out: question(asks.out) };
  },

  evaluate({ attributes, createdAt, region }, { now, parameters, prices, metric }) {
    if (attributes.state !== 'running') return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const days = numberOf(parameters, 'days');
    const [cpu, received, sent] = [metric('cpu'), metric('in'), metric('out')];
    if (cpu === undefined) return noMetric('CPUUtilization', metricPermission);
    if (received === undefined || sent === undefined) return noMetric(received === undefined ? 'NetworkIn' : 'NetworkOut', metricPermission);
    if (cpu.p95 >= numberOf(parameters, 'cpu_pct') && isWholeWindow(cpu, days)) return pass;
    for (const [facts, name] of [[cpu, 'CPUUtilization'], [received, 'NetworkIn'], [sent, 'NetworkOut']] as const) if (!isWholeWindow(facts, days)) return fewDays(facts, days, name);
    const bytesADay = numberOf(parameters, 'net_mb_day') * 1e6;
    // Points of sums are days: one above the limit is enough, however quiet the others are.
    if ((received.sum + sent.sum) / days >= bytesADay || received.maximum + sent.maximum >= bytesADay) return pass;
    return fail({
      summary: `Over ${days} days its processor stayed below ${Math.round(cpu.p95 * 10) / 10} % in 95 % of the hours.`,
      evidence: { cpu_p95: cpu.p95, network_bytes: received.sum + sent.sum, instance_type: attributes.instance_type, since: cpu.since, until: cpu.until },
      ...(isLinuxOnDemand(attributes) ? savedBy(region, prices, 'medium', [[hoursPerMonth, 'h', `ec2.${attributes.instance_type}`]]) : {}),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 stop-instances --region ${region} --instance-ids ${attributes.instance_id}`,
      undo: `aws ec2 start-instances --region ${region} --instance-ids ${attributes.instance_id}`,
      permission: 'ec2:StopInstances',
    },
  ],
});
