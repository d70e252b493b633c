import type { Attributes, Resource } from '../src/core/resource.ts';
import type { Prices } from '../src/core/rule.ts';
import type { AzureResourceType } from '../src/providers/azure/define.ts';
import { aRow, subscription } from '../src/providers/azure/test-azure.ts';
import { daysAgo } from './judge.ts';

/** Round prices, the same in every region but `nowhere`, as the price API would give them. */
export const azurePrices = (usd: Readonly<Record<string, number>>): Prices => ({
  unit: (region, sku) => (region === 'nowhere' || usd[sku.slice('azure.'.length)] === undefined ? undefined : { usd: usd[sku.slice('azure.'.length)] ?? 0, source: 'azure-retail-prices', date: '2026-11-01' }),
});

/** A resource of a type as its unit makes it of an empty row, 500 days old, with what matters to a test given. */
export const anAzure = <Type extends AzureResourceType>(type: Type, attributes: Record<string, unknown> = {}, { name = 'one', ...resource }: Partial<Omit<Resource, 'attributes'>> = {}): Resource => {
  const made = type.normalise(aRow(type.nativeType.includes(' ') ? 'Microsoft.Graph/things' : type.nativeType, name), { account: subscription, region: 'global' });
  return {
    uid: made.uid, type: type.id, name, provider: 'azure', account: subscription, region: 'westeurope', createdAt: daysAgo(500), tags: {}, relations: [], ...resource,
    // Strict: a test that sets what no unit reads is a mistake.
    attributes: type.attributes.strict().parse({ ...made.attributes, ...attributes }) as Attributes,
  };
};
