import type { z } from 'zod';
import type { Provider, Resource } from './resource.ts';
import type { Severity } from './severity.ts';
import { daysBetween } from './time.ts';

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
  source: PriceSource;
  /** The day of the prices, YYYY-MM-DD. */
  priceDate: string;
  /** `estimate` from the shipped table, `upper` where usage is not known, `exact` from live prices. */
  bound: 'exact' | 'upper' | 'estimate';
  confidence: 'high' | 'medium' | 'low';
  /** Shown beside, never added to a total. */
  estimateIfRunning?: number;
  /** The finding of another resource that already carries this saving, so that no total counts it twice. */
  includedIn?: { ruleId: string; uid: string };
}

/** Where a price is from: the price interface of its cloud, or the dated table that is shipped for offline use. */
export type PriceSource = 'aws-price-list' | 'azure-retail-prices' | 'gcp-billing-catalog' | 'shipped-table';

/** Unit prices by SKU; answers undefined for what it does not know (the saving is then left out, not guessed). */
export interface Prices {
  unit(region: string, sku: string): UnitPrice | undefined;
}

export interface UnitPrice {
  usd: number;
  source: PriceSource;
  date: string;
}

export type Parameters = Record<string, number | boolean | string>;

/** What a rule wants to know of a resource's past from the metrics of its cloud. */
export interface MetricQuestion {
  /** `CPUUtilization`, `Percentage CPU`, `compute.googleapis.com/instance/cpu/utilization`. */
  name: string;
  /** Of CloudWatch; the others need none. */
  namespace?: string;
  /** How the cloud sums up what lies within one point. */
  statistic: 'average' | 'maximum' | 'sum';
  /** Of the window that ends now. Points of averages are hourly up to 14 days and daily beyond, those of sums and maxima daily. */
  days: number;
  /** Of sums and maxima, where percentiles of them are looked at: hourly as well. */
  isHourly?: true;
  /** CloudWatch's dimensions, or the labels of Google's monitored resource. Azure asks by the resource's id and needs none. */
  dimensions?: Record<string, string>;
}

/** Longer windows are read in daily points. */
const hourlyDays = 14;

/** Seconds that one point covers. The sum and the maximum of days are those of their hours, with a twenty-fourth of the points. */
export const periodOf = ({ days, statistic, isHourly }: Pick<MetricQuestion, 'days' | 'statistic' | 'isHourly'>): number => (days <= hourlyDays && (statistic === 'average' || isHourly === true) ? 3600 : 86_400);

/** What the points of a window show together. No points at all is an answer too: of what is counted, that nothing happened. */
export interface MetricFacts {
  points: number;
  /** Days of the window that have at least one point. */
  coveredDays: number;
  average: number;
  maximum: number;
  sum: number;
  p95: number;
  p99: number;
  /** ISO 8601 UTC. */
  since: string;
  until: string;
}

/** What points to a resource. */
export type ResourceUser = Pick<Resource, 'uid' | 'type'>;

/** All that a rule may know besides the resource itself. */
export interface RuleContext {
  now: Date;
  parameters: Parameters;
  prices: Prices;
  /** Resources that this one points to, by uid; undefined where not collected. */
  related(uid: string): Pick<Resource, 'uid' | 'type' | 'attributes'> | undefined;
  /** One of the resources of the rule's `usedBy` types that point to this one, in any account that is visited; undefined where there is none. */
  user: ResourceUser | undefined;
  /** True when the listing of that type completed in the resource's account and region in this run or an earlier one. */
  isListed(type: string, region?: string): boolean;
  /** When this resource was first seen here. */
  firstSeen: Date;
  /** What the cloud's metrics answered to the question of this name; undefined where they could not be read. */
  metric(name: string): MetricFacts | undefined;
  /** What `gather` noted over all resources of the scope. */
  memo: ReadonlyMap<string, string>;
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
  /** Types whose resources `user` must be able to name where they point to the judged one; empty: it is not looked for. */
  usedBy: readonly string[];
  /** Default parameters with their meaning, e.g. `{ days: { value: 90, help: '…', unit: 'days' } }`. */
  parameters: Record<string, { value: number | boolean | string; help: string }>;
  /** Which line of the unused-resources message it counts in; undefined: it is listed under `Also`. */
  headline: boolean;
  /** One sentence: why it matters. */
  rationale: string;
  isOnByDefault: boolean;
  /** Questions to the cloud's metrics about a resource, by the name that `evaluate` asks for; empty where the answer would change nothing. */
  metrics?(resource: Resource, parameters: Parameters): Readonly<Record<string, MetricQuestion | undefined>>;
  /** Sees every resource of a scope before any is judged, for questions like "is it the newest of its volume?". */
  gather?(resource: Resource, memo: Map<string, string>): void;
  evaluate(resource: Resource, context: RuleContext): Evaluation;
  /** Commands for this resource, in order, each with its undo. */
  remediation(resource: Resource): RemediationStep[];
}

