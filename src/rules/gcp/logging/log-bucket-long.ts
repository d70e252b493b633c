import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpLoggingBucket } from '../../../providers/gcp/logging/bucket.ts';
import { step } from '../facts.ts';

export const gcpLogBucketLong = defineRule({
  id: 'gcp-log-bucket-long',
  title: 'Logs are kept for long',
  category: 'waste',
  severity: 'low',
  resourceType: gcpLoggingBucket,
  parameters: { days: { value: 30, help: 'Days that cost nothing to keep' }, label: { value: 'compliance', help: 'A word in the description of a bucket whose logs have to be kept' } },
  rationale: 'Logs are kept for 30 days without cost; every month beyond is paid for.',

  evaluate({ attributes, name }, { parameters }) {
    // `_Required` keeps its logs for 400 days, which nobody can change and which costs nothing.
    if (name === '_Required' || attributes.is_locked) return notApplicable;
    if (attributes.retention_days === null) return unknown('Google did not say how long the logs are kept.');
    if (attributes.retention_days <= numberOf(parameters, 'days')) return pass;
    // A bucket of logs has no labels.
    if ((attributes.description ?? '').toLowerCase().includes(String(parameters['label']).toLowerCase())) return notApplicable;
    return fail({ summary: `Logs are kept for ${attributes.retention_days} days.`, evidence: { retention_days: attributes.retention_days, is_locked: false } });
  },

  remediation: (bucket) => [step('logging buckets update --retention-days=30', bucket, `gcloud logging buckets update '${bucket.name}' --retention-days=${bucket.attributes.retention_days ?? 'FORMER'} (what was deleted does not come back)`, 'logging.buckets.update', 'location')],
});
