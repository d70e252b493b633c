import { defaultGroupId, groupId, isInUse, vpcId, vpcNumbers } from '../../generate/network.ts';
import { hexId, randomOf } from '../../generate/random.ts';
import { usualTags, workloads } from '../../generate/words.ts';
import type { Place } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

interface Port { protocol: string; from: number; to: number }
const tcp = (port: number): Port => ({ protocol: 'tcp', from: port, to: port });
const everything: Port = { protocol: '-1', from: 0, to: 0 };

/** What stands open to the world, by workload: some of it meant, some not. */
const open: Readonly<Record<string, { ports: Port[]; range: string }>> = {
  web: { ports: [tcp(80), tcp(443)], range: '0.0.0.0/0' }, api: { ports: [tcp(443)], range: '0.0.0.0/0' }, checkout: { ports: [tcp(443)], range: '0.0.0.0/0' },
  bastion: { ports: [tcp(22)], range: '0.0.0.0/0' }, vpn: { ports: [{ protocol: 'udp', from: 1194, to: 1194 }], range: '::/0' }, search: { ports: [tcp(9200)], range: '0.0.0.0/0' },
  'legacy-crm': { ports: [tcp(3389), tcp(445)], range: '0.0.0.0/0' }, jenkins: { ports: [everything], range: '0.0.0.0/0' }, 'mail-relay': { ports: [tcp(25)], range: '2.0.0.0/7' },
};

const permission = ({ protocol, from, to }: Port, source: Fields): Fields => ({ IpProtocol: protocol, ...(protocol === '-1' ? {} : { FromPort: from, ToPort: to }), ...source });
const rangeOf = (range: string, description?: string): Fields => (range.includes(':') ? { Ipv6Ranges: [{ CidrIpv6: range, Description: description }] } : { IpRanges: [{ CidrIp: range, Description: description }] });
const outward = [permission(everything, rangeOf('0.0.0.0/0'))];

function workloadGroup({ plan, region, account, arn }: Place, workload: string): Fields {
  const id = groupId(plan, region, workload);
  const wide = open[workload];
  const inward = wide === undefined
    ? [permission(tcp(8080), { UserIdGroupPairs: [{ GroupId: groupId(plan, region, 'web'), UserId: account, Description: 'from web' }] }), permission(tcp(22), rangeOf('10.0.0.0/8', 'inside'))]
    : wide.ports.map((port) => permission(port, rangeOf(wide.range)));
  return {
    GroupId: id, GroupName: `${workload}-sg`, Description: `${workload} servers`, OwnerId: account, VpcId: vpcId(plan, region, 0), SecurityGroupArn: arn('ec2', `security-group/${id}`),
    IpPermissions: inward, IpPermissionsEgress: outward, Tags: tagList(usualTags(randomOf(plan.seed, 71, workloads.indexOf(workload as never)), undefined)),
  };
}

function defaultGroup({ plan, region, account, arn }: Place, vpc: number): Fields {
  const id = defaultGroupId(plan, region, vpc);
  return {
    GroupId: id, GroupName: 'default', Description: 'default VPC security group', OwnerId: account, VpcId: vpcId(plan, region, vpc), SecurityGroupArn: arn('ec2', `security-group/${id}`),
    // That of the second VPC was closed, as it should be.
    IpPermissions: vpc === 1 ? [] : [permission(everything, { UserIdGroupPairs: [{ GroupId: id, UserId: account }] })], IpPermissionsEgress: vpc === 1 ? [] : outward,
  };
}

/** Groups of every workload, those that the VPCs came with, and one that nothing uses any more. */
export function securityGroups(place: Place): Fields[] {
  const { plan, region, account, arn } = place;
  const defaults = vpcNumbers(plan, region).map((vpc) => defaultGroup(place, vpc));
  if (!isInUse(plan, region)) return defaults;
  const id = hexId('sg', plan.seed, 50 + region, 90);
  const forgotten = {
    GroupId: id, GroupName: 'launch-wizard-1', Description: 'launch-wizard-1 created 2023-02-03T10:11:12.131Z', OwnerId: account, VpcId: vpcId(plan, region, 1), SecurityGroupArn: arn('ec2', `security-group/${id}`),
    IpPermissions: [permission(tcp(22), rangeOf('0.0.0.0/0'))], IpPermissionsEgress: outward,
  };
  return [...workloads.map((workload) => workloadGroup(place, workload)), ...defaults, forgotten];
}
