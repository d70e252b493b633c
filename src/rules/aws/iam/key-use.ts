import { type Evaluation, fail, notApplicable, numberOf, pass, type RuleContext, unknown } from '../../../core/rule.ts';
import type { z } from 'zod';
import { daysBetween } from '../../../core/time.ts';
import type { awsIamAccessKey } from '../../../providers/aws/iam/access-key.ts';

type Key = z.infer<typeof awsIamAccessKey.attributes>;

/** An unused key by its last use, or by its creation where it was never used. */
export function judgeKeyUse(key: Key, wanted: 'active' | 'inactive', { now, parameters }: RuleContext): Evaluation {
  if (key.is_active !== (wanted === 'active')) return notApplicable;
  const since = key.last_used ?? key.created_at;
  if (since === null) return unknown('It was never used, and AWS did not say when it was made, which `iam:ListAccessKeys` tells.');
  if (daysBetween(new Date(since), now) < numberOf(parameters, 'days')) return pass;
  return fail({
    summary: key.last_used === null ? `Never used since it was made on ${since.slice(0, 10)}.` : `Last used on ${since.slice(0, 10)}${key.last_used_service === null ? '' : ` for ${key.last_used_service}`}.`,
    risk: wanted === 'active' ? 'High' : 'Low',
    evidence: { status: key.is_active ? 'Active' : 'Inactive', created_at: key.created_at, last_used: key.last_used, last_used_service: key.last_used_service, user: key.user_name },
  });
}
