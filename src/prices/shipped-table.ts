import { bucketPrice, servicePrice } from './aws-services.ts';
import { azurePrice, azureTableDate } from './azure-table.ts';
import { gcpPrice, gcpTableDate } from './gcp-table.ts';

/**
 * List prices in USD for use without a price API, typed in from AWS's public price pages. A saving made from them is
 * marked `estimate`. Storage is priced exactly in us-east-1 and by a regional factor elsewhere: AWS keeps the ratio
 * between regions nearly the same over its EBS types (gp2 and gp3 agree to the cent).
 */
export const tableDate = '2025-06-01';

/** When the table that a SKU is in was typed in. */
export const tableDateOf = (sku: string): string => (sku.startsWith('azure.') ? azureTableDate : sku.startsWith('gcp.') ? gcpTableDate : tableDate);

/** Per GiB-month, IOPS-month, MiB/s-month in us-east-1. https://aws.amazon.com/ebs/pricing/ */
const ebs: Readonly<Record<string, number>> = {
  'ebs.gp3': 0.08,
  'ebs.gp3.iops': 0.005,
  'ebs.gp3.mibps': 0.04,
  'ebs.gp2': 0.1,
  'ebs.io1': 0.125,
  'ebs.io1.iops': 0.065,
  'ebs.io2': 0.125,
  'ebs.io2.iops': 0.065,
  'ebs.st1': 0.045,
  'ebs.sc1': 0.015,
  'ebs.standard': 0.05,
};

const ebsFactor: Readonly<Record<string, number>> = {
  'us-east-1': 1,
  'us-east-2': 1,
  'us-west-1': 1.2,
  'us-west-2': 1,
  'ca-central-1': 1.1,
  'eu-west-1': 1.1,
  'eu-west-2': 1.16,
  'eu-west-3': 1.16,
  'eu-central-1': 1.19,
  'eu-north-1': 1.045,
  'ap-south-1': 1.14,
  'ap-southeast-1': 1.2,
  'ap-southeast-2': 1.2,
  'ap-northeast-1': 1.2,
  'ap-northeast-2': 1.14,
  'ap-northeast-3': 1.2,
  'sa-east-1': 1.9,
};

/** Per GiB-month, standard and archive tier. */
const snapshot: Readonly<Record<string, number>> = { 'us-west-1': 0.055, 'eu-central-1': 0.054, 'eu-west-2': 0.053, 'eu-west-3': 0.053, 'ap-southeast-2': 0.055, 'sa-east-1': 0.068 };

