import type { Resource } from '../../core/resource.ts';
import { type Evaluation, isYoung, numberOf, type Prices, type RemediationStep, type RuleContext, type Saving, unknown } from '../../core/rule.ts';
import { daysBetween } from '../../core/time.ts';
import { SavingSum } from '../saving-sum.ts';

export { hoursPerMonth } from '../saving-sum.ts';

export const metricPermission = 'Microsoft.Insights/metrics/read';

/** Azure tells of few things since when they are unused, so they count from the day they were made or first seen, whichever is earlier. */
export function isTooYoung({ createdAt }: Pick<Resource, 'createdAt'>, { firstSeen, now, parameters }: RuleContext): boolean {
  const since = createdAt !== undefined && createdAt < firstSeen ? createdAt : firstSeen;
  return isYoung(createdAt, now) || daysBetween(since, now) < numberOf(parameters, 'days');
}

/** Azure names what uses a thing where something does, so no name is an answer only where it told of the thing at all. */
export const untold = (permission: string): Evaluation => unknown(`Azure told of it without its properties, so nobody knows what uses it. Grant \`${permission}\` and scan again.`);

/** The days that a rule waits, as a parameter. */
export const afterDays = (value: number, what = 'Days since it was made or first seen here') => ({ days: { value, help: what } });

export type PricedPart = readonly [amount: number, unit: string, sku: string];

/** The sum as a field of a finding; none where a price is not known. */
export function savedBy(region: string, prices: Prices, confidence: Saving['confidence'], parts: readonly PricedPart[], { isUpper = false, ...extra }: Partial<Saving> & { isUpper?: boolean } = {}): { saving?: Saving } {
  const sum = new SavingSum();
  const isKnown = parts.map(([amount, unit, sku]) => sum.add(amount, unit, prices.unit(region, `azure.${sku}`), sku)).every((isPriced) => isPriced);
  const saving = isKnown ? (isUpper ? sum.upper() : sum).saving(confidence, extra) : undefined;
  return saving === undefined ? {} : { saving };
}

/** What would be saved by going from one price to a lower one. */
export function savedByChange(region: string, prices: Prices, confidence: Saving['confidence'], from: PricedPart, to: PricedPart): { saving?: Saving } {
  const before = savedBy(region, prices, confidence, [from]).saving;
  const after = savedBy(region, prices, confidence, [to]).saving;
  if (before === undefined || after === undefined || after.monthly >= before.monthly) return {};
  return { saving: { ...before, monthly: Math.round((before.monthly - after.monthly) * 100) / 100, formula: `${before.formula} − ${after.formula}` } };
}

/** The id as an argument that no shell takes apart. */
export const idArgument = (uid: string): string => `--ids '${uid.replaceAll("'", `'\\''`)}'`;

/** One command by id. */
export const step = (command: string, uid: string, undo: string, permission: string): RemediationStep => ({ command: `az ${command} ${idArgument(uid)}`, undo, permission });

export const irreversible = 'Nothing undoes it: export its template first and make it anew from that.';
