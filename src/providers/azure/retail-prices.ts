import { numberAt, listAt, textAt } from '../fields.ts';

export interface RetailPrice {
  region: string;
  sku: string;
  usd: number;
  priceDate: string;
}

export interface RetailPriceOptions {
  /** `https://prices.azure.com` by default; it asks for no sign-in. */
  url?: string;
  requestTimeoutMs: number;
}

/** What is asked for: a filter of the API, and which SKU of ours a row is. */
const questions: readonly { filter: string; skuOf(row: unknown): string | undefined }[] = [
  { filter: "serviceName eq 'Virtual Machines'", skuOf: machineSku },
  { filter: "serviceName eq 'Storage' and contains(productName, 'Managed Disks')", skuOf: diskSku },
];

/** More pages than this is an answer that does not end. */
const mostPages = 400;

/** List prices by region, paid as one goes (learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices). */
export async function fetchRetailPrices({ url = 'https://prices.azure.com', requestTimeoutMs }: RetailPriceOptions, regions: readonly string[]): Promise<RetailPrice[]> {
  const prices = new Map<string, RetailPrice>();
  for (const region of regions) {
    for (const { filter, skuOf } of questions) {
      const query = new URLSearchParams({ currencyCode: "'USD'", meterRegion: "'primary'", $filter: `armRegionName eq '${region}' and priceType eq 'Consumption' and ${filter}` });
      for await (const row of rowsFrom(`${url}/api/retail/prices?${query}`, requestTimeoutMs)) {
        const sku = skuOf(row);
        const usd = numberAt(row, 'retailPrice');
        if (sku === undefined || usd === null || usd <= 0 || textAt(row, 'currencyCode') !== 'USD' || textAt(row, 'armRegionName') !== region || (numberAt(row, 'tierMinimumUnits') ?? 0) > 0) continue;
        prices.set(`${region} ${sku}`, { region, sku: `azure.${sku}`, usd, priceDate: (textAt(row, 'effectiveStartDate') ?? '').slice(0, 10) });
      }
    }
  }
  return [...prices.values()];
}

async function* rowsFrom(first: string, timeoutMs: number): AsyncGenerator<unknown> {
  let next: string | null = first;
  for (let page = 0; next !== null; page += 1) {
    if (page >= mostPages || new URL(next).origin !== new URL(first).origin) throw new Error('the list of retail prices does not end where it began');
    const response = await fetch(next, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs), headers: { accept: 'application/json' } });
    if (!response.ok) throw new Error(`the retail prices answered ${response.status}`);
    const body: unknown = await response.json();
    yield* listAt(body, 'Items');
    next = textAt(body, 'NextPageLink');
  }
}

/** Linux, and neither spot nor low priority. */
function machineSku(row: unknown): string | undefined {
  const name = textAt(row, 'armSkuName');
  const kind = `${textAt(row, 'productName') ?? ''} ${textAt(row, 'skuName') ?? ''}`;
  return name === null || /windows|spot|low priority|cloudservices|dedicated/i.test(kind) || textAt(row, 'unitOfMeasure') !== '1 Hour' ? undefined : `vm.${name}`;
}

/** `P10 LRS Disk` of a month. */
function diskSku(row: unknown): string | undefined {
  const tier = /^([PES]\d+) LRS Disk$/.exec(textAt(row, 'meterName') ?? '')?.[1];
  return tier === undefined || textAt(row, 'unitOfMeasure') !== '1/Month' ? undefined : `disk.${tier}`;
}
