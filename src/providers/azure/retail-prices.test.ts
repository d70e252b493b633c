import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { fetchRetailPrices } from './retail-prices.ts';

let server: http.Server | undefined;
afterEach(() => server?.close());

async function answering(answer: (url: URL, self: string) => unknown): Promise<string> {
  server = http.createServer((request, response) => {
    const self = `http://127.0.0.1:${(server?.address() as AddressInfo | undefined)?.port ?? 0}`;
    const body = answer(new URL(request.url ?? '/', self), self);
    response.writeHead(body === undefined ? 500 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body ?? {}));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const row = (parts: Record<string, unknown>) => ({
  currencyCode: 'USD', tierMinimumUnits: 0, retailPrice: 0.096, unitPrice: 0.096, armRegionName: 'westeurope', location: 'EU West', effectiveStartDate: '2026-10-01T00:00:00Z', productName: 'Virtual Machines DSv5 Series', skuName: 'D2s v5',
  serviceName: 'Virtual Machines', unitOfMeasure: '1 Hour', type: 'Consumption', armSkuName: 'Standard_D2s_v5', meterName: 'D2s v5', ...parts,
});

it('reads every page, and of each the Linux price that is paid as one goes', async () => {
  const asked: string[] = [];
  const url = await answering(({ searchParams }, self) => {
    asked.push(searchParams.get('$filter') ?? '');
    if (searchParams.get('$filter')?.includes('Storage')) return { Items: [row({ meterName: 'P10 LRS Disk', retailPrice: 22.67, unitOfMeasure: '1/Month' }), row({ meterName: 'P10 ZRS Disk', unitOfMeasure: '1/Month' })], NextPageLink: null };
    if (searchParams.has('$skip')) return { Items: [row({ armSkuName: 'Standard_B2s', retailPrice: 0.048 }), row({ armSkuName: 'Standard_X', armRegionName: 'mars' })], NextPageLink: null };
    return { Items: [row({}), row({ productName: 'Virtual Machines DSv5 Series Windows', retailPrice: 0.2 }), row({ skuName: 'D2s v5 Spot', retailPrice: 0.01 })], NextPageLink: `${self}/api/retail/prices?$skip=1000` };
  });
  expect(await fetchRetailPrices({ url, requestTimeoutMs: 5000 }, ['westeurope'])).toEqual([
    { region: 'westeurope', sku: 'azure.vm.Standard_D2s_v5', usd: 0.096, priceDate: '2026-10-01' },
    { region: 'westeurope', sku: 'azure.vm.Standard_B2s', usd: 0.048, priceDate: '2026-10-01' },
    { region: 'westeurope', sku: 'azure.disk.P10', usd: 22.67, priceDate: '2026-10-01' },
  ]);
  expect(asked[0]).toBe("armRegionName eq 'westeurope' and priceType eq 'Consumption' and serviceName eq 'Virtual Machines'");
});

it('fails where the answer is none, and goes to no other host', async () => {
  const silent = await answering(() => undefined);
  await expect(fetchRetailPrices({ url: silent, requestTimeoutMs: 5000 }, ['westeurope'])).rejects.toThrow('500');
  server?.close();
  const away = await answering(() => ({ Items: [], NextPageLink: 'http://localhost:1/other' }));
  await expect(fetchRetailPrices({ url: away, requestTimeoutMs: 5000 }, ['westeurope'])).rejects.toThrow('does not end');
});
