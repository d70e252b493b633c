import type { Prices, Saving, UnitPrice } from '../../../core/rule.ts';

/** Hours of a month as the clouds' own calculators have it. */
export const hoursPerMonth = 730;

export interface VolumeLike {
  size_gib: number;
  volume_type: string;
  iops: number | null;
  throughput_mibps: number | null;
}

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
      source: isShipped ? 'shipped-table' : 'aws-price-list',
      priceDate: this.#parts.map(({ price }) => price.date).reduce((oldest, date) => (date < oldest ? date : oldest), first.price.date),
      bound: isShipped ? 'estimate' : this.#isUpper ? 'upper' : 'exact',
      confidence,
      ...extra,
    };
  }
}

export const cents = (usd: number): number => Math.round(usd * 100) / 100;

/**
 * Adds what a volume costs a month: storage, provisioned IOPS (io1, io2: all; gp3: above 3,000) and throughput (gp3
 * above 125 MiB/s). Answers false where a price is not known. Formula: https://aws.amazon.com/ebs/pricing/.
 */
export function addVolume(sum: SavingSum, volume: VolumeLike, region: string, prices: Prices): boolean {
  const type = volume.volume_type;
  const iops = type === 'gp3' ? Math.max(0, (volume.iops ?? 0) - 3000) : type === 'io1' || type === 'io2' ? (volume.iops ?? 0) : 0;
  const extra = type === 'gp3' ? Math.max(0, (volume.throughput_mibps ?? 0) - 125) : 0;
  const parts = [[volume.size_gib, 'GiB', `ebs.${type}`], [iops, 'IOPS', `ebs.${type}.iops`], [extra, 'MiB/s', 'ebs.gp3.mibps']] as const;
  return parts.map(([amount, unit, sku]) => sum.add(amount, unit, prices.unit(region, sku), sku)).every((isKnown) => isKnown);
}

/** What a volume of another type would cost with the same size, IOPS and throughput. */
export function volumeCost(volume: VolumeLike, region: string, prices: Prices): number | undefined {
  const sum = new SavingSum();
  return addVolume(sum, volume, region, prices) ? sum.saving('high')?.monthly : undefined;
}

/**
 * gp3 with the lasting speed of another type: 256 KiB an operation, for gp2 3 IOPS a GiB (100 to 16,000) and 128 to 250
 * MiB/s, for io1 up to 500 MiB/s. https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
 */
export function gp3TwinOf(volume: VolumeLike): VolumeLike {
  if (volume.volume_type === 'gp2') {
    const iops = Math.min(16_000, Math.max(100, volume.size_gib * 3));
    return { size_gib: volume.size_gib, volume_type: 'gp3', iops: Math.max(3000, iops), throughput_mibps: Math.min(250, Math.max(128, Math.ceil(volume.size_gib * 0.75))) };
  }
  return { size_gib: volume.size_gib, volume_type: 'gp3', iops: Math.max(3000, volume.iops ?? 0), throughput_mibps: Math.min(500, Math.max(125, Math.ceil((volume.iops ?? 0) * 0.25))) };
}
