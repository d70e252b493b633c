import { mix } from '../../generate/random.ts';
import { countIn, type Plan } from '../../generate/plan.ts';

/** One key for the volumes of a region, and one more for every 60 instances. */
export const keyCount = (plan: Plan, region: number): number => 2 + Math.ceil(countIn(plan, 'instances', region) / 60);

/** Key 0 of each region is the one that its volumes are encrypted with. */
export function keyId(plan: Plan, region: number, number: number): string {
  if (number === 0) return `5f4b1c9e-0000-4000-8000-${plan.account}`;
  const part = (salt: number): string => mix(plan.seed ^ salt, 700 + region, number).toString(16).padStart(8, '0');
  const [a, b, c, d] = [part(1), part(2), part(3), part(4)];
  return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-8${c.slice(1, 4)}-${c.slice(4)}${d}`;
}

export const keyArn = (plan: Plan, region: number, number: number): string => `arn:aws:kms:${plan.regions[region]}:${plan.account}:key/${keyId(plan, region, number)}`;
