import { defineRule, fail, numberOf, pass, noMetric, unknown } from '../../../core/rule.ts';
import { gcpStorageBucket } from '../../../providers/gcp/storage/bucket.ts';
import { metricPermission, quoted } from '../facts.ts';

const metric = 'storage.googleapis.com/storage/object_count';

export const gcpBucketEmpty = defineRule({
  id: 'gcp-bucket-empty',
  title: 'Bucket is empty',
  category: 'waste',
  severity: 'low',
  resourceType: gcpStorageBucket,
  headline: true,
  parameters: { days: { value: 3, help: 'Days of counts that are looked at: objects are counted once a day; an empty bucket is flagged at once' } },
  rationale: 'An empty bucket costs nothing to store, but each one is a name and a target to look after.',
  metrics: ({ name }, parameters) => ({ objects: { name: metric, statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { bucket_name: name } } }),

  evaluate(_bucket, { metric: answer }) {
    const objects = answer('objects');
    if (objects === undefined) return noMetric(metric, metricPermission);
    // Google writes no point where there is none to write: of an empty bucket and of one it has not counted yet.
    if (objects.points === 0) return unknown('Google has no count of its objects.');
    return objects.maximum > 0 ? pass : fail({ summary: 'Holds no object.', evidence: { objects: 0, since: objects.since, until: objects.until } });
  },

  remediation: ({ name, account }) => [{ command: `gcloud storage buckets delete ${quoted(`gs://${name}`)} --project=${quoted(account)}`, undo: `gcloud storage buckets create ${quoted(`gs://${name}`)} (while nobody else has taken the name)`, permission: 'storage.buckets.delete' }],
});
