import type { PlacedAnswerer } from '../estate.ts';

/** What a generated estate answers beyond what is written by hand, by `service.Operation`. */
export const estateServices: Readonly<Record<string, PlacedAnswerer>> = {};
