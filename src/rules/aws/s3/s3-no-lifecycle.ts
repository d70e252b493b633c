import { defineRule, fail, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsS3Bucket } from '../../../providers/aws/s3/bucket.ts';
import { metricPermission, quoted } from '../facts.ts';
import { bucketSize, gibOf } from './bucket-size.ts';

export const awsS3NoLifecycle = defineRule({
  id: 'aws-s3-no-lifecycle',
  title: 'Large bucket has no lifecycle rule',
  category: 'waste',
  severity: 'informational',
  resourceType: awsS3Bucket,
  parameters: { gb: { value: 100, help: 'GiB in S3 Standard from which a bucket counts as large' } },
  rationale: 'Without a lifecycle rule everything stays in the dearest class for ever, however old it is.',
  metrics: ({ name, attributes }) => (attributes.lifecycle_rules === 0 && attributes.is_empty !== true ? { size: bucketSize(name) } : {}),

  evaluate({ attributes }, { parameters, metric }) {
    if (attributes.is_empty === true) return notApplicable;
    if (attributes.lifecycle_rules === null) return unknown('Its lifecycle rules have not been read (`s3:GetLifecycleConfiguration`, in a scan with details).');
    if (attributes.lifecycle_rules > 0) return pass;
    const gib = gibOf(metric('size'));
    if (gib === undefined) return noMetric('BucketSizeBytes', metricPermission);
    if (gib <= numberOf(parameters, 'gb')) return pass;
    // What of it is rarely read is not known, so what a cheaper class would save is not either.
    return fail({ summary: `${gib} GiB in S3 Standard and no lifecycle rule.`, evidence: { lifecycle_rules: 0, standard_gib: gib, bucket_region: attributes.bucket_region } });
  },

  remediation: ({ name, attributes }) => [
    {
      command: `aws s3api put-bucket-lifecycle-configuration --bucket ${name} --region ${attributes.bucket_region} --lifecycle-configuration ${quoted(byAge)}`,
      undo: `aws s3api delete-bucket-lifecycle --bucket ${name} --region ${attributes.bucket_region}`,
      permission: 's3:PutLifecycleConfiguration',
    },
  ],
});

const byAge = JSON.stringify({ Rules: [{ ID: 'by-age', Status: 'Enabled', Filter: {}, Transitions: [{ Days: 30, StorageClass: 'INTELLIGENT_TIERING' }], AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } }] });
