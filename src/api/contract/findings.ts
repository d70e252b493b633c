import { z } from 'zod';
import { cursor, findingStatus, instant, limit, page, provider, severity } from './common.ts';

export const findingResource = z.object({
  id: z.string(),
  type: z.string(),
  name: z.string(),
  provider,
  account: z.string(),
  region: z.string(),
});

export const saving = z.object({
  monthly: z.number(),
  currency: z.string(),
  formula: z.string(),
  source: z.enum(['aws-price-list', 'azure-retail-prices', 'gcp-billing-catalog', 'shipped-table']),
  price_date: z.string(),
  bound: z.enum(['exact', 'upper', 'estimate']),
  confidence: z.enum(['high', 'medium', 'low']),
  estimate_if_running: z.number().optional(),
});

export const evidence = z.object({
  /** One sentence with the facts. */
  summary: z.string(),
  fields: z.record(z.string(), z.unknown()),
  /** When the fields were read, and by which call. */
  read_at: instant,
  read_by: z.string(),
  resource_hash: z.string(),
  saving: saving.nullable(),
  /** Set where another finding of the same resource carries the saving. */
  included_in: z.string().nullable(),
});

export const remediation = z.object({
  steps: z.array(z.object({ command: z.string(), undo: z.string(), permission: z.string() })),
  /** True where a protection tag makes this advice only; the reason is in `advice`. */
  advice: z.string().nullable(),
});

export const finding = z.object({
  id: z.string(),
  rule_id: z.string(),
  title: z.string(),
  category: z.enum(['waste', 'posture', 'governance', 'recovery', 'integrity']),
  severity,
  risk: z.enum(['High', 'Low']).nullable(),
  status: findingStatus,
  resource: findingResource,
  /** USD a month; 0 where nothing is saved; counted once per resource (see evidence.included_in). */
  monthly_saving: z.number(),
  currency: z.string(),
  first_seen: instant,
  last_seen: instant,
  evidence,
  remediation,
});
export type Finding = z.infer<typeof finding>;

export const findingSort = z.enum(['saving', '-saving', 'severity', '-severity', 'first_seen', '-first_seen', 'name', '-name', 'region', '-region']);

/** Filters that findings lists, facets and the CSV export share. Several values of one filter are comma separated. */
export const findingFilters = z.strictObject({
  status: z.string().optional().describe('open, in_progress, suppressed, resolved; comma separated'),
  rule_id: z.string().optional(),
  type: z.string().optional(),
  category: z.string().optional(),
  severity: z.string().optional(),
  risk: z.string().optional().describe('High or Low'),
  provider: z.string().optional(),
  account: z.string().optional(),
  region: z.string().optional(),
  q: z.string().max(200).optional().describe('words in the name, the id or the title'),
  new_since: instant.optional().describe('first seen or reopened after this moment'),
  headline: z.enum(['true', 'false']).optional().describe('only what the unused-resources message counts, or only the rest'),
});
export const findingQuery = findingFilters.extend({ sort: findingSort.default('-saving'), limit, cursor });
export const findingPage = page(finding);
export type FindingPage = z.infer<typeof findingPage>;

export const facet = z.array(z.object({ value: z.string(), count: z.int(), monthly_saving: z.number() }));
/** Counts per value of each filter over what the other filters match; `count` is findings. */
export const findingFacets = z.object({
  total: z.int(),
  resources: z.int(),
  monthly_saving: z.number(),
  is_estimate: z.boolean(),
  regions: z.int(),
  status: facet,
  rule_id: facet,
  type: facet,
  category: facet,
  severity: facet,
  account: facet,
  region: facet,
});
export type FindingFacets = z.infer<typeof findingFacets>;

export const findingEvent = z.object({
  at: instant,
  kind: z.enum(['opened', 'seen', 'resolved', 'reopened', 'status_changed']),
  run_id: z.string().nullable(),
  note: z.string().nullable(),
  actor: z.string().nullable(),
});
export const findingDetail = finding.extend({
  rule: z.object({ rationale: z.string(), parameters: z.record(z.string(), z.unknown()) }),
  note: z.string().nullable(),
  history: z.array(findingEvent),
  related: z.array(findingResource.extend({ relation: z.string(), direction: z.enum(['out', 'in']) })),
  resource_attributes: z.record(z.string(), z.unknown()),
  resource_tags: z.record(z.string(), z.string()),
});
export type FindingDetail = z.infer<typeof findingDetail>;

/** A person sets a finding in progress, suppresses it (hidden, not counted) or opens it again. */
export const findingPatch = z.strictObject({
  status: z.enum(['open', 'in_progress', 'suppressed']),
  note: z.string().max(1000).optional(),
});
/** One status for many findings; the answer lists what each was before, so that it can be undone. */
export const findingBulk = z.strictObject({
  ids: z.array(z.string()).min(1).max(1000),
  status: z.enum(['open', 'in_progress', 'suppressed']),
  note: z.string().max(1000).optional(),
});
export const findingBulkResult = z.object({ changed: z.array(z.object({ id: z.string(), previous: findingStatus })) });
