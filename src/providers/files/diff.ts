import { editsOf } from './edits.ts';
import { type MaskedLine, maskLines } from './mask.ts';
import { decodeStrictly, escaped } from './utf8.ts';

export interface TextDiff {
  /** In the unified form, secrets hidden. */
  text: string;
  /** Lines, those that `text` had no room for included. */
  added: number;
  removed: number;
}

const longestLine = 500;
const noNewline = '\\ No newline at end of file';

/** What changed between two texts; undefined where either is none. What leaves here holds no secret that is recognised. */
export function diffOfText(before: Buffer, after: Buffer, { maxLines, context }: { maxLines: number; context: number }): TextDiff | undefined {
  const [old, now] = [linesOf(before), linesOf(after)];
  if (old === undefined || now === undefined) return undefined;
  const [oldMasked, nowMasked] = [maskLines(old.lines), maskLines(now.lines)];
  const keyed = ({ lines, isEnded }: Text): string[] => lines.map((line, index) => (index === lines.length - 1 && !isEnded ? `${line}\0` : line));
  const steps = editsOf(keyed(old), keyed(now));
  const marked = markSecrets(steps, oldMasked, nowMasked);
  const lines = hunksOf(steps, context).flatMap((hunk) => linesOfHunk(hunk, marked, old, now));
  const added = steps.filter(({ kind }) => kind === 'added').length;
  const removed = steps.filter(({ kind }) => kind === 'removed').length;
  const kept = lines.length > maxLines ? [...lines.slice(0, maxLines), `… ${lines.length - maxLines} more lines`] : lines;
  return { text: kept.join('\n'), added, removed };
}

interface Text {
  lines: string[];
  /** Whether the last line has its line break. */
  isEnded: boolean;
}

function linesOf(bytes: Buffer): Text | undefined {
  if (bytes.includes(0)) return undefined;
  const text = decodeStrictly(bytes);
  if (text === undefined) return undefined;
  const lines = text.split('\n');
  const isEnded = lines.at(-1) === '';
  return { lines: isEnded ? lines.slice(0, -1) : lines, isEnded };
}

/** One line of either text, or of both. */
type Step = ReturnType<typeof editsOf>[number];

/** What each line shows. Where only a secret changed, both lines would look alike: the new one says that it did. */
function markSecrets(steps: readonly Step[], old: readonly MaskedLine[], now: readonly MaskedLine[]): Map<Step, string> {
  const shown = new Map<Step, string>();
  let removed: MaskedLine[] = [];
  for (const step of steps) {
    if (step.kind === 'same') removed = [];
    const line = (step.kind === 'removed' ? old[step.oldIndex] : now[step.newIndex]) ?? { raw: '', shown: '', secrets: [] };
    if (step.kind === 'removed') removed.push(line);
    const alike = step.kind === 'added' && line.secrets.length > 0 ? removed.findIndex((each) => each.shown === line.shown) : -1;
    const [twin] = alike < 0 ? [] : removed.splice(alike, 1);
    shown.set(step, cut(shownText(twin === undefined ? line.shown : withMarks(line, twin))));
  }
  return shown;
}

function withMarks({ shown, secrets }: MaskedLine, twin: MaskedLine): string {
  let index = -1;
  return shown.replaceAll('***', (mask) => {
    index += 1;
    return secrets[index] === twin.secrets[index] ? mask : `${mask} (changed)`;
  });
}

/** Tabs stay: they are how many texts are indented. */
const shownText = (line: string): string => line.split('\t').map(escaped).join('\t');
const cut = (line: string): string => (line.length > longestLine ? `${line.slice(0, longestLine)}…` : line);

/** Runs of changes with the lines around them; what is near enough shares its surroundings. */
function hunksOf(steps: readonly Step[], context: number): Step[][] {
  const hunks: Step[][] = [];
  let end = -1;
  for (const [index, step] of steps.entries()) {
    if (step.kind === 'same') continue;
    const start = Math.max(0, index - context);
    if (start <= end) hunks.at(-1)?.push(...steps.slice(end, Math.min(steps.length, index + context + 1)));
    else hunks.push(steps.slice(start, index + context + 1));
    end = Math.min(steps.length, index + context + 1);
  }
  return hunks;
}

function linesOfHunk(hunk: readonly Step[], shown: ReadonlyMap<Step, string>, old: Text, now: Text): string[] {
  const first = hunk[0];
  const count = (without: Step['kind']): number => hunk.filter(({ kind }) => kind !== without).length;
  const range = (start: number, length: number): string => `${length === 0 ? start : start + 1}${length === 1 ? '' : `,${length}`}`;
  const head = `@@ -${range(first?.oldIndex ?? 0, count('added'))} +${range(first?.newIndex ?? 0, count('removed'))} @@`;
  const signs = { same: ' ', added: '+', removed: '-' } as const;
  return [
    head,
    ...hunk.flatMap((step) => {
      const isLast = step.kind === 'removed' ? !old.isEnded && step.oldIndex === old.lines.length - 1 : !now.isEnded && step.newIndex === now.lines.length - 1;
      return [`${signs[step.kind]}${shown.get(step) ?? ''}`, ...(isLast ? [noNewline] : [])];
    }),
  ];
}
