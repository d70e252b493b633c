import type { Provider, Resource } from './resource.ts';
import type { Severity } from './severity.ts';

export type Category = 'waste' | 'posture' | 'governance' | 'recovery' | 'integrity';

/** The answer of a rule about one resource. `unknown` is never shown as pass. */
export type Evaluation =
  | { outcome: 'pass' }
  | { outcome: 'not_applicable' }
  | { outcome: 'unknown'; reason: string }
  | {
      outcome: 'fail';
      /** One sentence with the facts: "Unattached since it was first seen 12 days ago." */
      summary: string;
      /** The fields that were read, with their values. */
      evidence: Record<string, unknown>;
      /** Access keys carry High or Low besides the severity. */
      risk?: 'High' | 'Low';
      saving?: Saving;
    };

/** A monthly saving in list prices with all that is needed to check it by hand. */
export interface Saving {
  /** USD a month, never negative, rounded to cents. */
  monthly: number;
  currency: 'USD';
  /** e.g. `100 GiB × $0.08 (ebs.gp3)`. */
  formula: string;
  source: 'aws-price-list' | 'shipped-table';
  /** The day of the prices, YYYY-MM-DD. */
  priceDate: string;
  /** `estimate` from the shipped table, `upper` where usage is not known, `exact` from live prices. */
  bound: 'exact' | 'upper' | 'estimate';
  confidence: 'high' | 'medium' | 'low';
  /** Shown beside, never added to a total. */
  estimateIfRunning?: number;
}

/** Unit prices by SKU; answers undefined for what it does not know (the saving is then left out, not guessed). */
export interface Prices {
  unit(region: string, sku: string): UnitPrice | undefined;
}

export interface UnitPrice {
  usd: number;
  source: Saving['source'];
  date: string;
}

export type Parameters = Record<string, number | boolean | string>;

/** All that a rule may know besides the resource itself. */
export interface RuleContext {
  now: Date;
  parameters: Parameters;
  prices: Prices;
  /** Resources in the same account that this one relates to or that relate to it, by uid; undefined where not collected. */
  related(uid: string): Pick<Resource, 'uid' | 'type' | 'attributes'> | undefined;
  /** True when the listing of that type completed in the resource's account and region in this run or an earlier one. */
  isListed(type: string, region?: string): boolean;
  /** When this resource was first seen here. */
  firstSeen: Date;
}

export interface RemediationStep {
  command: string;
  undo: string;
  permission: string;
}

export interface Rule {
  id: string;
  title: string;
  category: Category;
  severity: Severity;
  resourceType: string;
  /** Types whose resources `related` must be able to answer about. */
  reads: readonly string[];
  /** Default parameters with their meaning, e.g. `{ days: { value: 90, help: '…', unit: 'days' } }`. */
  parameters: Record<string, { value: number | boolean | string; help: string }>;
  /** Which line of the unused-resources message it counts in; undefined: it is listed under `Also`. */
  headline: boolean;
  /** One sentence: why it matters. */
  rationale: string;
  evaluate(resource: Resource, context: RuleContext): Evaluation;
  /** Commands for this resource, in order, each with its undo. */
  remediation(resource: Resource): RemediationStep[];
}

export interface FindingKey {
  ruleId: string;
  uid: string;
  provider: Provider;
}

/** Declares a rule; exists so that every rule file reads alike and defaults are in one place. */
export function defineRule(rule: Omit<Rule, 'reads' | 'parameters' | 'headline'> & Partial<Pick<Rule, 'reads' | 'parameters' | 'headline'>>): Rule {
  return { reads: [], parameters: {}, headline: false, ...rule };
}
