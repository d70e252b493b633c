/**
 * On-demand list prices of Google Cloud in USD for use without a price API, typed in from the vendor's public price pages
 * (cloud.google.com/…/pricing). A saving made from them is marked `estimate`. Prices are those of `us-central1`; elsewhere a
 * regional factor is laid on them.
 */
export const gcpTableDate = '2025-06-01';

/** By the GiB and month. https://cloud.google.com/compute/disks-image-pricing, …/storage/pricing, …/bigquery/pricing, …/filestore/pricing */
const monthly: Readonly<Record<string, number>> = {
  'disk.pd-standard': 0.04, 'disk.pd-balanced': 0.1, 'disk.pd-ssd': 0.17, 'disk.pd-extreme': 0.125, 'disk.hyperdisk-balanced': 0.08, 'disk.hyperdisk-extreme': 0.125, 'disk.hyperdisk-throughput': 0.005,
  'snapshot.standard': 0.026, 'snapshot.archive': 0.019, image: 0.05, 'storage.standard': 0.02, 'storage.nearline': 0.01, 'storage.coldline': 0.004, 'storage.archive': 0.0012, 'storage.multi': 0.026, 'bq.active': 0.023, 'bq.long-term': 0.016,
  artifact: 0.1, 'logs.retention': 0.01, 'pubsub.retained': 0.27, 'sql.ssd': 0.17, 'sql.hdd': 0.09, 'filestore.BASIC_HDD': 0.16, 'filestore.BASIC_SSD': 0.3, 'filestore.HIGH_SCALE_SSD': 0.3, 'filestore.ZONAL': 0.25, 'filestore.REGIONAL': 0.45, 'filestore.ENTERPRISE': 0.45,
};

/** By the hour. NAT, VPN, addresses and rules: https://cloud.google.com/vpc/network-pricing; Redis by the GiB and capacity tier. */
const hourly: Readonly<Record<string, number>> = {
  'ip.idle': 0.01, 'nat.vm': 0.0014, nat: 0.044, vpn: 0.05, fr: 0.01, vlan: 0.1, 'gke.fee': 0.1, 'run.idle.vcpu': 0.009, 'run.idle.gib': 0.009, 'spanner.node': 0.9, 'bigtable.node': 0.65, 'dataproc.vcpu': 0.01, 'composer.ENVIRONMENT_SIZE_SMALL': 0.35,
  'composer.ENVIRONMENT_SIZE_MEDIUM': 0.55, 'composer.ENVIRONMENT_SIZE_LARGE': 0.8, 'bq.slot.STANDARD': 0.04, 'bq.slot.ENTERPRISE': 0.06, 'bq.slot.ENTERPRISE_PLUS': 0.1, 'tpu.v2': 0.5625, 'tpu.v3': 1, 'tpu.v4': 1.61, 'sql.vcpu': 0.0413, 'sql.gib': 0.007,
  'sql.db-f1-micro': 0.0105, 'sql.db-g1-small': 0.035, 'redis.BASIC.M1': 0.049, 'redis.BASIC.M2': 0.027, 'redis.BASIC.M3': 0.023, 'redis.BASIC.M4': 0.019, 'redis.BASIC.M5': 0.016, 'redis.STANDARD_HA.M1': 0.064, 'redis.STANDARD_HA.M2': 0.054,
  'redis.STANDARD_HA.M3': 0.046, 'redis.STANDARD_HA.M4': 0.035, 'redis.STANDARD_HA.M5': 0.03,
};

/** Machines of a fixed price an hour. https://cloud.google.com/compute/all-pricing */
const shared: Readonly<Record<string, number>> = { 'e2-micro': 0.008376, 'e2-small': 0.016752, 'e2-medium': 0.033503, 'f1-micro': 0.0076, 'g1-small': 0.0257 };

/** An hour of one vCPU and of one GiB by family: `vcpu.n2` and `gib.n2`; a machine is the sum. https://cloud.google.com/compute/vm-instance-pricing */
const families: Readonly<Record<string, readonly [vcpu: number, gib: number]>> = {
  e2: [0.02181159, 0.00292353], n1: [0.031611, 0.004237], n2: [0.031611, 0.004237], n2d: [0.027502, 0.003686], n4: [0.030052, 0.003411], c2: [0.03398, 0.00455], c2d: [0.029563, 0.003959], c3: [0.03398, 0.00456], c3d: [0.029563, 0.003959], t2d: [0.027502, 0.003686],
};

const factors: Readonly<Record<string, number>> = {
  global: 1, us: 1, eu: 1.1, asia: 1.16, 'us-central1': 1, 'us-east1': 1, 'us-west1': 1, 'us-east5': 1, 'us-east4': 1.1, 'us-south1': 1.18, 'us-west2': 1.2, 'us-west3': 1.2, 'us-west4': 1.13, 'northamerica-northeast1': 1.1, 'northamerica-northeast2': 1.1,
  'southamerica-east1': 1.59, 'southamerica-west1': 1.43, 'europe-west1': 1.1, 'europe-west2': 1.29, 'europe-west3': 1.29, 'europe-west4': 1.1, 'europe-west6': 1.4, 'europe-west8': 1.16, 'europe-west9': 1.16, 'europe-west10': 1.29, 'europe-west12': 1.16,
  'europe-southwest1': 1.18, 'europe-north1': 1.1, 'europe-central2': 1.2, 'asia-east1': 1.16, 'asia-east2': 1.4, 'asia-northeast1': 1.28, 'asia-northeast2': 1.28, 'asia-northeast3': 1.28, 'asia-south1': 1.2, 'asia-south2': 1.2, 'asia-southeast1': 1.23,
  'asia-southeast2': 1.34, 'australia-southeast1': 1.42, 'australia-southeast2': 1.42, 'me-west1': 1.1, 'me-central1': 1.1, 'africa-south1': 1.3,
};

/** Of a SKU without the `gcp.` before it; undefined where the table does not know the SKU or the region. */
export function gcpPrice(region: string, sku: string): number | undefined {
  const factor = own(factors, region);
  const base = basePrice(sku);
  return factor === undefined || base === undefined ? undefined : Math.round(base * factor * 1e6) / 1e6;
}

export const gcpRegions: readonly string[] = Object.keys(factors);

function basePrice(sku: string): number | undefined {
  const [kind = '', name = ''] = sku.split('.');
  if (kind === 'vm') return own(shared, name);
  if (kind === 'vcpu') return own(families, name)?.[0];
  if (kind === 'gib') return own(families, name)?.[1];
  return own(monthly, sku) ?? own(hourly, sku);
}

function own<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
