import type { Resource } from '../../core/resource.ts';
import { type Evaluation, isWholeWindow, isYoung, type MetricFacts, noMetric, numberOf, type Prices, type RemediationStep, type RuleContext, type Saving, unknown } from '../../core/rule.ts';
import { daysBetween } from '../../core/time.ts';
import { SavingSum } from '../saving-sum.ts';

export { hoursPerMonth } from '../saving-sum.ts';

export const metricPermission = 'monitoring.timeSeries.list';

/** Counted from the day it was made or first seen, whichever is earlier, and never before the days of grace. */
export function isTooYoung({ createdAt }: Pick<Resource, 'createdAt'>, { firstSeen, now, parameters }: RuleContext): boolean {
  const since = createdAt !== undefined && createdAt < firstSeen ? createdAt : firstSeen;
  return isYoung(createdAt, now) || daysBetween(since, now) < numberOf(parameters, 'days');
}

export const afterDays = (value: number, help = 'Days in which nothing happened') => ({ days: { value, help } });

export type PricedPart = readonly [amount: number, unit: string, sku: string];

/** The sum as a field of a finding; none where a price is not known. */
export function savedBy(region: string, prices: Prices, confidence: Saving['confidence'], parts: readonly PricedPart[], { isUpper = false, ...extra }: Partial<Saving> & { isUpper?: boolean } = {}): { saving?: Saving } {
  const sum = new SavingSum();
  const isKnown = parts.map(([amount, unit, sku]) => sum.add(amount, unit, prices.unit(region, `gcp.${sku}`), sku)).every((isPriced) => isPriced);
  const saving = isKnown ? (isUpper ? sum.upper() : sum).saving(confidence, extra) : undefined;
  return saving === undefined ? {} : { saving };
}

/** What would be saved by going from one price to a lower one. */
export function savedByChange(region: string, prices: Prices, confidence: Saving['confidence'], from: readonly PricedPart[], to: readonly PricedPart[]): { saving?: Saving } {
  const before = savedBy(region, prices, confidence, from).saving;
  const after = savedBy(region, prices, confidence, to).saving;
  if (before === undefined || after === undefined || after.monthly >= before.monthly) return {};
  return { saving: { ...before, monthly: Math.round((before.monthly - after.monthly) * 100) / 100, formula: `${before.formula} − ${after.formula}` } };
}

/** What a gauge showed over most of the window, or why that is not known. */
export function gauge(context: RuleContext, name: string, metric: string, days: number): { facts: MetricFacts } | { evaluation: Evaluation } {
  const facts = context.metric(name);
  if (facts === undefined) return { evaluation: noMetric(metric, metricPermission) };
  if (!isWholeWindow(facts, days)) return { evaluation: unknown(`Cloud Monitoring has no figures of ${metric} for most of the last ${days} days, so nobody knows how much it is used.`) };
  return { facts };
}

/** How often something was counted; no points at all say that it did not happen. */
export function counted(context: RuleContext, names: Readonly<Record<string, string>>): { sum: number } | { evaluation: Evaluation } {
  let sum = 0;
  for (const [name, metric] of Object.entries(names)) {
    const facts = context.metric(name);
    if (facts === undefined) return { evaluation: noMetric(metric, metricPermission) };
    sum += facts.sum;
  }
  return { sum };
}

export const gib = (bytes: number): number => Math.round((bytes / 2 ** 30) * 100) / 100;
export const percent = (share: number): number => Math.round(share * 1000) / 10;

/** As an argument that no shell takes apart. */
export const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

export const shortNameOf = (uid: string): string => uid.split('/').at(-1) ?? uid;

type Placed = Pick<Resource, 'uid' | 'account' | 'region'> & { attributes: { zone?: unknown } };

/** `--zone` or `--region` with the project, as gcloud wants them. */
export function placeFlags({ account, region, attributes }: Placed, word?: string): string {
  const zone = typeof attributes.zone === 'string' ? attributes.zone : null;
  const place = word !== undefined ? ` --${word}=${quoted(zone ?? region)}` : zone !== null ? ` --zone=${quoted(zone)}` : region === 'global' ? ' --global' : ` --region=${quoted(region)}`;
  return `${place} --project=${quoted(account)}`;
}

/** One command by name; `word` is the flag of the place where it is neither zone nor region, `none` where it has none. */
export function step(command: string, resource: Placed, undo: string, permission: string, word?: string): RemediationStep {
  const flags = word === 'none' ? ` --project=${quoted(resource.account)}` : placeFlags(resource, word);
  return { command: `gcloud ${command} ${quoted(shortNameOf(resource.uid))}${flags} --quiet`, undo, permission };
}

export const irreversible = 'Nothing undoes it: write its description down first (`gcloud … describe`) and make it anew from that.';
