import { roleArn } from '../../estate.ts';
import { roleAt } from '../../generate/identities.ts';
import { countOf, type Plan } from '../../generate/plan.ts';

/** The ARN of one of the account's roles; numbers beyond the last begin again. */
export const roleArnAt = (plan: Plan, number: number): string => roleArn(plan.account, roleAt(plan, number % countOf(plan, 'roles')));
