import type { AttributeValue } from '../../../core/resource.ts';

/**
 * A policy as data: what does not parse stays text. AWS gives lists of actions and principals in any order; they are
 * sorted, so that the same policy reads the same.
 */
export function policyDocument(text: string | undefined, isUrlEncoded = false): AttributeValue {
  if (text === undefined || text === '') return null;
  try {
    return sorted(JSON.parse(isUrlEncoded ? decodeURIComponent(text) : text) as AttributeValue);
  } catch {
    return text;
  }
}

function sorted(value: AttributeValue): AttributeValue {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'string') ? value.toSorted() : value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, sorted(inner)]));
}

type Fields = Record<string, AttributeValue>;
const fieldsOf = (value: AttributeValue | undefined): Fields => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {});
const listOf = (value: AttributeValue | undefined): AttributeValue[] => (Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]);

/** The statements of a policy that allow something. */
const allowing = (document: AttributeValue): Fields[] => listOf(fieldsOf(document)['Statement']).map(fieldsOf).filter(({ Effect }) => Effect === 'Allow');

/** Every principal that a policy allows something, `*` for anybody: ARNs, account ids, services. */
export function principalsOf(document: AttributeValue): string[] {
  const named = allowing(document).flatMap(({ Principal }) => (typeof Principal === 'string' ? [Principal] : Object.values(fieldsOf(Principal)).flatMap(listOf)));
  return [...new Set(named.filter((one) => typeof one === 'string'))].sort();
}

/** Whether it allows anybody something and sets no condition. */
export function isOpenToAnybody(document: AttributeValue): boolean {
  return allowing(document).some((statement) => statement['Condition'] === undefined && principalsOf({ Statement: [statement] }).includes('*'));
}

/** The principals that have an ARN of their own; `*` in one stands for many. */
export const principalUids = (principals: readonly string[]): string[] => principals.filter((one) => one.startsWith('arn:') && !one.includes('*'));
