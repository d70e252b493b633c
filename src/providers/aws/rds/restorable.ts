import { z } from 'zod';

/** Who else may restore a snapshot. */
export const restorable = {
  is_public: z.boolean().nullable().describe('Everybody may restore it; null: not read yet'),
  shared_with: z.array(z.string()).nullable().describe('Accounts that may restore it'),
} as const;

interface Attribute {
  AttributeName?: string | undefined;
  AttributeValues?: string[] | undefined;
}

export function restorableOf(attributes: readonly Attribute[] | undefined): { is_public: boolean | null; shared_with: string[] | null } {
  if (attributes === undefined) return { is_public: null, shared_with: null };
  const values = attributes.find(({ AttributeName }) => AttributeName === 'restore')?.AttributeValues ?? [];
  return { is_public: values.includes('all'), shared_with: values.filter((value) => value !== 'all').sort() };
}
