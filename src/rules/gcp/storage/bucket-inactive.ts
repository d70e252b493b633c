import { defineRule, fail, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { gcpStorageBucket } from '../../../providers/gcp/storage/bucket.ts';
import { afterDays, counted, gib, isTooYoung, metricPermission, quoted, savedBy } from '../facts.ts';
import { storageSku } from './bucket-cost.ts';

const metric = (name: string): string => `storage.googleapis.com/${name}`;

export const gcpBucketInactive = defineRule({
  id: 'gcp-bucket-inactive',
  title: 'Bucket is asked for nothing',
  category: 'waste',
  severity: 'low',
  resourceType: gcpStorageBucket,
  headline: true,
  parameters: afterDays(90),
  rationale: 'What nobody reads could lie in a colder class, or nowhere.',
  metrics: ({ name }, parameters) => ({ requests: { name: metric('api/request_count'), statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { bucket_name: name } }, bytes: { name: metric('storage/total_bytes'), statistic: 'average', days: 3, dimensions: { bucket_name: name } } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const requests = counted(context, { requests: metric('api/request_count') });
    if ('evaluation' in requests) return requests.evaluation;
    if (requests.sum > 0) return pass;
    const bytes = context.metric('bytes');
    if (bytes === undefined) return noMetric(metric('storage/total_bytes'), metricPermission);
    const size = bytes.points === 0 ? null : gib(bytes.average);
    // An empty one is told of by its own rule.
    if (size === 0) return pass;
    return fail({
      summary: `Nobody asked it for anything in ${numberOf(context.parameters, 'days')} days${size === null ? '' : `; it holds ${size} GiB`}.`,
      evidence: { requests: 0, bytes: size === null ? null : bytes.average, storage_class: attributes.storage_class },
      ...(size === null ? {} : savedBy(region, context.prices, 'medium', [[size, 'GiB', storageSku(attributes.storage_class, attributes.location_type)]], { isUpper: true })),
    });
  },

  remediation: ({ name, account }) => [{ command: `gcloud storage buckets update ${quoted(`gs://${name}`)} --enable-autoclass --project=${quoted(account)}`, undo: `gcloud storage buckets update ${quoted(`gs://${name}`)} --no-enable-autoclass`, permission: 'storage.buckets.update' }],
});
