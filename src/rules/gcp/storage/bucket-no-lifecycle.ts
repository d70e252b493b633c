import { defineRule, fail, noMetric, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpStorageBucket } from '../../../providers/gcp/storage/bucket.ts';
import { gib, metricPermission, quoted, savedByChange } from '../facts.ts';

const metric = 'storage.googleapis.com/storage/total_bytes';

export const gcpBucketNoLifecycle = defineRule({
  id: 'gcp-bucket-no-lifecycle',
  title: 'Large bucket has no lifecycle',
  category: 'waste',
  severity: 'low',
  resourceType: gcpStorageBucket,
  parameters: { gb: { value: 100, help: 'GiB from which a bucket counts as large' }, cold_pct: { value: 50, help: 'Share that could lie in a colder class, in percent' } },
  rationale: 'Without a rule nothing moves to a colder class or is deleted by itself.',
  metrics: ({ name, attributes }) => (attributes.lifecycle_rules > 0 || attributes.autoclass ? {} : { bytes: { name: metric, statistic: 'average', days: 3, dimensions: { bucket_name: name } } }),

  evaluate({ attributes, region }, { parameters, prices, metric: answer }) {
    if (attributes.lifecycle_rules > 0 || attributes.autoclass || attributes.storage_class !== 'STANDARD') return pass;
    const bytes = answer('bytes');
    if (bytes === undefined) return noMetric(metric, metricPermission);
    if (bytes.points === 0) return unknown('Google has no figure of what the bucket holds.');
    const size = gib(bytes.average);
    if (size < numberOf(parameters, 'gb')) return pass;
    const cold = Math.round(size * numberOf(parameters, 'cold_pct')) / 100;
    return fail({ summary: `${size} GiB and no lifecycle.`, evidence: { bytes: bytes.average, lifecycle_rules: 0, autoclass: false }, ...savedByChange(region, prices, 'low', [[cold, 'GiB', 'storage.standard']], [[cold, 'GiB', 'storage.nearline']]) });
  },

  remediation: ({ name, account }) => [{ command: `gcloud storage buckets update ${quoted(`gs://${name}`)} --lifecycle-file=lifecycle.json --project=${quoted(account)}`, undo: `gcloud storage buckets update ${quoted(`gs://${name}`)} --clear-lifecycle`, permission: 'storage.buckets.update' }],
});