export interface FindingKey {
  ruleId: string;
  uid: string;
  provider: Provider;
}

type RuleDefinition<Schema extends z.ZodObject> = Omit<Rule, 'resourceType' | 'reads' | 'usedBy' | 'parameters' | 'headline' | 'isOnByDefault' | 'metrics' | 'gather' | 'evaluate' | 'remediation'> &
  Partial<Pick<Rule, 'parameters' | 'headline' | 'isOnByDefault'>> & {
    /** The type it judges; gives `attributes` its type. */
    resourceType: { id: string; attributes: Schema };
    reads?: readonly { id: string }[];
    usedBy?: readonly { id: string }[];
    metrics?(resource: TypedResource<Schema>, parameters: Parameters): Readonly<Record<string, MetricQuestion | undefined>>;
    gather?(resource: TypedResource<Schema>, memo: Map<string, string>): void;
    evaluate(resource: TypedResource<Schema>, context: RuleContext): Evaluation;
    remediation(resource: TypedResource<Schema>): RemediationStep[];
  };

type TypedResource<Schema extends z.ZodObject> = Omit<Resource, 'attributes'> & { attributes: z.infer<Schema> };

/** Declares a rule: fills the defaults and erases the types of its resource. */
export function defineRule<Schema extends z.ZodObject>(definition: RuleDefinition<Schema>): Rule {
  return {
    ...(definition as unknown as Rule),
    parameters: definition.parameters ?? {},
    headline: definition.headline ?? false,
    isOnByDefault: definition.isOnByDefault ?? true,
    resourceType: definition.resourceType.id,
    reads: (definition.reads ?? []).map(({ id }) => id),
    usedBy: (definition.usedBy ?? []).map(({ id }) => id),
  };
}

export const pass: Evaluation = { outcome: 'pass' };
export const notApplicable: Evaluation = { outcome: 'not_applicable' };
export const unknown = (reason: string): Evaluation => ({ outcome: 'unknown', reason });
export const fail = (facts: Omit<Extract<Evaluation, { outcome: 'fail' }>, 'outcome'>): Evaluation => ({ outcome: 'fail', ...facts });

/** A number parameter; throws where the rule declares none of that name. */
export function numberOf(parameters: Parameters, name: string): number {
  const value = parameters[name];
  if (typeof value !== 'number') throw new Error(`the parameter ${name} is not a number`);
  return value;
}

/** The words of a text parameter that lists some, separated by commas, in lower case. */
export function wordsOf(parameters: Parameters, name: string): ReadonlySet<string> {
  const value = parameters[name];
  if (typeof value !== 'string') throw new Error(`the parameter ${name} is not a text`);
  return new Set(value.split(',').map((word) => word.trim().toLowerCase()).filter((word) => word !== ''));
}

/** Waste rules leave what is younger than this alone, whatever their threshold, unless it is flagged at once by design. */
export const graceDays = 3;

export function isYoung(createdAt: Date | undefined, now: Date): boolean {
  return createdAt !== undefined && daysBetween(createdAt, now) < graceDays;
}

/** Why a rule cannot answer without a metric. */
export const noMetric = (name: string, permission: string): Evaluation => unknown(`The metric ${name} could not be read, so nobody knows how much it is used. Grant \`${permission}\`.`);

/** Metrics of a resource that did not exist for the whole window, or of which most days are missing, prove nothing about idleness. */
export const isWholeWindow = (facts: MetricFacts, days: number): boolean => facts.coveredDays >= Math.floor(days * 0.8);
