import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsS3Bucket } from '../../../providers/aws/s3/bucket.ts';

export const awsS3Empty = defineRule({
  id: 'aws-s3-empty',
  title: 'Bucket is empty',
  category: 'waste',
  severity: 'low',
  resourceType: awsS3Bucket,
  headline: true,
  parameters: { days: { value: 0, help: 'Days since the bucket was made; 0 flags it at once' } },
  rationale: 'An empty bucket costs nothing to store, but each one is a name, a policy and a target to look after.',

  evaluate({ attributes, createdAt }, { now, parameters }) {
    if (attributes.is_empty === null) return unknown('Its content could not be read (`s3:ListBucketVersions`).');
    if (!attributes.is_empty) return pass;
    if (createdAt !== undefined && daysBetween(createdAt, now) < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: `Holds no object, no old version and no delete marker${attributes.created_at === null ? '' : `; made on ${attributes.created_at.slice(0, 10)}`}.`,
      evidence: { is_empty: true, created_at: attributes.created_at, bucket_region: attributes.bucket_region },
    });
  },

  remediation: ({ name, attributes }) => [
    {
      command: `aws s3api delete-bucket --bucket ${name} --region ${attributes.bucket_region}`,
      undo: `aws s3api create-bucket --bucket ${name} --region ${attributes.bucket_region} (works only while nobody else takes the name)`,
      permission: 's3:DeleteBucket',
    },
  ],
});
