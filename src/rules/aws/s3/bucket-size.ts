import type { MetricFacts, MetricQuestion } from '../../../core/rule.ts';
import { bytesPerGib } from '../facts.ts';

/** What a bucket holds in S3 Standard. S3 tells it once a day. https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html */
export const bucketSize = (name: string): MetricQuestion => ({ namespace: 'AWS/S3', name: 'BucketSizeBytes', statistic: 'maximum', days: 7, dimensions: { BucketName: name, StorageType: 'StandardStorage' } });

/** GiB in S3 Standard, rounded to hundredths; undefined where the metric could not be read. */
export const gibOf = (size: MetricFacts | undefined): number | undefined => (size === undefined ? undefined : Math.round((size.maximum / bytesPerGib) * 100) / 100);
