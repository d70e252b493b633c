import { Cron } from 'croner';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** No daylight-saving change reaches further than this around it. */
const changeMs = 3 * hourMs;

/**
 * How many moments of a cron expression lie in (after, until]. Whole days and whole hours are counted at once: asking
 * for each minute of a month takes two seconds.
 */
export function countCronMoments({ cron, timezone }: { cron: string; timezone: string }, after: Date, until: Date): number {
  const [second = '0', minute = '*', hour = '*', day = '*', month = '*', weekday = '*'] = withSeconds(cron);
  const patternOf = (pattern: string): Cron => new Cron(pattern, { timezone, paused: true });
  const perHour = sizeOf(`${second} * * * * *`, 60_000) * sizeOf(`0 ${minute} * * * *`, hourMs);
  const perDay = perHour * sizeOf(`0 0 ${hour} * * *`, dayMs);
  const one = patternOf(cron);
  const hours = { starts: patternOf('0 0 * * * *'), matching: patternOf(`0 0 ${hour} ${day} ${month} ${weekday}`) };
  const days = { starts: patternOf('0 0 0 * * *'), matching: patternOf(`0 0 0 ${day} ${month} ${weekday}`) };

  const singly = (from: Date, to: Date): number => momentsOf(one, from, to).length;
  const byHours = (from: Date, to: Date): number => (hasChange(timezone, from, to) ? singly(from, to) : bySteps(from, to, hours, (length) => (length === hourMs ? perHour : undefined), singly));
  return bySteps(after, until, days, (length) => (length === dayMs ? perDay : undefined), byHours);
}

/** Sums over the steps that begin in (after, until]; `sizeOfStep` answers undefined for one of another length, which is counted like the two ends. */
function bySteps(after: Date, until: Date, step: { starts: Cron; matching: Cron }, sizeOfStep: (lengthMs: number) => number | undefined, rest: (from: Date, to: Date) => number): number {
  const starts = momentsOf(step.starts, after, until);
  const first = starts[0];
  const last = starts.at(-1);
  if (first === undefined || last === undefined) return rest(after, until);
  const matching = new Set(momentsOf(step.matching, after, until).map(Number));
  let sum = rest(after, justBefore(first)) + rest(justBefore(last), until);
  for (const [index, start] of starts.slice(0, -1).entries()) {
    const next = starts[index + 1] ?? last;
    const whole = sizeOfStep(next.getTime() - start.getTime());
    if (whole === undefined) sum += rest(justBefore(start), justBefore(next));
    else if (matching.has(start.getTime())) sum += whole;
  }
  return sum;
}

const justBefore = (moment: Date): Date => new Date(moment.getTime() - 1);

function momentsOf(pattern: Cron, after: Date, until: Date): Date[] {
  const moments: Date[] = [];
  for (let next = pattern.nextRun(after); next !== null && next <= until; next = pattern.nextRun(next)) moments.push(next);
  return moments;
}

function withSeconds(cron: string): string[] {
  const fields = cron.split(' ');
  return fields.length === 5 ? ['0', ...fields] : fields;
}

/** How many values of one field there are, asked of a day without changes. */
function sizeOf(pattern: string, lengthMs: number): number {
  const start = Date.UTC(2026, 0, 1);
  return momentsOf(new Cron(pattern, { timezone: 'UTC', paused: true }), new Date(start - 1), new Date(start + lengthMs - 1)).length;
}

function hasChange(timezone: string, from: Date, to: Date): boolean {
  const format = new Intl.DateTimeFormat('en', { timeZone: timezone, timeZoneName: 'longOffset' });
  const offsetAt = (ms: number): string | undefined => format.formatToParts(ms).find(({ type }) => type === 'timeZoneName')?.value;
  return offsetAt(from.getTime() - changeMs) !== offsetAt(to.getTime() + changeMs);
}
