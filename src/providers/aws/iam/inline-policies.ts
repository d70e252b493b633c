import type { PolicyDetail } from '@aws-sdk/client-iam';
import { z } from 'zod';
import { policyDocument } from './policy-document.ts';

/** As users, groups and roles have them. */
export const inlinePolicies = z.array(z.object({ name: z.string(), document: z.json() })).describe('Policies written into it');

export function inlinePoliciesOf(policies: readonly PolicyDetail[] | undefined) {
  const made = (policies ?? []).map(({ PolicyName, PolicyDocument }) => ({ name: PolicyName ?? '', document: policyDocument(PolicyDocument, true) }));
  return made.sort((a, b) => (a.name < b.name ? -1 : 1));
}
