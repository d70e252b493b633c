import { displayWidth, pad, truncate, visible } from './text.ts';

export type Tone = 'good' | 'attention' | 'bad' | 'quiet';

export interface Column<Row> {
  title: string;
  /** What a person reads. */
  shown(row: Row): string;
  /** What a program reads in tab-separated output, where that is something else. */
  plain?(row: Row): string | number | null;
  align?: 'left' | 'right';
  tone?(row: Row): Tone | undefined;
  /** Narrowest that is still of use; a column without one keeps its width. */
  shrinksTo?: number;
  /** In tab-separated output only. */
  isPlainOnly?: boolean;
  /** Left out where it is empty in every row, and of a narrow terminal, the highest first. */
  dropsAt?: number;
}

export type Paint = (text: string, tone: Tone | 'title') => string;

const gap = '  ';

/** A table for people: never wider than the terminal, never more than one line a row. */
export function renderTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[], width: number, paint: Paint): string {
  const cells = rows.map((row) => new Map(columns.map((column) => [column, visible(column.shown(row))])));
  const natural = (column: Column<Row>): number => cells.reduce((most, row) => Math.max(most, displayWidth(row.get(column) ?? '')), displayWidth(column.title));
  const hasText = (column: Column<Row>): boolean => column.dropsAt === undefined || cells.some((row) => row.get(column) !== '');
  const { kept, widths } = layOut(columns.filter((column) => column.isPlainOnly !== true && hasText(column)), natural, width);
  const line = (text: (column: Column<Row>) => string, tone: (column: Column<Row>) => Tone | 'title' | undefined): string => {
    let left = width;
    const parts: string[] = [];
    for (const [index, column] of kept.entries()) {
      const before = index === 0 ? '' : gap;
      const room = Math.min(widths[index] ?? 0, left - before.length);
      if (room <= 0) break;
      left -= room + before.length;
      const cell = truncate(text(column), room);
      const isLast = index === kept.length - 1 && column.align !== 'right';
      const padded = isLast ? cell : pad(cell, room, column.align ?? 'left');
      const colour = tone(column);
      parts.push(before + (colour === undefined ? padded : paint(padded, colour)));
    }
    return parts.join('').trimEnd();
  };
  const body = rows.map((row, index) => line((column) => cells[index]?.get(column) ?? '', (column) => column.tone?.(row)));
  return [line(({ title }) => title, () => 'title'), ...body].map((text) => `${text}\n`).join('');
}

/** A text cut shorter than this is worth less than another column. */
const comfortableWidth = 28;

/** Which columns fit, and how wide each is: first columns go, then the widest that can shrink give way. */
function layOut<Row>(columns: readonly Column<Row>[], natural: (column: Column<Row>) => number, width: number): { kept: Column<Row>[]; widths: number[] } {
  const kept = [...columns];
  for (;;) {
    const widths = kept.map(natural);
    const least = kept.map(({ shrinksTo }, index) => Math.min(widths[index] ?? 0, shrinksTo ?? Infinity));
    const room = width - gap.length * (kept.length - 1);
    const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
    const next = kept.filter(({ dropsAt }) => dropsAt !== undefined).sort((a, b) => (b.dropsAt ?? 0) - (a.dropsAt ?? 0))[0];
    const comfortable = kept.map(({ shrinksTo }, index) => Math.min(widths[index] ?? 0, shrinksTo === undefined ? Infinity : Math.max(shrinksTo, comfortableWidth)));
    if (sum(comfortable) > room && next !== undefined) {
      kept.splice(kept.indexOf(next), 1);
      continue;
    }
    for (let over = sum(widths) - room; over > 0; over -= 1) {
      const slack = widths.map((each, index) => (each > (least[index] ?? 0) ? each : -1));
      const widest = slack.indexOf(Math.max(...slack));
      if (widest === -1 || slack[widest] === -1) break;
      widths[widest] = (widths[widest] ?? 0) - 1;
    }
    return { kept, widths };
  }
}

/** Tab-separated with a heading, for programs: nothing is cut. */
export function renderPlain<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const heading = columns.map(({ title }) => title.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_').replaceAll(/^_|_$/g, ''));
  const body = rows.map((row) => columns.map((column) => plainCell(column.plain === undefined ? column.shown(row) : column.plain(row))));
  return [heading, ...body].map((cells) => `${cells.join('\t')}\n`).join('');
}

/** A tab or a line break would start another cell, and a spreadsheet runs what begins like a formula. */
export function plainCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const text = visible(value);
  return /^\s*[=+\-@]/.test(text) ? `'${text}` : text;
}
