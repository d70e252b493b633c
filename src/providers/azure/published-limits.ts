import type { RateLimit } from '../../platform/pacing/pacing.ts';

/**
 * Start values against Azure's own endpoints. Resource Manager: 250 reads at once and 25 a second for each subscription
 * and principal (learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling). Resource
 * Graph: 15 queries in 5 seconds (learn.microsoft.com/azure/governance/resource-graph/concepts/guidance-for-throttled-requests).
 * Microsoft Graph publishes its limits in units of its own: an assumption well below them.
 */
export const publishedLimits: Readonly<Record<string, RateLimit>> = {
  'azure-arm': { rate: 25, burst: 250 },
  'azure-resource-graph': { rate: 3, burst: 15 },
  'azure-directory': { rate: 10, burst: 20 },
};