/** Per hour, Linux, on demand, us-east-1. https://aws.amazon.com/ec2/pricing/on-demand/ */
const instances: Readonly<Record<string, number>> = {
  't2.nano': 0.0058,
  't2.micro': 0.0116,
  't2.small': 0.023,
  't2.medium': 0.0464,
  't2.large': 0.0928,
  't2.xlarge': 0.1856,
  't2.2xlarge': 0.3712,
  't3.nano': 0.0052,
  't3.micro': 0.0104,
  't3.small': 0.0208,
  't3.medium': 0.0416,
  't3.large': 0.0832,
  't3.xlarge': 0.1664,
  't3.2xlarge': 0.3328,
  't4g.nano': 0.0042,
  't4g.micro': 0.0084,
  't4g.small': 0.0168,
  't4g.medium': 0.0336,
  't4g.large': 0.0672,
  't4g.xlarge': 0.1344,
  't4g.2xlarge': 0.2688,
  'm3.large': 0.133,
  'm3.xlarge': 0.266,
  'm3.2xlarge': 0.532,
  'm4.large': 0.1,
  'm4.xlarge': 0.2,
  'm4.2xlarge': 0.4,
  'm4.4xlarge': 0.8,
  'm5.large': 0.096,
  'm5.xlarge': 0.192,
  'm5.2xlarge': 0.384,
  'm5.4xlarge': 0.768,
  'm6i.large': 0.096,
  'm6i.xlarge': 0.192,
  'm6i.2xlarge': 0.384,
  'm6g.large': 0.077,
  'm6g.xlarge': 0.154,
  'm6g.2xlarge': 0.308,
  'm6g.4xlarge': 0.616,
  'm7g.large': 0.0816,
  'm7i.large': 0.1008,
  'c3.large': 0.105,
  'c3.xlarge': 0.21,
  'c3.2xlarge': 0.42,
  'c4.large': 0.1,
  'c4.xlarge': 0.199,
  'c4.2xlarge': 0.398,
  'c5.large': 0.085,
  'c5.xlarge': 0.17,
  'c5.2xlarge': 0.34,
  'c6i.large': 0.085,
  'c6i.xlarge': 0.17,
  'c6g.large': 0.068,
  'c6g.xlarge': 0.136,
  'c6g.2xlarge': 0.272,
  'c7g.large': 0.0725,
  'r3.large': 0.166,
  'r3.xlarge': 0.333,
  'r3.2xlarge': 0.665,
  'r4.large': 0.133,
  'r4.xlarge': 0.266,
  'r4.2xlarge': 0.532,
  'r5.large': 0.126,
  'r5.xlarge': 0.252,
  'r5.2xlarge': 0.504,
  'r6i.large': 0.126,
  'r6i.xlarge': 0.252,
  'r6g.large': 0.1008,
  'r6g.xlarge': 0.2016,
  'r6g.2xlarge': 0.4032,
  'i3.large': 0.156,
  'g4dn.xlarge': 0.526,
};

const instanceFactor: Readonly<Record<string, number>> = {
  'us-east-1': 1,
  'us-east-2': 1,
  'us-west-1': 1.18,
  'us-west-2': 1,
  'ca-central-1': 1.11,
  'eu-west-1': 1.11,
  'eu-west-2': 1.16,
  'eu-west-3': 1.16,
  'eu-central-1': 1.17,
  'eu-north-1': 1.06,
  'ap-south-1': 1.07,
  'ap-southeast-1': 1.25,
  'ap-southeast-2': 1.25,
  'ap-northeast-1': 1.29,
  'ap-northeast-2': 1.23,
  'ap-northeast-3': 1.29,
  'sa-east-1': 1.58,
};

/** The shipped price of a SKU, or undefined where neither the SKU nor the region is in the table. */
export function shippedPrice(region: string, sku: string): number | undefined {
  if (sku.startsWith('azure.')) return azurePrice(region, sku.slice('azure.'.length));
  if (sku.startsWith('gcp.')) return gcpPrice(region, sku.slice('gcp.'.length));
  // Every public IPv4 address costs the same in every region since February 2024.
  if (sku === 'ipv4') return 0.005;
  if (sku === 'snapshot.standard') return own(ebsFactor, region) === undefined ? undefined : (snapshot[region] ?? 0.05);
  if (sku === 'snapshot.archive') return own(ebsFactor, region) === undefined ? undefined : round((snapshot[region] ?? 0.05) / 4);
  if (sku.startsWith('ec2.')) return times(own(instances, sku.slice(4)), own(instanceFactor, region));
  if (sku.startsWith('s3.')) return times(bucketPrice(region, sku), 1);
  const [usd, by] = servicePrice(sku) ?? [own(ebs, sku), 'disks'];
  // Also what costs the same everywhere is priced in known regions only.
  const factor = own(by === 'instances' ? instanceFactor : ebsFactor, region);
  return times(usd, by === 'same' && factor !== undefined ? 1 : factor);
}

/** The SKUs of the storage table, for the live source to ask about. */
export const storageSkus: readonly string[] = Object.keys(ebs);

/** Names come from outside: `constructor` is no SKU. */
const own = (table: Readonly<Record<string, number>>, key: string): number | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

const round = (usd: number): number => Math.round(usd * 1e6) / 1e6;

function times(base: number | undefined, factor: number | undefined): number | undefined {
  return base === undefined || factor === undefined ? undefined : round(base * factor);
}
