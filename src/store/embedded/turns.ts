/**
 * Turns on the only session, in order of arrival but for one thing: single statements go before transactions that wait.
 * A page asks with single statements and a scan writes in transactions, so a page waits for one transaction at most.
 * Transactions are not kept out for ever: after so many statements in a row the oldest one has its turn.
 */
export class Turns {
  readonly #single: (() => Promise<void>)[] = [];
  readonly #long: (() => Promise<void>)[] = [];
  #isBusy = false;
  #inARow = 0;

  run<Result>(kind: 'single' | 'long', work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      const turn = (): Promise<void> => work().then(resolve, reject);
      (kind === 'single' ? this.#single : this.#long).push(turn);
      if (!this.#isBusy) void this.#next();
    });
  }

  async #next(): Promise<void> {
    this.#isBusy = true;
    for (;;) {
      const isSingle = this.#long.length === 0 || (this.#single.length > 0 && this.#inARow < mostInARow);
      const turn = (isSingle ? this.#single : this.#long).shift();
      if (turn === undefined) break;
      this.#inARow = isSingle ? this.#inARow + 1 : 0;
      await turn();
    }
    this.#isBusy = false;
  }
}

const mostInARow = 20;
