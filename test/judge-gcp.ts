import type { Attributes, Resource } from '../src/core/resource.ts';
import type { Prices } from '../src/core/rule.ts';
import type { GcpResourceType } from '../src/providers/gcp/define.ts';
import { daysAgo } from './judge.ts';

/** Round prices, the same in every region but `nowhere`, as the price API would give them. */
export const gcpPrices = (usd: Readonly<Record<string, number>>): Prices => ({
  unit: (region, sku) => (region === 'nowhere' || usd[sku.slice('gcp.'.length)] === undefined ? undefined : { usd: usd[sku.slice('gcp.'.length)] ?? 0, source: 'gcp-billing-catalog', date: '2026-11-01' }),
});

/** A resource of a type as its unit makes it of an empty answer, 500 days old, with what matters to a test given. */
export const aGcp = <Type extends GcpResourceType>(type: Type, attributes: Record<string, unknown> = {}, { name = 'one', ...resource }: Partial<Omit<Resource, 'attributes'>> = {}): Resource => {
  const path = `projects/shop/zones/us-east4-a/things/${name}`;
  const made = type.normalise({ data: { name: path, nats: [{ name: 'nat' }], disks: [{ source: 'projects/shop/zones/us-east4-a/disks/d' }] }, assetName: `//${type.api}/${path}`, iamPolicy: {} }, { account: 'shop', projectNumber: '123', region: 'global' });
  return {
    uid: `//${type.api}/${path}`, type: type.id, name, provider: 'gcp', account: 'shop', region: 'us-east4', createdAt: daysAgo(500), tags: {}, relations: [], ...resource,
    // Strict: a test that sets what no unit reads is a mistake.
    attributes: type.attributes.strict().parse({ ...made.attributes, ...attributes }) as Attributes,
  };
};
