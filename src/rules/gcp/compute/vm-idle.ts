import { defineRule, fail, isYoung, type MetricQuestion, notApplicable, numberOf, pass, periodOf, unknown } from '../../../core/rule.ts';
import { gcpComputeInstance } from '../../../providers/gcp/compute/instance.ts';
import { gauge, percent, savedBy, shortNameOf, step } from '../facts.ts';
import { machineParts } from './machine-cost.ts';

const metric = (name: string): string => `compute.googleapis.com/instance/${name}`;

export const gcpVmIdle = defineRule({
  id: 'gcp-vm-idle',
  title: 'Machine does nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpComputeInstance,
  parameters: {
    days: { value: 14, help: 'Days that are looked at' },
    vcpu: { value: 0.03, help: 'Share of the processors that it stays below' },
    rx_bps: { value: 2000, help: 'Bytes a second that it may receive' },
    tx_bps: { value: 1000, help: 'Bytes a second that it may send' },
  },
  rationale: 'A running machine is paid for by the hour, whether or not it does anything.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => {
    if (attributes.status !== 'RUNNING' || attributes.instance_id === null) return {};
    const common = { days: numberOf(parameters, 'days'), dimensions: { instance_id: attributes.instance_id } };
    return { cpu: { name: metric('cpu/utilization'), statistic: 'average', ...common }, received: { name: metric('network/received_bytes_count'), statistic: 'sum', isHourly: true, ...common }, sent: { name: metric('network/sent_bytes_count'), statistic: 'sum', isHourly: true, ...common } };
  },

  evaluate({ attributes, createdAt, region }, context) {
    const { now, parameters, prices } = context;
    if (attributes.status === 'UNKNOWN') return unknown('Google did not say what state the machine is in.');
    if (attributes.status !== 'RUNNING') return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const days = numberOf(parameters, 'days');
    const [cpu, received, sent] = [gauge(context, 'cpu', metric('cpu/utilization'), days), gauge(context, 'received', metric('network/received_bytes_count'), days), gauge(context, 'sent', metric('network/sent_bytes_count'), days)];
    if ('evaluation' in cpu) return cpu.evaluation;
    if ('evaluation' in received) return received.evaluation;
    if ('evaluation' in sent) return sent.evaluation;
    const seconds = periodOf({ days, statistic: 'sum', isHourly: true });
    const isQuiet = cpu.facts.p95 < numberOf(parameters, 'vcpu') && received.facts.p95 / seconds < numberOf(parameters, 'rx_bps') && sent.facts.p95 / seconds < numberOf(parameters, 'tx_bps');
    if (!isQuiet) return pass;
    return fail({
      summary: `Over ${days} days its processors stayed below ${percent(cpu.facts.p95)} % in 95 % of the time, and hardly anything went in or out.`,
      evidence: { cpu_p95: cpu.facts.p95, received_p95_bytes: received.facts.p95, sent_p95_bytes: sent.facts.p95, machine_type: attributes.machine_type, since: cpu.facts.since, until: cpu.facts.until },
      ...(attributes.is_spot ? {} : savedBy(region, prices, 'medium', machineParts(attributes.machine_type))),
    });
  },

  remediation: (vm) => [step('compute instances stop', vm, `gcloud compute instances start ${shortNameOf(vm.uid)}`, 'compute.instances.stop')],
});
