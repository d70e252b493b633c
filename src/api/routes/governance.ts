import type { z } from 'zod';
import { kinds } from '../../core/kinds.ts';
import type { Provider } from '../../core/resource.ts';
import type { PlaceRow } from '../../store/governance.ts';
import { governance } from '../contract/governance.ts';
import type { ApiParts } from '../parts.ts';
import type { Api } from '../server.ts';

type Answer = z.infer<typeof governance>;
type Place = Answer['by_account'][number];

export function governanceRoutes(api: Api, { governance: store, settings, config }: ApiParts): void {
  api.get('/api/v1/governance', { config: { permission: 'read' }, schema: { tags: ['Inventory'], summary: 'The estate over all clouds: places, owners, tags, and what nobody expected', response: { 200: governance } } }, async (): Promise<Answer> => {
    const ownerTags = config.value<string[]>('OWNER_TAGS');
    const wantedTags = config.value<string[]>('WANTED_TAGS');
    const expected = config.value<string[]>('EXPECTED_REGIONS');
    const [byProvider, byAccount, byRegion, byService, byType, tagged, owned, unknown, connections] = await Promise.all([
      store.byProvider(), store.byAccount(), store.byRegion(), store.byService(), store.byType(), store.tagged(wantedTags), store.tagged(ownerTags), store.unknownAccounts(), settings.connections(),
    ]);
    const names = new Map(connections.flatMap((connection) => connection.accounts.map(({ id, name }) => [id, name] as const)));
    const total = sum(byProvider);
    const place = (row: PlaceRow): Place => ({ ...row, provider: row.provider as Provider, name: names.get(row.value) ?? null });
    const countOf = (tag: string): number => owned.filter((row) => row.tag === tag.toLowerCase()).reduce((count, row) => count + row.tagged, 0);
    const ownerTag = ownerTags.filter((tag) => countOf(tag) > 0).toSorted((a, b) => countOf(b) - countOf(a))[0];
    const owners = ownerTag === undefined ? [] : await store.valuesOf(ownerTag);
    return {
      total,
      by_provider: byProvider.map(place),
      by_account: byAccount.map(place),
      by_region: byRegion.map(place),
      by_service: byService.map(place),
      kinds: kindRows(new Map(byType.map(({ type, resources }) => [type, resources]))),
      owners: { tag: ownerTag ?? null, tags: ownerTags, values: owners.map((row) => ({ ...row, provider: row.provider as Provider })), without: total - (ownerTag === undefined ? 0 : countOf(ownerTag)) },
      tag_coverage: wantedTags.map((tag) => ({
        tag,
        tagged: tagged.filter((row) => row.tag === tag.toLowerCase()).reduce((count, row) => count + row.tagged, 0),
        total,
        by_provider: byProvider.map((row) => ({ provider: row.provider as Provider, tagged: tagged.find((each) => each.tag === tag.toLowerCase() && each.provider === row.provider)?.tagged ?? 0, total: row.resources })),
      })),
      unknown_accounts: unknown.map((row) => ({ ...row, provider: row.provider as Provider })),
      unexpected_regions: expected.length === 0 ? [] : byRegion.filter(({ value }) => value !== 'global' && !expected.includes(value)).map(place),
      expected_regions: expected,
    };
  });
}

const sum = (rows: readonly PlaceRow[]): number => rows.reduce((total, { resources }) => total + resources, 0);

/** Kinds of which there is something, most first within the order of the table. */
function kindRows(byType: ReadonlyMap<string, number>): Answer['kinds'] {
  const countOf = (types: readonly string[] = []): number => types.reduce((total, type) => total + (byType.get(type) ?? 0), 0);
  return kinds
    .map(({ id, title, types }) => {
      const counts = { aws: countOf(types.aws), azure: countOf(types.azure), gcp: countOf(types.gcp) };
      return { id, title, counts, total: counts.aws + counts.azure + counts.gcp, types: Object.values(types).flat() };
    })
    .filter(({ total }) => total > 0);
}
