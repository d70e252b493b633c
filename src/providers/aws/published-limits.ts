import type { RateLimit } from '../../platform/pacing/pacing.ts';

/**
 * Start values against AWS's own endpoints. EC2: the published example bucket of the Describe family (100, refilled at
 * 20 a second; each API counts by itself, so one bucket for all is careful). IAM and S3 publish none: assumptions.
 */
export const publishedLimits: Readonly<Record<string, RateLimit>> = {
  ec2: { rate: 20, burst: 100 },
  iam: { rate: 15, burst: 30 },
  s3: { rate: 100, burst: 200 },
  sts: { rate: 50, burst: 50 },
  // GetMetricData: 500 calls a second, and 180,000 points; far beyond what is asked.
  cloudwatch: { rate: 50, burst: 50 },
  // ListStreams and ListTagsForStream: five calls a second. https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
  kinesis: { rate: 5, burst: 5 },
  // https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DNSLimitations.html: five requests a second for an account
  route53: { rate: 5, burst: 5 },
  pricing: { rate: 5, burst: 10 },
};
