/**
 * List prices in USD of AWS services besides EC2 and EBS, typed in from AWS's public price pages. Exact in us-east-1;
 * elsewhere by the factor of the table that they are in.
 */

/** How the price of a SKU goes by region: as instances do, as disks do, or the same everywhere. */
export type RegionalPrice = readonly [usd: number, by: 'instances' | 'disks' | 'same'];

const services: Readonly<Record<string, RegionalPrice>> = {
  // https://aws.amazon.com/vpc/pricing/
  'nat.hour': [0.045, 'instances'],
  'nat.gb': [0.045, 'instances'],
  // https://aws.amazon.com/privatelink/pricing/: an hour in one zone
  'vpce.hour': [0.01, 'instances'],
  // https://aws.amazon.com/vpn/pricing/: an hour of a site-to-site connection
  'vpn.hour': [0.05, 'same'],
  // https://aws.amazon.com/transit-gateway/pricing/: an hour of an attachment
  'tgw.hour': [0.05, 'instances'],
  // https://aws.amazon.com/elasticloadbalancing/pricing/
  'elb.alb.hour': [0.0225, 'instances'],
  'elb.nlb.hour': [0.0225, 'instances'],
  'elb.gwlb.hour': [0.0125, 'instances'],
  'elb.clb.hour': [0.025, 'instances'],
  // https://aws.amazon.com/ec2/dedicated-hosts/pricing/: an hour of a host of the family, on demand
  'host.m4': [2.42, 'instances'],
  'host.m5': [5.069, 'instances'],
  'host.c4': [1.75, 'instances'],
  'host.c5': [3.366, 'instances'],
  'host.r5': [6.653, 'instances'],
  'host.mac1': [1.083, 'instances'],
  'host.mac2': [0.65, 'instances'],
  // https://aws.amazon.com/rds/pricing/: GiB-months, IOPS-months; an hour of a vCPU in the first two years and in the third
  'rds.storage.gp2': [0.115, 'disks'],
  'rds.storage.gp3': [0.115, 'disks'],
  'rds.storage.io1': [0.125, 'disks'],
  'rds.storage.standard': [0.1, 'disks'],
  'rds.io1.iops': [0.1, 'disks'],
  'rds.backup': [0.095, 'same'],
  'rds.backup.aurora': [0.021, 'same'],
  'rds.extended.vcpu': [0.1, 'instances'],
  'rds.extended.third.vcpu': [0.2, 'instances'],
  // https://aws.amazon.com/efs/pricing/: GiB-months; infrequent access with elastic throughput and without; MiB/s-months
  'efs.standard': [0.3, 'disks'],
  'efs.elastic.ia': [0.016, 'disks'],
  'efs.ia': [0.025, 'disks'],
  'efs.archive': [0.008, 'disks'],
  'efs.onezone': [0.16, 'disks'],
  'efs.provisioned.mibps': [6, 'disks'],
  // https://aws.amazon.com/eks/pricing/
  'eks.hour': [0.1, 'same'],
  'eks.extended.hour': [0.6, 'same'],
  // https://aws.amazon.com/lambda/pricing/: a GB-second, x86 and arm64
  'lambda.gbs': [0.0000166667, 'same'],
  'lambda.arm.gbs': [0.0000133334, 'same'],
  // https://aws.amazon.com/fargate/pricing/: Linux on x86
  'fargate.vcpu.hour': [0.04048, 'instances'],
  'fargate.gb.hour': [0.004445, 'instances'],
  // https://aws.amazon.com/dynamodb/pricing/provisioned/: an hour of a unit, GB-months beyond the first 25 of an account and region; Standard and Standard-IA
  'dynamodb.rcu.hour': [0.00013, 'instances'],
  'dynamodb.wcu.hour': [0.00065, 'instances'],
  'dynamodb.storage': [0.25, 'instances'],
  'dynamodb.ia.rcu.hour': [0.00016, 'instances'],
  'dynamodb.ia.wcu.hour': [0.00081, 'instances'],
  'dynamodb.ia.storage': [0.1, 'instances'],
  // https://aws.amazon.com/cloudwatch/pricing/: GB-months of what is left after compression
  'logs.storage': [0.03, 'same'],
  // The same page: a month of a metric that an alarm looks at, by the minute and more often
  'alarm.metric': [0.1, 'same'],
  'alarm.fast.metric': [0.3, 'same'],
  // https://aws.amazon.com/opensearch-service/pricing/: GiB-months of data nodes
  'opensearch.storage.gp2': [0.135, 'disks'],
  'opensearch.storage.gp3': [0.122, 'disks'],
  'opensearch.storage.io1': [0.169, 'disks'],
  'opensearch.storage.standard': [0.067, 'disks'],
  // https://aws.amazon.com/kinesis/data-streams/pricing/: an hour of a shard, of its retention beyond a day, of a consumer of its own at a shard, of a stream on demand
  'kinesis.shard.hour': [0.015, 'instances'],
  'kinesis.extended.hour': [0.02, 'instances'],
  'kinesis.consumer.hour': [0.015, 'instances'],
  'kinesis.ondemand.hour': [0.04, 'instances'],
  // https://aws.amazon.com/route53/pricing/: a month of each of the first 25 zones of an account, and of each further one
  'route53.zone': [0.5, 'same'],
  'route53.zone.further': [0.1, 'same'],
  // https://aws.amazon.com/secrets-manager/pricing/: a month of a secret, and of each replica
  'secrets.secret': [0.4, 'same'],
};

