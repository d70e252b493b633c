import { createHash } from 'node:crypto';

export const writers = 4;

export type Step = { kind: 'put'; id: number; version: number } | { kind: 'delete'; id: number };

/** Content that tells of every wrong byte: a short or a long text of the row itself. */
export function payloadOf(writer: number, id: number, version: number): string {
  const digest = createHash('sha256').update(`${writer}/${id}/${version}`).digest('hex');
  return digest.repeat(id % 7 === 0 ? 200 : 2);
}

type Rows = Map<number, number>;

/** What a store must hold after a kill: all that was acknowledged, and of each writer's open transaction all or nothing. */
export class Journal {
  readonly #acknowledged: Rows[] = Array.from({ length: writers }, () => new Map());
  readonly #open: (Step[] | undefined)[] = Array.from({ length: writers }, () => undefined);
  acknowledgements = 0;

  hear(line: string): void {
    const split = line.indexOf(' ');
    const kind = line.slice(0, split);
    if (kind !== 'try' && kind !== 'ack') return;
    const { writer, steps } = JSON.parse(line.slice(split + 1)) as { writer: number; steps?: Step[] };
    if (steps !== undefined) this.#open[writer] = steps;
    else {
      this.#acknowledged[writer] = applied(this.#rowsOf(writer), this.#open[writer] ?? []);
      this.#open[writer] = undefined;
      this.acknowledgements += 1;
    }
  }

  /** What is wrong with what the store was found to hold; then goes on from there. */
  compare(found: readonly [writer: number, id: number, version: number, isIntact: boolean][]): string[] {
    const wrong = found.filter(([, , , isIntact]) => !isIntact).map(([writer, id]) => `row ${writer}/${id} has another content than was written`);
    for (let writer = 0; writer < writers; writer += 1) {
      const rows: Rows = new Map(found.filter(([each]) => each === writer).map(([, id, version]) => [id, version]));
      const open = this.#open[writer];
      const fits = [this.#rowsOf(writer), ...(open === undefined ? [] : [applied(this.#rowsOf(writer), open)])];
      if (!fits.some((expected) => isSame(expected, rows))) wrong.push(`writer ${writer}: ${difference(this.#rowsOf(writer), rows)}`);
      this.#acknowledged[writer] = rows;
      this.#open[writer] = undefined;
    }
    return wrong;
  }

  #rowsOf(writer: number): Rows {
    return this.#acknowledged[writer] ?? new Map();
  }
}

function applied(rows: Rows, steps: readonly Step[]): Rows {
  const next = new Map(rows);
  for (const step of steps) {
    if (step.kind === 'delete') next.delete(step.id);
    else next.set(step.id, step.version);
  }
  return next;
}

const isSame = (a: Rows, b: Rows): boolean => a.size === b.size && [...a].every(([id, version]) => b.get(id) === version);

function difference(expected: Rows, found: Rows): string {
  const lost = [...expected].filter(([id, version]) => found.get(id) !== version).map(([id, version]) => `${id} should have version ${version} and has ${found.get(id) ?? 'none'}`);
  const extra = [...found].filter(([id]) => !expected.has(id)).map(([id]) => `${id} should not be there`);
  return [...lost, ...extra].slice(0, 5).join(', ');
}
