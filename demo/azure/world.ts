import type { AzureFaults } from './faults.ts';
import type { Plan } from './plan.ts';
import { armRow, graphRow, type Row, rowOf, type RowMaker } from './row.ts';
import { computeRows } from './rows/compute.ts';
import { dataRows } from './rows/data.ts';
import { networkRows } from './rows/network.ts';

export interface AzureAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

/** What the parts of the simulation share. */
export interface World {
  plan: Plan;
  faults: AzureFaults;
  url: string;
}

const makers: Readonly<Record<string, RowMaker>> = { ...computeRows, ...networkRows, ...dataRows };

export const makeRow = (plan: Plan, subscription: string, nativeType: string, index: number): Row => rowOf(plan, makers, { subscription, nativeType, index });
export { armRow, graphRow };

export const refusal = (status: number, code: string, message: string, headers: Record<string, string> = {}): AzureAnswer => ({ status, headers, body: { error: { code, message } } });

export const unauthorised = (action: string, scope: string): AzureAnswer =>
  refusal(403, 'AuthorizationFailed', `The client 'roundsman' with object id '00000000-0000-4000-8000-000000000001' does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`);

/** A type as the estate writes it, for one in any casing. */
export function knownType(plan: Plan, subscription: string, type: string): string | undefined {
  const wanted = type.toLowerCase();
  return [...plan.typesOf(subscription).keys()].find((name) => name.toLowerCase() === wanted);
}
