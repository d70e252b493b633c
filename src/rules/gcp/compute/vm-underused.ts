import { defineRule, fail, isYoung, type MetricQuestion, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpComputeInstance } from '../../../providers/gcp/compute/instance.ts';
import { gauge, percent, savedByChange, shortNameOf, step } from '../facts.ts';
import { machineParts, shapeOf } from './machine-cost.ts';

const cpuMetric = 'compute.googleapis.com/instance/cpu/utilization';
const memoryMetric = 'agent.googleapis.com/memory/percent_used';

/** `n2-standard-8` is followed by `n2-standard-4`; two processors are the least. */
export function smallerMachine(type: string): string | undefined {
  const shape = shapeOf(type);
  const half = (shape?.vcpus ?? 0) / 2;
  return shape === undefined || type.includes('custom') || half < 2 || !Number.isInteger(half) ? undefined : type.replace(/\d+$/, String(half));
}

export const gcpVmUnderused = defineRule({
  id: 'gcp-vm-underused',
  title: 'Machine is larger than what it does',
  category: 'waste',
  severity: 'low',
  resourceType: gcpComputeInstance,
  parameters: {
    days: { value: 8, help: 'Days that are looked at' },
    cpu_pct: { value: 40, help: 'Processor use that 95 % of the hours stay below, in percent' },
    mem_pct: { value: 50, help: 'Memory use that 95 % of the hours stay below, in percent, where the agent tells' },
  },
  rationale: 'Half the size costs half as much and would still have enough.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => {
    if (attributes.status !== 'RUNNING' || attributes.instance_id === null || smallerMachine(attributes.machine_type) === undefined) return {};
    const common = { days: numberOf(parameters, 'days'), dimensions: { instance_id: attributes.instance_id } };
    return { cpu: { name: cpuMetric, statistic: 'average', ...common }, memory: { name: memoryMetric, statistic: 'maximum', isHourly: true, ...common } };
  },

  evaluate({ attributes, createdAt, region }, context) {
    const { now, parameters, prices } = context;
    if (attributes.status === 'UNKNOWN') return unknown('Google did not say what state the machine is in.');
    const smaller = smallerMachine(attributes.machine_type);
    if (attributes.status !== 'RUNNING' || smaller === undefined) return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const cpu = gauge(context, 'cpu', cpuMetric, numberOf(parameters, 'days'));
    if ('evaluation' in cpu) return cpu.evaluation;
    if (cpu.facts.p95 * 100 >= numberOf(parameters, 'cpu_pct')) return pass;
    // Without the agent nobody knows how full its memory is.
    const memory = gauge(context, 'memory', memoryMetric, numberOf(parameters, 'days'));
    if ('evaluation' in memory) return memory.evaluation;
    if (memory.facts.p95 >= numberOf(parameters, 'mem_pct')) return pass;
    return fail({
      summary: `In 95 % of the hours it used less than ${percent(cpu.facts.p95)} % of its processors and ${Math.round(memory.facts.p95)} % of its memory; ${smaller} would do.`,
      evidence: { cpu_p95: cpu.facts.p95, memory_p95_pct: memory.facts.p95, machine_type: attributes.machine_type, smaller, since: cpu.facts.since, until: cpu.facts.until },
      ...(attributes.is_spot ? {} : savedByChange(region, prices, 'medium', machineParts(attributes.machine_type), machineParts(smaller))),
    });
  },

  remediation: (vm) => [
    step('compute instances stop', vm, `gcloud compute instances start ${shortNameOf(vm.uid)}`, 'compute.instances.stop'),
    step(`compute instances set-machine-type --machine-type=${smallerMachine(vm.attributes.machine_type) ?? 'SMALLER'}`, vm, `gcloud compute instances set-machine-type --machine-type=${vm.attributes.machine_type}`, 'compute.instances.setMachineType'),
  ],
});
