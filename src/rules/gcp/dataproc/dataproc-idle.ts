import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpDataprocCluster } from '../../../providers/gcp/dataproc/cluster.ts';
import { machineParts, shapeOf } from '../compute/machine-cost.ts';
import { counted, hoursPerMonth, irreversible, type PricedPart, savedBy, shortNameOf, step } from '../facts.ts';

const metric = 'dataproc.googleapis.com/cluster/job/submitted_count';

/** What a number of machines cost a month, with what Dataproc asks for each of their processors. */
function groupParts(machineType: string | null, count: number | null): PricedPart[] | undefined {
  const shape = shapeOf(machineType ?? '');
  if (count === null || count === 0) return [];
  return machineType === null || shape === undefined ? undefined : [...machineParts(machineType, count), [shape.vcpus * count * hoursPerMonth, 'vCPU h', 'dataproc.vcpu']];
}

export const gcpDataprocIdle = defineRule({
  id: 'gcp-dataproc-idle',
  title: 'Cluster has no jobs',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpDataprocCluster,
  parameters: { hours: { value: 2, help: 'Hours without a job; metrics are looked at by whole days, so it is told after a day' } },
  rationale: 'A cluster is paid for by the hour, whether or not a job runs in it.',
  metrics: ({ attributes, uid }, parameters): Record<string, MetricQuestion> => (attributes.state === 'RUNNING' ? { jobs: { name: metric, statistic: 'sum', days: Math.max(1, Math.ceil(numberOf(parameters, 'hours') / 24)), dimensions: { cluster_name: shortNameOf(uid) } } } : {}),

  evaluate({ attributes, region, createdAt, name }, context) {
    const { now, firstSeen, parameters, prices } = context;
    if (attributes.state !== 'RUNNING') return notApplicable;
    const running = attributes.state_since === null ? Number.NaN : Date.parse(attributes.state_since);
    const since = Number.isNaN(running) ? (createdAt ?? firstSeen) : new Date(running);
    // The metric is of whole days: a job before it began to run says nothing.
    if (daysBetween(since, now) < Math.max(1, numberOf(parameters, 'hours') / 24)) return pass;
    const jobs = counted(context, { jobs: metric });
    if ('evaluation' in jobs) return jobs.evaluation;
    if (jobs.sum > 0) return pass;
    const parts = [groupParts(attributes.master_machine_type, attributes.master_count), groupParts(attributes.worker_machine_type, attributes.worker_count)];
    return fail({
      summary: `${name} has been running without a job.`,
      evidence: { jobs: 0, state_since: attributes.state_since, workers: attributes.worker_count, idle_delete_ttl: attributes.idle_delete_ttl },
      ...(parts.includes(undefined) ? {} : savedBy(region, prices, 'high', parts.flatMap((part) => part ?? []))),
    });
  },

  remediation: (cluster) => [
    step('dataproc clusters update --max-idle=2h', cluster, `gcloud dataproc clusters update '${cluster.name}' --no-max-idle`, 'dataproc.clusters.update', 'region'),
    step('dataproc clusters delete', cluster, irreversible, 'dataproc.clusters.delete', 'region'),
  ],
});
