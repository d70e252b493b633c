import { z } from 'zod';

/** A text that must not be printed: it shows as `***` in logs, JSON and templates, and only `reveal()` gives it. */
export class Secret {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** The text itself; call it where the secret is used and nowhere else. */
  reveal(): string {
    return this.#text;
  }

  toString(): string {
    return '***';
  }

  toJSON(): string {
    return '***';
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return '***';
  }
}

/** A setting that is read as text and kept as a `Secret`; what is a `Secret` already passes, so parsing twice is harmless. */
export function secret(text: z.ZodType<string, string> = z.string().min(1)) {
  return z.union([z.instanceof(Secret), text.transform((value) => new Secret(value))]);
}
