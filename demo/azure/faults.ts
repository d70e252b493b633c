/** What goes wrong. A fault with `path` hits requests whose path has that text, in any casing; `times` counts them down. */
export type AzureFault =
  /** The principal may not read a native type: Resource Graph leaves it out, Resource Manager refuses. */
  | { kind: 'deny-read'; type: string; subscription?: string }
  | { kind: 'deny-permissions' }
  | { kind: 'disable-subscription'; subscription: string; state?: 'Disabled' | 'Deleted' | 'Expired' | 'Warned' | 'PastDue' }
  | { kind: 'unregistered'; namespace: string; subscription?: string }
  /** The clock of the cloud, against ours. */
  | { kind: 'clock-off'; minutes: number }
  | { kind: 'expired-secret' }
  | { kind: 'graph-denied' }
  | { kind: 'graph-truncated' }
  | { kind: 'graph-limit-hit' }
  | { kind: 'graph-repeats-token' }
  | { kind: 'throttle'; path?: string; times?: number; retryAfterSeconds?: number }
  | { kind: 'error'; status: 404 | 500 | 503; path?: string; times?: number }
  | { kind: 'deny'; path: string; times?: number }
  | { kind: 'expired-token'; times?: number }
  | { kind: 'paging-loop'; path: string }
  | { kind: 'other-host'; path: string };

type Kind = AzureFault['kind'];
type Of<K extends Kind> = Extract<AzureFault, { kind: K }>;

/** The faults that are on. */
export class AzureFaults {
  #faults: AzureFault[];

  constructor(faults: readonly AzureFault[]) {
    this.#faults = faults.map((fault) => ({ ...fault }));
  }

  set(faults: readonly AzureFault[]): void {
    this.#faults = faults.map((fault) => ({ ...fault }));
  }

  all<K extends Kind>(kind: K): Of<K>[] {
    return this.#faults.filter((fault): fault is Of<K> => fault.kind === kind);
  }

  has(kind: Kind): boolean {
    return this.#faults.some((fault) => fault.kind === kind);
  }

  /** The first of a kind that hits a path; counts it. */
  hit<K extends Kind>(kind: K, path: string): Of<K> | undefined {
    const found = this.all(kind).find((fault) => {
      const { path: part, times } = fault as { path?: string; times?: number };
      return (part === undefined || path.toLowerCase().includes(part.toLowerCase())) && (times ?? 1) > 0;
    });
    const counted = found as { times?: number } | undefined;
    if (counted?.times !== undefined) counted.times -= 1;
    return found;
  }

  deniesRead(nativeType: string, subscription: string): boolean {
    return this.all('deny-read').some(({ type, subscription: only }) => type.toLowerCase() === nativeType.toLowerCase() && (only === undefined || only === subscription));
  }

  isUnregistered(namespace: string, subscription: string): boolean {
    return this.all('unregistered').some((fault) => fault.namespace.toLowerCase() === namespace.toLowerCase() && (fault.subscription === undefined || fault.subscription === subscription));
  }

  stateOf(subscription: string): string {
    const fault = this.all('disable-subscription').find((one) => one.subscription === subscription);
    return fault === undefined ? 'Enabled' : (fault.state ?? 'Disabled');
  }

  /** Milliseconds that the clock of the cloud is ahead of ours. */
  get skewMs(): number {
    return (this.all('clock-off')[0]?.minutes ?? 0) * 60_000;
  }
}
