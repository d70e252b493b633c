import { z } from 'zod';
import { type GcpRow, listAt, textAt } from '../define.ts';

/** What the policies of projects, folders and organisations have. */
export const policyAttributes = z.object({
  resource_uid: z.string(),
  bindings: z.array(z.object({ role: z.string(), members: z.array(z.string()), condition: z.string().nullable() })),
  has_public_member: z.boolean().describe('allUsers or allAuthenticatedUsers'),
  audit_configs: z.array(z.object({ service: z.string(), log_types: z.array(z.string()), exempted: z.array(z.string()) })),
});

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export function policyParts({ iamPolicy, data }: GcpRow, resource: string) {
  const policy = iamPolicy ?? data;
  const bindings = listAt(policy, 'bindings').map((binding) => ({ role: textAt(binding, 'role') ?? '', members: listAt(binding, 'members').map(String).sort(), condition: textAt(binding, 'condition.expression') }));
  return {
    uid: `${resource}/ownIamPolicy`,
    name: resource.split('/').at(-1) ?? resource,
    tags: {},
    attributes: {
      resource_uid: resource,
      bindings: bindings.sort((a, b) => compared(a.role, b.role) || compared(a.condition ?? '', b.condition ?? '')),
      has_public_member: bindings.some(({ members }) => members.some((member) => /^all(Authenticated)?Users$/.test(member))),
      audit_configs: listAt(policy, 'auditConfigs').map((config) => {
        const logs = listAt(config, 'auditLogConfigs');
        return { service: textAt(config, 'service') ?? '', log_types: logs.flatMap((one) => textAt(one, 'logType') ?? []).sort(), exempted: [...new Set(logs.flatMap((one) => listAt(one, 'exemptedMembers').map(String)))].sort() };
      }),
    },
  };
}
