import { hashText, mix } from './aws/generate/random.ts';

/** One thing in so many lies idle: its metrics stay near nothing. */
const idleOneIn = 4;

/** Measured in percent or as a share of one, instead of counted. */
const isPercent = (name: string): boolean => /Utilization|Percent|percent|_utilization_/.test(name);
const isShare = (name: string): boolean => /\/utilization$|\/cpu\/utilization|memory\/utilization/.test(name);

/** Points of a thing over a window, the same whenever they are asked for: idle things near nothing, busy ones with a working day's curve. */
export function simulatedPoints(thing: string, metric: string, { from, to, periodSeconds }: { from: number; to: number; periodSeconds: number }): { at: number; value: number }[] {
  const number = hashText(thing.toLowerCase());
  const isIdle = number % idleOneIn === 0;
  const points: { at: number; value: number }[] = [];
  for (let at = from; at < to; at += periodSeconds * 1000) {
    const noise = mix(number, hashText(metric), at / 1000) / 4294967296;
    const hour = new Date(at).getUTCHours();
    const load = isIdle ? 0.01 : 0.2 + (hour >= 8 && hour < 18 ? 0.5 : 0) + noise * 0.2;
    points.push({ at, value: isShare(metric) ? load : isPercent(metric) ? Math.round(load * 10_000) / 100 : isIdle ? 0 : Math.round(load * 1000 * periodSeconds) });
  }
  return points;
}