/** Per hour in one zone by class: MySQL and MariaDB, PostgreSQL, Aurora. https://aws.amazon.com/rds/pricing/ */
const databases: Readonly<Record<string, readonly [mysql: number | null, postgres: number | null, aurora: number | null]>> = {
  't3.micro': [0.017, 0.018, null], 't3.small': [0.034, 0.036, 0.041], 't3.medium': [0.068, 0.072, 0.082], 't3.large': [0.136, 0.145, 0.164], 't3.xlarge': [0.272, 0.29, null], 't3.2xlarge': [0.544, 0.579, null],
  't4g.micro': [0.016, 0.016, null], 't4g.small': [0.032, 0.032, null], 't4g.medium': [0.065, 0.065, 0.073], 't4g.large': [0.129, 0.129, 0.146], 't4g.xlarge': [0.258, 0.258, null], 't4g.2xlarge': [0.517, 0.517, null],
  'm5.large': [0.171, 0.178, null], 'm5.xlarge': [0.342, 0.356, null], 'm5.2xlarge': [0.684, 0.712, null], 'm5.4xlarge': [1.368, 1.424, null],
  'm6g.large': [0.152, 0.159, null], 'm6g.xlarge': [0.304, 0.318, null], 'm6g.2xlarge': [0.608, 0.636, null], 'm6g.4xlarge': [1.216, 1.272, null],
  'r5.large': [0.24, 0.25, 0.29], 'r5.xlarge': [0.48, 0.5, 0.58], 'r5.2xlarge': [0.96, 1, 1.16], 'r5.4xlarge': [1.92, 2, 2.32],
  'r6g.large': [0.215, 0.225, 0.26], 'r6g.xlarge': [0.43, 0.45, 0.519], 'r6g.2xlarge': [0.859, 0.899, 1.038], 'r6g.4xlarge': [1.718, 1.798, 2.076],
};

/** Per hour of a node of Redis OSS or memcached. https://aws.amazon.com/elasticache/pricing/ */
const caches: Readonly<Record<string, number>> = {
  't3.micro': 0.017, 't3.small': 0.034, 't3.medium': 0.068, 't4g.micro': 0.016, 't4g.small': 0.032, 't4g.medium': 0.065,
  'm5.large': 0.156, 'm5.xlarge': 0.311, 'm5.2xlarge': 0.622, 'm5.4xlarge': 1.244, 'm6g.large': 0.149, 'm6g.xlarge': 0.297, 'm6g.2xlarge': 0.593, 'm6g.4xlarge': 1.186, 'm7g.large': 0.158, 'm7g.xlarge': 0.315, 'm7g.2xlarge': 0.629, 'm7g.4xlarge': 1.257,
  'r5.large': 0.216, 'r5.xlarge': 0.431, 'r5.2xlarge': 0.862, 'r5.4xlarge': 1.724, 'r6g.large': 0.206, 'r6g.xlarge': 0.411, 'r6g.2xlarge': 0.821, 'r6g.4xlarge': 1.642, 'r7g.large': 0.219, 'r7g.xlarge': 0.437, 'r7g.2xlarge': 0.873, 'r7g.4xlarge': 1.745,
};
/** Nodes of Valkey cost a fifth less, says the same page. */
const cacheEngines: Readonly<Record<string, number>> = { redis: 1, memcached: 1, valkey: 0.8 };

