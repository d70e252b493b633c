/** The 17 regions that are on in every commercial account, with the share of a generated estate and the price-list prefix. */
const enabled: readonly [name: string, share: number, pricePrefix: string, priceFactor: number, location: string][] = [
  ['us-east-1', 30, '', 1, 'US East (N. Virginia)'],
  ['eu-west-1', 22, 'EU-', 1.1, 'EU (Ireland)'],
  ['us-west-2', 12, 'USW2-', 1, 'US West (Oregon)'],
  ['eu-central-1', 10, 'EUC1-', 1.19, 'EU (Frankfurt)'],
  ['ap-southeast-1', 7, 'APS1-', 1.2, 'Asia Pacific (Singapore)'],
  ['us-east-2', 6, 'USE2-', 1, 'US East (Ohio)'],
  ['ap-northeast-1', 5, 'APN1-', 1.2, 'Asia Pacific (Tokyo)'],
  ['ap-south-1', 4, 'APS3-', 1.14, 'Asia Pacific (Mumbai)'],
  ['eu-west-2', 2, 'EUW2-', 1.16, 'EU (London)'],
  ['sa-east-1', 1, 'SAE1-', 1.9, 'South America (Sao Paulo)'],
  ['ap-southeast-2', 1, 'APS2-', 1.2, 'Asia Pacific (Sydney)'],
  ['us-west-1', 0, 'USW1-', 1.2, 'US West (N. California)'],
  ['ca-central-1', 0, 'CAN1-', 1.1, 'Canada (Central)'],
  ['eu-west-3', 0, 'EUW3-', 1.16, 'EU (Paris)'],
  ['eu-north-1', 0, 'EUN1-', 1.05, 'EU (Stockholm)'],
  ['ap-northeast-2', 0, 'APN2-', 1.14, 'Asia Pacific (Seoul)'],
  ['ap-northeast-3', 0, 'APN3-', 1.2, 'Asia Pacific (Osaka)'],
];

export const defaultRegions: readonly string[] = enabled.map(([name]) => name).sort();

/** Regions an account must opt in to: DescribeRegions shows them only when asked for all. */
export const optInRegions: readonly string[] = [
  'af-south-1', 'ap-east-1', 'ap-south-2', 'ap-southeast-3', 'ap-southeast-4', 'ca-west-1',
  'eu-central-2', 'eu-south-1', 'eu-south-2', 'il-central-1', 'me-central-1', 'me-south-1',
];

/** Shares for the given regions; a region of no known share gets one only where none has. */
export function regionShares(regions: readonly string[]): number[] {
  const shares = regions.map((region) => enabled.find(([name]) => name === region)?.[1] ?? 1);
  return shares.some((share) => share > 0) ? shares : shares.map(() => 1);
}

export interface PricedRegion { name: string; prefix: string; factor: number; location: string }

export const pricedRegions: readonly PricedRegion[] = enabled.map(([name, , prefix, factor, location]) => ({ name, prefix, factor, location }));
