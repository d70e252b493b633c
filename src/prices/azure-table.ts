/**
 * Pay-as-you-go list prices of Azure in USD for use without a price API, typed in from the vendor's public price pages
 * (azure.microsoft.com/pricing/details/…). A saving made from them is marked `estimate`. Prices are those of `eastus`;
 * elsewhere a regional factor is laid on all but what costs the same everywhere.
 */
export const azureTableDate = '2025-06-01';

/** Managed disks a month by tier, locally redundant. https://azure.microsoft.com/pricing/details/managed-disks/ */
const disks: Readonly<Record<string, number>> = {
  P1: 0.6, P2: 1.2, P3: 2.4, P4: 5.28, P6: 10.21, P10: 19.71, P15: 38.02, P20: 73.22, P30: 135.17, P40: 259.05, P50: 495.57, P60: 946.08, P70: 1802.06, P80: 3604.11,
  E1: 0.3, E2: 0.6, E3: 1.2, E4: 2.4, E6: 4.8, E10: 9.6, E15: 19.2, E20: 38.4, E30: 76.8, E40: 153.6, E50: 307.2, E60: 614.4, E70: 1228.8, E80: 2457.6,
  S4: 1.54, S6: 3.01, S10: 5.89, S15: 11.33, S20: 21.76, S30: 40.96, S40: 77.83, S50: 143.36, S60: 262.14, S70: 524.29, S80: 1048.58,
  'premium2.gib': 0.081, 'premium2.iops': 0.0052, 'premium2.mbps': 0.041, 'ultra.gib': 0.1197, 'ultra.iops': 0.04964, 'ultra.mbps': 0.3495,
};

/** Linux machines an hour. https://azure.microsoft.com/pricing/details/virtual-machines/linux/ */
const machines: Readonly<Record<string, number>> = {
  Basic_A2: 0.079, Standard_A1_v2: 0.043, Standard_A2_v2: 0.091, Standard_A4_v2: 0.191,
  Standard_B1ls: 0.0052, Standard_B1s: 0.0104, Standard_B1ms: 0.0207, Standard_B2s: 0.0416, Standard_B2ms: 0.0832, Standard_B4ms: 0.166, Standard_B8ms: 0.333, Standard_B12ms: 0.499, Standard_B16ms: 0.666, Standard_B20ms: 0.832,
  Standard_B2s_v2: 0.0832, Standard_B4s_v2: 0.166,
  Standard_F2: 0.099, Standard_F2s_v2: 0.0846, Standard_F4s_v2: 0.169, Standard_F8s_v2: 0.338, Standard_F16s_v2: 0.677, Standard_F32s_v2: 1.353,
  Standard_DS1_v2: 0.073, Standard_DS2_v2: 0.146, Standard_DS3_v2: 0.293, Standard_DS4_v2: 0.585, Standard_D1_v2: 0.073, Standard_D2_v2: 0.146, Standard_D3_v2: 0.293, Standard_D4_v2: 0.585,
  Standard_D2a_v4: 0.096, Standard_D2as_v5: 0.086, Standard_D4as_v5: 0.172, Standard_D8as_v5: 0.344, Standard_D16as_v5: 0.688, Standard_D32as_v5: 1.376,
  Standard_D2ads_v5: 0.103, Standard_D4ads_v5: 0.206, Standard_D8ads_v5: 0.412,
  Standard_E2as_v5: 0.113, Standard_E4as_v5: 0.226, Standard_E8as_v5: 0.452, Standard_E16as_v5: 0.904,
  ...sizes('D', ['v3', 'v4', 'v5'], 0.048), ...sizes('D', ['v3', 'v4', 'v5'], 0.048, 's'), ...sizes('E', ['v3', 'v4', 'v5'], 0.063), ...sizes('E', ['v3', 'v4', 'v5'], 0.063, 's'),
};

/** Families whose price is that of a vCore times their number. */
function sizes(family: string, generations: string[], usdPerCore: number, letter = ''): Record<string, number> {
  return Object.fromEntries(generations.flatMap((generation) => [2, 4, 8, 16, 32, 48, 64].map((cores) => [`Standard_${family}${cores}${letter}_${generation}`, round(cores * usdPerCore)])));
}

