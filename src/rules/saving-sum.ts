import type { Saving, UnitPrice } from '../core/rule.ts';

/** Hours of a month as the clouds' own calculators have it. */
export const hoursPerMonth = 730;

/** A sum in the making: amounts, the formula in words, and the oldest, weakest source of its prices. */
export class SavingSum {
  readonly #parts: { usd: number; words: string; price: UnitPrice }[] = [];
  #isUpper = false;

  /** Adds `amount × price`; answers false where the price is not known. */
  add(amount: number, unit: string, price: UnitPrice | undefined, label: string): boolean {
    if (amount <= 0) return true;
    if (price === undefined) return false;
    this.#parts.push({ usd: amount * price.usd, words: `${amount} ${unit} × $${price.usd} (${label})`, price });
    return true;
  }

  upper(): this {
    this.#isUpper = true;
    return this;
  }

  /** Undefined where nothing could be priced. */
  saving(confidence: Saving['confidence'], extra: Partial<Saving> = {}): Saving | undefined {
    const first = this.#parts[0];
    if (first === undefined) return undefined;
    const isShipped = this.#parts.some(({ price }) => price.source === 'shipped-table');
    return {
      monthly: cents(this.#parts.reduce((sum, { usd }) => sum + usd, 0)),
      currency: 'USD',
      formula: this.#parts.map(({ words }) => words).join(' + '),
      source: isShipped ? 'shipped-table' : first.price.source,
      priceDate: this.#parts.map(({ price }) => price.date).reduce((oldest, date) => (date < oldest ? date : oldest), first.price.date),
      bound: isShipped ? 'estimate' : this.#isUpper ? 'upper' : 'exact',
      confidence,
      ...extra,
    };
  }
}

export const cents = (usd: number): number => Math.round(usd * 100) / 100;
