import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpSqlInstance } from '../../../providers/gcp/sql/instance.ts';
import { afterDays, gauge, isTooYoung, savedBy, step } from '../facts.ts';
import { copiesOf, storageParts, tierParts } from './sql-cost.ts';

const metric = 'cloudsql.googleapis.com/database/network/connections';
const isRunning = ({ state, activation_policy: policy }: { state: string; activation_policy: string | null }): boolean => state === 'RUNNABLE' && policy !== 'NEVER';

export const gcpSqlIdle = defineRule({
  id: 'gcp-sql-idle',
  title: 'Database has no connections',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpSqlInstance,
  parameters: afterDays(30),
  rationale: 'A database is paid for by the hour, whether or not anything connects to it.',
  metrics: ({ attributes, account, name }, parameters): Record<string, MetricQuestion> => (isRunning(attributes) ? { connections: { name: metric, statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { database_id: `${account}:${name}` } } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (!isRunning(attributes)) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const connections = gauge(context, 'connections', metric, numberOf(context.parameters, 'days'));
    if ('evaluation' in connections) return connections.evaluation;
    if (connections.facts.maximum > 0) return pass;
    const tier = tierParts(attributes.tier, copiesOf(attributes));
    return fail({
      summary: `Nothing connected to it in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { connections: 0, tier: attributes.tier, availability: attributes.availability, disk_size_gib: attributes.disk_size_gib, since: connections.facts.since },
      ...(tier === undefined ? {} : savedBy(region, context.prices, 'high', [...tier, ...storageParts(attributes)])),
    });
  },

  remediation: (instance) => [
    step('sql instances patch --activation-policy=NEVER', instance, `gcloud sql instances patch '${instance.name}' --activation-policy=ALWAYS`, 'cloudsql.instances.update', 'none'),
    { command: `gcloud sql export sql '${instance.name}' 'gs://BUCKET/${instance.name}.sql.gz' --project='${instance.account}'`, undo: `gcloud storage rm 'gs://BUCKET/${instance.name}.sql.gz'`, permission: 'cloudsql.instances.export' },
    step('sql instances delete', instance, 'Import the export into a new instance (the name stays taken for a week).', 'cloudsql.instances.delete', 'none'),
  ],
});
