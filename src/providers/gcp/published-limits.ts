import type { RateLimit } from '../../platform/pacing/pacing.ts';

/**
 * Start values against Google's own endpoints, from what is granted by default. Cloud Asset: 100 lists a minute per
 * consumer project (cloud.google.com/asset-inventory/docs/quota); Service Usage: 240 a minute per project; Compute: 1,500
 * reads a minute per project in each group of methods (cloud.google.com/compute/docs/api-rate-limits), one bucket for
 * all being careful; IAM: 6,000 reads a minute per project (cloud.google.com/iam/quotas). The others learn.
 */
export const publishedLimits: Readonly<Record<string, RateLimit>> = {
  'gcp-cloud-asset': { rate: 100 / 60, burst: 100 },
  'gcp-serviceusage': { rate: 4, burst: 120 },
  'gcp-compute': { rate: 25, burst: 250 },
  'gcp-iam': { rate: 100, burst: 500 },
};