/** Instances of App Service plans an hour; Linux where it differs. https://azure.microsoft.com/pricing/details/app-service/ */
const plans: Readonly<Record<string, number>> = {
  F1: 0, D1: 0.013, B1: 0.075, B2: 0.15, B3: 0.3, S1: 0.1, S2: 0.2, S3: 0.4, P1v2: 0.2, P2v2: 0.4, P3v2: 0.8, P0v3: 0.1575, P1v3: 0.315, P2v3: 0.63, P3v3: 1.26, P1mv3: 0.346, P2mv3: 0.692, P3mv3: 1.384, P4mv3: 2.768, P5mv3: 5.536,
  I1: 0.3, I2: 0.6, I3: 1.2, I1v2: 0.547, I2v2: 1.094, I3v2: 2.188, I4v2: 4.376, I5v2: 8.752, I6v2: 17.504,
  'linux.B1': 0.017, 'linux.B2': 0.034, 'linux.B3': 0.067, 'linux.S1': 0.095, 'linux.S2': 0.19, 'linux.S3': 0.38, 'linux.P1v2': 0.101, 'linux.P2v2': 0.202, 'linux.P3v2': 0.403, 'linux.P0v3': 0.0775, 'linux.P1v3': 0.155, 'linux.P2v3': 0.31,
  'linux.P3v3': 0.62, 'linux.P1mv3': 0.186, 'linux.P2mv3': 0.372, 'linux.P3mv3': 0.744, 'linux.P4mv3': 1.488, 'linux.P5mv3': 2.976, 'linux.I1v2': 0.386, 'linux.I2v2': 0.772, 'linux.I3v2': 1.544, 'linux.I4v2': 3.088, 'linux.I5v2': 6.176, 'linux.I6v2': 12.352,
};

/** Databases an hour: DTU sizes, one vCore, one DTU of a pool. https://azure.microsoft.com/pricing/details/azure-sql-database/single/ */
const sql: Readonly<Record<string, number>> = {
  Basic: 0.0067, S0: 0.0202, S1: 0.0404, S2: 0.1009, S3: 0.2017, S4: 0.4033, S6: 0.8065, S7: 1.613, S9: 3.226, S12: 6.0484, P1: 0.625, P2: 1.25, P4: 2.5, P6: 5, P11: 9.5894, P15: 21.9178,
  'vcore.GP_Gen5': 0.1522, 'vcore.BC_Gen5': 0.3044, 'vcore.HS_Gen5': 0.1827, 'pool.BasicPool': 0.00202, 'pool.StandardPool': 0.00302, 'pool.PremiumPool': 0.015,
};

/** What is billed by the hour besides: networks, caches, clusters. */
const hourly: Readonly<Record<string, number>> = {
  'lb.standard': 0.025, 'lb.standard.rule': 0.01, 'appgw.Standard_v2': 0.2, 'appgw.WAF_v2': 0.36, 'appgw.Standard_v2.unit': 0.008, 'appgw.WAF_v2.unit': 0.0144, 'appgw.Standard_Small': 0.025, 'appgw.Standard_Medium': 0.07, 'appgw.Standard_Large': 0.32,
  'appgw.WAF_Medium': 0.126, 'appgw.WAF_Large': 0.448, nat: 0.045, pe: 0.01, 'bastion.Basic': 0.19, 'bastion.Standard': 0.29, 'firewall.Basic': 0.395, 'firewall.Standard': 1.25, 'firewall.Premium': 1.75,
  'gateway.Basic': 0.036, 'gateway.VpnGw1': 0.19, 'gateway.VpnGw2': 0.49, 'gateway.VpnGw3': 1.25, 'gateway.VpnGw4': 2.1, 'gateway.VpnGw5': 3.65, 'gateway.VpnGw1AZ': 0.361, 'gateway.VpnGw2AZ': 0.564, 'gateway.VpnGw3AZ': 1.438,
  'gateway.Standard': 0.19, 'gateway.HighPerformance': 0.49, 'gateway.UltraPerformance': 1.87,
  'redis.Basic.C0': 0.022, 'redis.Basic.C1': 0.055, 'redis.Basic.C2': 0.09, 'redis.Basic.C3': 0.18, 'redis.Basic.C4': 0.21, 'redis.Basic.C5': 0.42, 'redis.Basic.C6': 0.84, 'redis.Standard.C0': 0.055, 'redis.Standard.C1': 0.138,
  'redis.Standard.C2': 0.225, 'redis.Standard.C3': 0.45, 'redis.Standard.C4': 0.525, 'redis.Standard.C5': 1.05, 'redis.Standard.C6': 2.1, 'redis.Premium.P1': 0.554, 'redis.Premium.P2': 1.11, 'redis.Premium.P3': 2.218, 'redis.Premium.P4': 4.436,
  'aks.Standard': 0.1, 'aks.Premium': 0.6, 'cosmos.100ru': 0.008,
};

