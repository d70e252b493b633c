import { type TargetStatus, finalTargetStatuses } from '../core/resource.ts';

export interface JudgedTarget {
  scope_id: string;
  account: string;
  type: string;
  status: TargetStatus;
}

interface Group {
  account: string;
  type: string;
  open: number;
  scopeIds: string[];
  isTaken: boolean;
}

/** Only what was read is judged; the findings of the rest stay as they are. */
const isReadable = (status: TargetStatus): boolean => status === 'complete' || status === 'partial';
const keyOf = ({ account, type }: { account: string; type: string }): string => `${account} ${type}`;

/**
 * Judges a type of an account as soon as it and every type that its rules read have ended, while others are still
 * listed. Once nothing is open all is judged, so the answers are those of judging at the end.
 */
export class Judging {
  readonly #groups = new Map<string, Group>();
  readonly #reads: (type: string) => readonly string[];
  readonly #judge: (scopeIds: string[]) => Promise<unknown>;
  #ready: string[] = [];
  #work: Promise<void> | undefined;
  #failure: { error: unknown } | undefined;

  constructor({ targets, reads, judge }: { targets: readonly JudgedTarget[]; /** The types that the rules of a type read besides it. */ reads: (type: string) => readonly string[]; judge: (scopeIds: string[]) => Promise<unknown> }) {
    this.#reads = reads;
    this.#judge = judge;
    for (const target of targets) {
      const group = this.#groups.get(keyOf(target)) ?? { account: target.account, type: target.type, open: 0, scopeIds: [], isTaken: false };
      this.#groups.set(keyOf(target), group);
      group.open += 1;
    }
    // An earlier attempt of the run has ended some of them.
    for (const target of targets) if (finalTargetStatuses.includes(target.status)) this.ended(target);
  }

  ended(target: JudgedTarget): void {
    const group = this.#groups.get(keyOf(target));
    if (group === undefined) return;
    group.open -= 1;
    if (isReadable(target.status)) group.scopeIds.push(target.scope_id);
    if (group.open > 0) return;
    for (const other of this.#groups.values()) {
      if (other.account !== target.account || other.isTaken || !this.#isReady(other)) continue;
      other.isTaken = true;
      this.#ready.push(...other.scopeIds);
    }
    this.#start();
  }

  /** Resolves when all that ended is judged; throws the first failure. */
  async finish(): Promise<void> {
    while (this.#work !== undefined) await this.#work;
    if (this.#failure !== undefined) throw this.#failure.error;
  }

  #isReady({ account, type, open }: Group): boolean {
    return open === 0 && this.#reads(type).every((read) => (this.#groups.get(keyOf({ account, type: read }))?.open ?? 0) === 0);
  }

  #start(): void {
    if (this.#work !== undefined || this.#failure !== undefined || this.#ready.length === 0) return;
    this.#work = this.#judge(this.#ready.splice(0)).then(
      () => {
        this.#work = undefined;
        // What became ready meanwhile.
        this.#start();
      },
      (error: unknown) => {
        this.#work = undefined;
        this.#failure = { error };
      },
    );
  }
}
