import type { ApiParts } from './parts.ts';

/** Regions of the public, China and GovCloud partitions as of 2025; what an account has besides is learned from it. */
const published = new Set([
  'af-south-1', 'ap-east-1', 'ap-east-2', 'ap-northeast-1', 'ap-northeast-2', 'ap-northeast-3', 'ap-south-1', 'ap-south-2', 'ap-southeast-1', 'ap-southeast-2', 'ap-southeast-3',
  'ap-southeast-4', 'ap-southeast-5', 'ap-southeast-6', 'ap-southeast-7', 'ca-central-1', 'ca-west-1', 'cn-north-1', 'cn-northwest-1', 'eu-central-1', 'eu-central-2', 'eu-north-1',
  'eu-south-1', 'eu-south-2', 'eu-west-1', 'eu-west-2', 'eu-west-3', 'il-central-1', 'me-central-1', 'me-south-1', 'mx-central-1', 'sa-east-1', 'us-east-1', 'us-east-2',
  'us-gov-east-1', 'us-gov-west-1', 'us-west-1', 'us-west-2',
]);

/** Those that neither AWS has published nor the connected accounts have. */
export async function unknownRegions(regions: readonly string[], { settings }: Pick<ApiParts, 'settings'>): Promise<string[]> {
  const strange = regions.filter((region) => !published.has(region));
  if (strange.length === 0) return [];
  const seen = new Set((await settings.connections()).flatMap((connection) => connection.regions));
  return strange.filter((region) => !seen.has(region));
}
