import { defineRule, fail, isWholeWindow, isYoung, type MetricQuestion, noMetric, notApplicable, numberOf, pass, periodOf, unknown } from '../../../core/rule.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { hoursPerMonth, metricPermission, savedBy, step } from '../facts.ts';

export const azVmIdle = defineRule({
  id: 'az-vm-idle',
  title: 'Machine does nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: azureComputeVirtualMachine,
  parameters: {
    days: { value: 7, help: 'Days that are looked at' },
    cpu_pct: { value: 3, help: 'Processor use that 95 % of the hours stay below, in percent' },
    net_pct: { value: 2, help: 'Share of the network that it may use and still count as idle, in percent' },
    net_mbps: { value: 500, help: 'What the whole network counts as, in Mbit/s; small sizes have about that' },
  },
  rationale: 'A running machine is paid for by the hour, whether or not it does anything.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => {
    if (attributes.power_state !== 'running') return {};
    const days = numberOf(parameters, 'days');
    return { cpu: { name: 'Percentage CPU', statistic: 'average', days }, network: { name: 'Network Out Total', statistic: 'sum', isHourly: true, days } };
  },

  evaluate({ attributes, createdAt, region }, { now, parameters, prices, metric }) {
    if (attributes.power_state === null) return unknown('The power state could not be read (`Microsoft.Compute/virtualMachines/instanceView/read`).');
    if (attributes.power_state !== 'running') return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    const days = numberOf(parameters, 'days');
    const cpu = metric('cpu');
    const network = metric('network');
    if (cpu === undefined || network === undefined) return noMetric(cpu === undefined ? 'Percentage CPU' : 'Network Out Total', metricPermission);
    if (!isWholeWindow(cpu, days) || !isWholeWindow(network, days)) return unknown(`It has not run for most of the last ${days} days, so nobody knows how much it is used.`);
    const seconds = periodOf({ days, statistic: 'sum', isHourly: true });
    const limit = (numberOf(parameters, 'net_pct') / 100) * numberOf(parameters, 'net_mbps') * 125_000 * seconds;
    if (cpu.p95 >= numberOf(parameters, 'cpu_pct') || network.p95 >= limit) return pass;
    return fail({
      summary: `Over ${days} days its processor stayed below ${Math.round(cpu.p95 * 10) / 10} % in 95 % of the ${seconds === 3600 ? 'hours' : 'days'}.`,
      evidence: { cpu_p95: cpu.p95, network_out_p95_bytes_a_second: Math.round(network.p95 / seconds), size: attributes.size, since: cpu.since, until: cpu.until },
      ...(attributes.size === null || attributes.priority?.toLowerCase() === 'spot' ? {} : savedBy(region, prices, 'medium', [[hoursPerMonth, 'h', `vm.${attributes.size}`]])),
    });
  },

  remediation: ({ uid }) => [step('vm deallocate', uid, `az vm start --ids '${uid}'`, 'Microsoft.Compute/virtualMachines/deallocate/action')],
});
