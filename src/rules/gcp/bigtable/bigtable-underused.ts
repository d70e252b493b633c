import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpBigtableCluster } from '../../../providers/gcp/bigtable/cluster.ts';
import { gauge, hoursPerMonth, isTooYoung, percent, quoted, savedBy, shortNameOf } from '../facts.ts';

const metric = (name: string): string => `bigtable.googleapis.com/cluster/${name}`;

export const gcpBigtableUnderused = defineRule({
  id: 'gcp-bigtable-underused',
  title: 'Bigtable cluster is larger than what it does',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpBigtableCluster,
  parameters: { days: { value: 14, help: 'Days that are looked at' }, pct: { value: 20, help: 'Processor use that 95 % of the hours stay below, in percent' }, storage_pct: { value: 60, help: 'Share of the storage of its nodes that fewer nodes may fill, in percent' } },
  rationale: 'Nodes are paid for by the hour, whether or not they are used.',
  metrics: ({ uid, attributes }, parameters) => {
    const common = { days: numberOf(parameters, 'days'), dimensions: { instance: shortNameOf(attributes.instance_uid), cluster: shortNameOf(uid) } };
    return { cpu: { name: metric('cpu_load'), statistic: 'average', ...common }, storage: { name: metric('storage_utilization'), statistic: 'maximum', ...common } };
  },

  evaluate(resource, context) {
    const { attributes, region } = resource;
    const { nodes } = attributes;
    const { parameters } = context;
    if (attributes.max_nodes !== null || attributes.state !== 'READY') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    if (nodes === null) return unknown('Google did not say how many nodes it has.');
    if (nodes < 2) return pass;
    const [cpu, storage] = [gauge(context, 'cpu', metric('cpu_load'), numberOf(parameters, 'days')), gauge(context, 'storage', metric('storage_utilization'), numberOf(parameters, 'days'))];
    if ('evaluation' in cpu) return cpu.evaluation;
    if ('evaluation' in storage) return storage.evaluation;
    if (cpu.facts.p95 * 100 >= numberOf(parameters, 'pct')) return pass;
    const fit = Math.max(1, Math.ceil(nodes * cpu.facts.p95 * 2), Math.ceil((nodes * storage.facts.maximum * 100) / numberOf(parameters, 'storage_pct')));
    if (fit >= nodes) return pass;
    return fail({ summary: `In 95 % of the hours its processors were busy by less than ${percent(cpu.facts.p95)} %; ${fit} of its ${nodes} nodes would do.`, evidence: { cpu_p95: cpu.facts.p95, storage_maximum: storage.facts.maximum, nodes, fit }, ...savedBy(region, context.prices, 'medium', [[(nodes - fit) * hoursPerMonth, 'node h', 'bigtable.node']]) });
  },

  remediation: ({ uid, account, attributes }) => [{ command: `gcloud bigtable clusters update ${quoted(shortNameOf(uid))} --instance=${quoted(shortNameOf(attributes.instance_uid))} --num-nodes=FEWER --project=${quoted(account)}`, undo: `gcloud bigtable clusters update ${quoted(shortNameOf(uid))} --num-nodes=${attributes.nodes ?? 'FORMER'}`, permission: 'bigtable.clusters.update' }],
});