/** By the GiB and month. */
const monthly: Readonly<Record<string, number>> = {
  'snapshot.standard': 0.05, 'snapshot.premium': 0.132, 'storage.hot': 0.0208, 'storage.cool': 0.0115, 'storage.premium': 0.195, 'backup.LocallyRedundant': 0.0224, 'backup.ZoneRedundant': 0.028, 'backup.GeoRedundant': 0.0448, 'logs.retention': 0.1,
};

/** The same in every region: addresses an hour, plans, registries and metered circuits of the first zone a month. */
const everywhere: Readonly<Record<string, number>> = {
  'ip.standard': 0.005, 'ip.basic': 0.0036, 'ip.dynamic': 0.004, ddos: 2944, 'acr.Basic': 5.07, 'acr.Standard': 20.28, 'acr.Premium': 50.69,
  'expressroute.Standard_MeteredData.50': 55, 'expressroute.Standard_MeteredData.100': 100, 'expressroute.Standard_MeteredData.200': 145, 'expressroute.Standard_MeteredData.500': 290, 'expressroute.Standard_MeteredData.1000': 436,
  'expressroute.Standard_MeteredData.2000': 872, 'expressroute.Standard_MeteredData.5000': 2180, 'expressroute.Standard_MeteredData.10000': 3400,
};

const factors: Readonly<Record<string, number>> = {
  eastus: 1, eastus2: 1, westus2: 1, westus3: 1, centralus: 1.08, northcentralus: 1.08, southcentralus: 1.12, westcentralus: 1.1, westus: 1.12, canadacentral: 1.1, canadaeast: 1.1, northeurope: 1.1, westeurope: 1.15, uksouth: 1.15, ukwest: 1.18,
  francecentral: 1.17, germanywestcentral: 1.17, switzerlandnorth: 1.28, norwayeast: 1.2, swedencentral: 1.08, italynorth: 1.15, polandcentral: 1.15, spaincentral: 1.12, australiaeast: 1.25, southeastasia: 1.2, eastasia: 1.35, japaneast: 1.3,
  koreacentral: 1.2, centralindia: 1.08, southindia: 1.2, uaenorth: 1.2, southafricanorth: 1.25, brazilsouth: 1.65, qatarcentral: 1.2, israelcentral: 1.2,
};

const families: readonly [prefix: string, prices: Readonly<Record<string, number>>][] = [['disk.', disks], ['vm.', machines], ['plan.', plans], ['sql.', sql], ['', hourly], ['', monthly]];

/** Of a SKU without the `azure.` before it; undefined where the table does not know the SKU or the region. */
export function azurePrice(region: string, sku: string): number | undefined {
  if (Object.hasOwn(everywhere, sku)) return everywhere[sku];
  const factor = Object.hasOwn(factors, region) ? factors[region] : undefined;
  if (factor === undefined) return undefined;
  for (const [prefix, prices] of families) {
    const name = sku.slice(prefix.length);
    if (sku.startsWith(prefix) && Object.hasOwn(prices, name)) return round((prices[name] ?? 0) * factor);
  }
  return undefined;
}

export const azureRegions: readonly string[] = Object.keys(factors);

function round(usd: number): number {
  return Math.round(usd * 1e6) / 1e6;
}