/** Per hour of a node of Redshift. https://aws.amazon.com/redshift/pricing/ */
const warehouses: Readonly<Record<string, number>> = {
  'dc2.large': 0.25, 'dc2.8xlarge': 4.8, 'ds2.xlarge': 0.85, 'ds2.8xlarge': 6.8, 'ra3.large': 0.543, 'ra3.xlplus': 1.086, 'ra3.4xlarge': 3.26, 'ra3.16xlarge': 13.04,
};

/** Per hour of a node of OpenSearch, whatever its role. https://aws.amazon.com/opensearch-service/pricing/ */
const searchNodes: Readonly<Record<string, number>> = {
  't3.small': 0.036, 't3.medium': 0.073, 'm5.large': 0.142, 'm5.xlarge': 0.283, 'm5.2xlarge': 0.566, 'm5.4xlarge': 1.133, 'm6g.large': 0.128, 'm6g.xlarge': 0.256, 'm6g.2xlarge': 0.511, 'm6g.4xlarge': 1.023,
  'r5.large': 0.186, 'r5.xlarge': 0.372, 'r5.2xlarge': 0.743, 'r5.4xlarge': 1.487, 'r6g.large': 0.167, 'r6g.xlarge': 0.335, 'r6g.2xlarge': 0.669, 'r6g.4xlarge': 1.339, 'c5.large': 0.125, 'c5.xlarge': 0.25, 'c5.2xlarge': 0.5, 'c6g.large': 0.113, 'c6g.xlarge': 0.226, 'c6g.2xlarge': 0.452,
  'c4.2xlarge': 0.587, 'c4.8xlarge': 2.347, 'ultrawarm1.medium': 0.238, 'ultrawarm1.large': 2.68,
};

const engines = ['mysql', 'postgres', 'aurora'] as const;

/** GiB-months of S3 Standard. Standard-IA follows with the same ratio. https://aws.amazon.com/s3/pricing/ */
const s3: Readonly<Record<string, number>> = {
  'us-east-1': 0.023, 'us-east-2': 0.023, 'us-west-1': 0.026, 'us-west-2': 0.023, 'ca-central-1': 0.025, 'eu-west-1': 0.023, 'eu-west-2': 0.024, 'eu-west-3': 0.024, 'eu-central-1': 0.0245, 'eu-north-1': 0.023,
  'ap-south-1': 0.025, 'ap-southeast-1': 0.025, 'ap-southeast-2': 0.025, 'ap-northeast-1': 0.025, 'ap-northeast-2': 0.025, 'ap-northeast-3': 0.025, 'sa-east-1': 0.0405,
};
/** $0.0125 to $0.023 in us-east-1. */
const infrequent = 0.0125 / 0.023;

const own = <Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined => (Object.hasOwn(table, key) ? table[key] : undefined);

/** The price in us-east-1 with what it goes by elsewhere; undefined for what the table does not have. */
export function servicePrice(sku: string): RegionalPrice | undefined {
  if (sku.startsWith('elasticache.')) return cachePrice(sku);
  if (sku.startsWith('redshift.')) return byInstance(own(warehouses, sku.slice('redshift.'.length)));
  if (sku.startsWith('opensearch.')) return own(services, sku) ?? byInstance(own(searchNodes, sku.slice('opensearch.'.length)));
  const [, name = '', engine = ''] = /^rds\.db\.([a-z0-9]+\.[a-z0-9]+)\.([a-z]+)$/.exec(sku) ?? [];
  const usd = own(databases, name)?.[engines.indexOf(engine as 'mysql')];
  return usd === undefined || usd === null ? own(services, sku) : [usd, 'instances'];
}

const byInstance = (usd: number | undefined): RegionalPrice | undefined => (usd === undefined ? undefined : [usd, 'instances']);

function cachePrice(sku: string): RegionalPrice | undefined {
  const [, type = '', engine = ''] = /^elasticache\.cache\.([a-z0-9]+\.[a-z0-9]+)\.([a-z]+)$/.exec(sku) ?? [];
  const [usd, share] = [own(caches, type), own(cacheEngines, engine)];
  return usd === undefined || share === undefined ? undefined : [usd * share, 'instances'];
}

export function bucketPrice(region: string, sku: string): number | undefined {
  const standard = own(s3, region);
  if (standard === undefined) return undefined;
  return sku === 's3.standard' ? standard : sku === 's3.standard_ia' ? standard * infrequent : undefined;
}
