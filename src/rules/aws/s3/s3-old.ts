import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsS3Bucket } from '../../../providers/aws/s3/bucket.ts';
import { savedBy } from '../facts.ts';
import { bucketSize, gibOf } from './bucket-size.ts';

export const awsS3Old = defineRule({
  id: 'aws-s3-old',
  title: 'Bucket was made long ago',
  category: 'waste',
  severity: 'informational',
  resourceType: awsS3Bucket,
  isOnByDefault: false,
  parameters: { days: { value: 90, help: 'Age in days from which a bucket counts as old' } },
  rationale: 'Age alone is no ground to delete a bucket, but what nobody has looked at for long is worth a look.',
  metrics: ({ name }) => ({ size: bucketSize(name) }),

  evaluate({ attributes, createdAt }, { now, parameters, prices, metric }) {
    if (createdAt === undefined) return unknown('AWS does not say when it was made.');
    if (daysBetween(createdAt, now) < numberOf(parameters, 'days')) return pass;
    const gib = gibOf(metric('size'));
    return fail({
      summary: `Made on ${createdAt.toISOString().slice(0, 10)}.`,
      evidence: { created_at: attributes.created_at, standard_gib: gib ?? null, bucket_region: attributes.bucket_region },
      ...(gib === undefined ? {} : savedBy(attributes.bucket_region, prices, 'low', [[gib, 'GiB', 's3.standard']])),
    });
  },

  remediation: ({ name, attributes }) => [
    { command: `aws s3 ls s3://${name} --recursive --summarize --region ${attributes.bucket_region}`, undo: 'Nothing to undo: it only looks.', permission: 's3:ListBucket' },
  ],
});
