import type { IpPermission } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { canonicalJson } from '../../../platform/canonical.ts';

/** One source or destination a rule, so that a reader need not look into lists of lists. */
export const trafficRule = z.object({
  protocol: z.string().describe('tcp, udp, icmp, … or a number; all: every protocol'),
  from_port: z.int().nullable().describe('Null: every port; for ICMP the type'),
  to_port: z.int().nullable(),
  cidr: z.string().nullable().describe('An IPv4 or IPv6 range'),
  group_uid: z.string().nullable().describe('Members of this security group'),
  prefix_list_id: z.string().nullable(),
  description: z.string().nullable(),
});
export type TrafficRule = z.infer<typeof trafficRule>;

const protocolNames: Readonly<Record<string, string>> = { '-1': 'all', '1': 'icmp', '6': 'tcp', '17': 'udp', '58': 'icmpv6' };

/** AWS writes numbers in network ACLs and names in security groups. */
export const protocolName = (protocol: string | undefined): string => protocolNames[protocol ?? '-1'] ?? protocol ?? 'all';

/** Sorted, one entry per range, group and prefix list. */
export function trafficRules(permissions: readonly IpPermission[] | undefined, groupArn: (id: string, owner: string | undefined) => string): TrafficRule[] {
  const rules = (permissions ?? []).flatMap((permission): TrafficRule[] => {
    const protocol = protocolName(permission.IpProtocol);
    const isAll = protocol === 'all';
    const base = { protocol, from_port: isAll ? null : (permission.FromPort ?? null), to_port: isAll ? null : (permission.ToPort ?? null), cidr: null, group_uid: null, prefix_list_id: null };
    const described = (description: string | undefined): string | null => description ?? null;
    return [
      ...(permission.IpRanges ?? []).map(({ CidrIp, Description }) => ({ ...base, cidr: CidrIp ?? null, description: described(Description) })),
      ...(permission.Ipv6Ranges ?? []).map(({ CidrIpv6, Description }) => ({ ...base, cidr: CidrIpv6 ?? null, description: described(Description) })),
      ...(permission.UserIdGroupPairs ?? []).map(({ GroupId, UserId, Description }) => ({ ...base, group_uid: GroupId === undefined ? null : groupArn(GroupId, UserId), description: described(Description) })),
      ...(permission.PrefixListIds ?? []).map(({ PrefixListId, Description }) => ({ ...base, prefix_list_id: PrefixListId ?? null, description: described(Description) })),
    ];
  });
  return rules.map((rule) => [canonicalJson(rule), rule] as const).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, rule]) => rule);
}
