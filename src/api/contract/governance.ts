import { z } from 'zod';
import { provider } from './common.ts';

const place = z.object({ value: z.string(), provider, name: z.string().nullable(), resources: z.int(), findings: z.int(), monthly_saving: z.number() });

/** The estate over all clouds: where things are, whose they are, what is tagged, and what nobody expected. */
export const governance = z.object({
  total: z.int(),
  by_provider: z.array(place),
  by_account: z.array(place),
  by_region: z.array(place),
  by_service: z.array(place),
  /** The same kind of thing in all clouds. `types` are those to filter the inventory by. */
  kinds: z.array(z.object({ id: z.string(), title: z.string(), counts: z.object({ aws: z.int(), azure: z.int(), gcp: z.int() }), total: z.int(), types: z.array(z.string()) })),
  /** Whose things are, by the one of OWNER_TAGS that most things have; null where nothing has any of them. */
  owners: z.object({ tag: z.string().nullable(), tags: z.array(z.string()), values: z.array(z.object({ value: z.string(), provider, resources: z.int() })), without: z.int() }),
  /** How much of the estate has each of the wanted tags. */
  tag_coverage: z.array(z.object({ tag: z.string(), tagged: z.int(), total: z.int(), by_provider: z.array(z.object({ provider, tagged: z.int(), total: z.int() })) })),
  /** Accounts that things point to and that no run looks into. */
  unknown_accounts: z.array(z.object({ account: z.string(), provider, things: z.int(), from: z.array(z.string()) })),
  /** Regions in which something is, outside of EXPECTED_REGIONS; empty while that setting is. */
  unexpected_regions: z.array(place),
  expected_regions: z.array(z.string()),
});
export type Governance = z.infer<typeof governance>;
