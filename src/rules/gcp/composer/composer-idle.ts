import { defineRule, fail, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpComposerEnvironment } from '../../../providers/gcp/composer/environment.ts';
import { afterDays, gauge, hoursPerMonth, isTooYoung, savedBy, step } from '../facts.ts';

const metric = 'composer.googleapis.com/environment/executor/running_tasks';

export const gcpComposerIdle = defineRule({
  id: 'gcp-composer-idle',
  title: 'Composer environment runs no workflow',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpComposerEnvironment,
  parameters: afterDays(14),
  rationale: 'An environment is paid for by the hour, whether or not a workflow runs in it.',
  metrics: ({ name }, parameters) => ({ tasks: { name: metric, statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { environment_name: name } } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.state !== 'RUNNING') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const tasks = gauge(context, 'tasks', metric, numberOf(context.parameters, 'days'));
    if ('evaluation' in tasks) return tasks.evaluation;
    if (tasks.facts.maximum > 0) return pass;
    return fail({ summary: `No task ran in ${numberOf(context.parameters, 'days')} days.`, evidence: { tasks: 0, size: attributes.size, since: tasks.facts.since }, ...(attributes.size === null ? {} : savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', `composer.${attributes.size}`]])) });
  },

  remediation: (environment) => [
    { command: `gcloud composer environments snapshots save '${environment.name}' --location='${environment.region}' --snapshot-location='gs://BUCKET/before-delete' --project='${environment.account}'`, undo: "gcloud storage rm --recursive 'gs://BUCKET/before-delete'", permission: 'composer.environments.executeAirflowCommand' },
    step('composer environments delete', environment, 'Make a new environment and load the snapshot into it.', 'composer.environments.delete', 'location'),
  ],
});
