import type { Resource } from '../../core/resource.ts';
import { type Evaluation, isYoung, type MetricFacts, numberOf, type Prices, type RuleContext, type Saving, unknown } from '../../core/rule.ts';
import { daysBetween } from '../../core/time.ts';
import { SavingSum } from '../saving-sum.ts';

export { cents, hoursPerMonth } from '../saving-sum.ts';

export const metricPermission = 'cloudwatch:GetMetricData';
export const bytesPerGib = 1024 ** 3;

/** What AWS does not say since when it is unused counts from the day it was made or first seen, whichever is earlier. */
export function isTooYoung({ createdAt }: Pick<Resource, 'createdAt'>, { firstSeen, now, parameters }: Pick<RuleContext, 'firstSeen' | 'now' | 'parameters'>): boolean {
  const since = createdAt !== undefined && createdAt < firstSeen ? createdAt : firstSeen;
  return isYoung(createdAt, now) || daysBetween(since, now) < numberOf(parameters, 'days');
}

/** The days that a rule waits, as a parameter. */
export const afterDays = (value: number, help = 'Days since it was made or first seen here') => ({ days: { value, help } });

/** A window that has holes proves nothing about a gauge. */
export const fewDays = ({ coveredDays }: MetricFacts, days: number, name: string): Evaluation => unknown(`Of the metric ${name} only ${coveredDays} of ${days} days are known.`);

export type PricedPart = readonly [amount: number, unit: string, sku: string];

/** The sum as a field of a finding; none where a price is not known. */
export function savedBy(region: string, prices: Prices, confidence: Saving['confidence'], parts: readonly PricedPart[], extra: Partial<Saving> = {}): { saving?: Saving } {
  const sum = new SavingSum();
  const isKnown = parts.map(([amount, unit, sku]) => sum.add(amount, unit, prices.unit(region, sku), sku)).every((isPriced) => isPriced);
  const saving = isKnown ? sum.saving(confidence, extra) : undefined;
  return saving === undefined ? {} : { saving };
}

/** What would be saved by going from one price to a lower one. */
export function savedByChange(region: string, prices: Prices, confidence: Saving['confidence'], from: PricedPart, to: PricedPart): { saving?: Saving } {
  const before = savedBy(region, prices, confidence, [from]).saving;
  const after = savedBy(region, prices, confidence, [to]).saving;
  if (before === undefined || after === undefined || after.monthly >= before.monthly) return {};
  return { saving: { ...before, monthly: Math.round((before.monthly - after.monthly) * 100) / 100, formula: `${before.formula} − ${after.formula}` } };
}

/** A name as an argument that no shell takes apart. */
export const quoted = (name: string): string => `'${name.replaceAll("'", `'\\''`)}'`;

const smaller: Readonly<Record<string, string>> = { micro: 'nano', small: 'micro', medium: 'small', large: 'medium', xlarge: 'large', '2xlarge': 'xlarge', '4xlarge': '2xlarge', '8xlarge': '4xlarge', '16xlarge': '8xlarge', '24xlarge': '12xlarge' };
const smallSizes = new Set(['nano', 'micro', 'small', 'medium']);

/** Half the size in the same family: `m5.xlarge` → `m5.large`; undefined where the family has none. Below `large` only burstable families go. */
export function halfSizeOf(type: string): string | undefined {
  const parts = type.split('.');
  const size = parts.at(-1) ?? '';
  const family = parts.at(-2) ?? '';
  const other = Object.hasOwn(smaller, size) ? smaller[size] : undefined;
  if (other === undefined || (smallSizes.has(other) && !/^t\d/.test(family))) return undefined;
  // Databases begin with micro.
  return other === 'nano' && parts[0] === 'db' ? undefined : [...parts.slice(0, -1), other].join('.');
}

/** Why nobody can say that nothing of these types uses a resource; undefined where all were listed. */
export function unlisted(types: readonly { id: string; plural: string; permissions: readonly string[] }[], isListed: RuleContext['isListed']): Evaluation | undefined {
  const missing = types.find(({ id }) => !isListed(id));
  return missing === undefined ? undefined : unknown(`The ${missing.plural} of the region could not be listed (${missing.permissions.map((permission) => `\`${permission}\``).join(', ')}), and one may use it.`);
}
