import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpDataflowJob } from '../../../providers/gcp/dataflow/job.ts';
import { machineParts } from '../compute/machine-cost.ts';
import { afterDays, counted, isTooYoung, savedBy, step } from '../facts.ts';

const metric = 'dataflow.googleapis.com/job/elements_produced_count';
const isWatched = ({ job_type: type, state }: { job_type: string | null; state: string }): boolean => type === 'JOB_TYPE_STREAMING' && state === 'JOB_STATE_RUNNING';

export const gcpDataflowStuck = defineRule({
  id: 'gcp-dataflow-stuck',
  title: 'Streaming job passes nothing on',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpDataflowJob,
  parameters: afterDays(2),
  rationale: 'The workers of a streaming job are paid for as long as it runs.',
  metrics: ({ attributes, name }, parameters): Record<string, MetricQuestion> => (isWatched(attributes) ? { elements: { name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { job_name: attributes.job_name ?? name } } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (!isWatched(attributes)) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const elements = counted(context, { elements: metric });
    if ('evaluation' in elements) return elements.evaluation;
    if (elements.sum > 0) return pass;
    return fail({ summary: `Nothing came through it in ${numberOf(context.parameters, 'days')} days.`, evidence: { elements: 0, workers: attributes.worker_count, machine_type: attributes.machine_type }, ...(attributes.machine_type === null || attributes.worker_count === null ? {} : savedBy(region, context.prices, 'medium', machineParts(attributes.machine_type, attributes.worker_count))) });
  },

  remediation: (job) => [step('dataflow jobs drain', job, 'Nothing undoes it: start the job again.', 'dataflow.jobs.updateContents', 'region')],
});
