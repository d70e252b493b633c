import { defineRule, fail, isWholeWindow, type MetricQuestion, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsS3Bucket } from '../../../providers/aws/s3/bucket.ts';
import { isTooYoung, metricPermission, quoted, savedBy } from '../facts.ts';
import { bucketSize, gibOf } from './bucket-size.ts';

const asks = { all: 'AllRequests', reads: 'GetRequests', writes: 'PutRequests' } as const;

export const awsS3Inactive = defineRule({
  id: 'aws-s3-inactive',
  title: 'Nothing reads or writes the bucket',
  category: 'waste',
  severity: 'low',
  resourceType: awsS3Bucket,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without an object read or written' }, filter_id: { value: 'EntireBucket', help: "Name of the bucket's request metrics that cover all of it" } },
  rationale: 'Objects that nobody reads cost a fraction in an archive class, and nothing once they are gone.',
  metrics({ name, attributes }, parameters): Record<string, MetricQuestion> {
    if (attributes.is_empty === true) return {};
    const question = (metric: string): MetricQuestion => ({ namespace: 'AWS/S3', name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { BucketName: name, FilterId: String(parameters['filter_id']) } });
    return { all: question(asks.all), reads: question(asks.reads), writes: question(asks.writes), size: bucketSize(name) };
  },

  evaluate(bucket, context) {
    const { attributes } = bucket;
    // An empty bucket is the matter of another rule.
    if (attributes.is_empty === true) return notApplicable;
    if (isTooYoung(bucket, context)) return pass;
    const { metric, parameters, prices } = context;
    const [all, reads, writes] = [metric('all'), metric('reads'), metric('writes')];
    if (all === undefined || reads === undefined || writes === undefined) return noMetric(all === undefined ? asks.all : reads === undefined ? asks.reads : asks.writes, metricPermission);
    if (reads.sum > 0 || writes.sum > 0) return pass;
    const days = numberOf(parameters, 'days');
    // Each scan lists the bucket, so a bucket with request metrics has some on most days: without them nobody counts.
    if (!isWholeWindow(all, days)) return unknown(`Requests of only ${all.coveredDays} of ${days} days are known: its request metrics (${String(parameters['filter_id'])}) are off or new.`);
    const gib = gibOf(metric('size'));
    return fail({
      summary: `No object was read or written in ${days} days.`,
      evidence: { get_requests: 0, put_requests: 0, standard_gib: gib ?? null, bucket_region: attributes.bucket_region, since: all.since, until: all.until },
      ...(gib === undefined ? {} : savedBy(attributes.bucket_region, prices, 'medium', [[gib, 'GiB', 's3.standard']])),
    });
  },

  remediation: ({ name, attributes }) => [
    {
      command: `aws s3api put-bucket-lifecycle-configuration --bucket ${name} --region ${attributes.bucket_region} --lifecycle-configuration ${quoted(archive)}`,
      undo: `aws s3api delete-bucket-lifecycle --bucket ${name} --region ${attributes.bucket_region} (what was archived stays so until it is copied back)`,
      permission: 's3:PutLifecycleConfiguration',
    },
  ],
});

const archive = JSON.stringify({ Rules: [{ ID: 'archive', Status: 'Enabled', Filter: {}, Transitions: [{ Days: 0, StorageClass: 'GLACIER_IR' }] }] });
