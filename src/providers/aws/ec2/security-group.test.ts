import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const groups = [
    {
      GroupId: 'sg-web', GroupName: 'web', Description: 'web servers', OwnerId: account, VpcId: 'vpc-1', SecurityGroupArn: ec2('security-group/sg-web'), Tags: [{ Key: 'team', Value: 'web' }],
      IpPermissions: [
        { IpProtocol: 'tcp', FromPort: 443, ToPort: 443, IpRanges: [{ CidrIp: '0.0.0.0/0' }], Ipv6Ranges: [{ CidrIpv6: '::/0', Description: 'v6' }] },
        { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-web', UserId: account }, { GroupId: 'sg-far', UserId: '999988887777' }] },
        { IpProtocol: 'tcp', FromPort: 22, ToPort: 22, PrefixListIds: [{ PrefixListId: 'pl-1' }] },
      ],
      IpPermissionsEgress: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '0.0.0.0/0' }] }],
    },
    { GroupId: 'sg-bare', GroupName: 'default' },
  ];
  under = await startAnswered({ 'ec2.DescribeSecurityGroups': paged('SecurityGroups', { 'us-east-1': groups, 'eu-west-1': many(2200, (n) => ({ GroupId: `sg-${n}`, GroupName: `g${n}` })) }) });
});
afterAll(() => under.close());

it('reads one entry for each range, group and prefix list of every rule, sorted', async () => {
  const { resources, end } = await under.collect('aws:ec2:security-group');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  const [web, bare] = resources;
  expect(web).toMatchObject({ uid: ec2('security-group/sg-web'), name: 'web', tags: { team: 'web' }, attributes: { group_id: 'sg-web', group_name: 'web', description: 'web servers', vpc_id: 'vpc-1', is_default: false } });
  const rule = { protocol: 'all', from_port: null, to_port: null, cidr: null, group_uid: null, prefix_list_id: null, description: null };
  expect(web?.attributes['ingress']).toEqual([
    { ...rule, protocol: 'tcp', from_port: 443, to_port: 443, cidr: '0.0.0.0/0' },
    { ...rule, protocol: 'tcp', from_port: 443, to_port: 443, cidr: '::/0', description: 'v6' },
    { ...rule, protocol: 'tcp', from_port: 22, to_port: 22, prefix_list_id: 'pl-1' },
    { ...rule, group_uid: ec2('security-group/sg-web') },
    { ...rule, group_uid: ec2('security-group/sg-far', 'us-east-1', '999988887777') },
  ]);
  expect(web?.attributes['egress']).toEqual([{ ...rule, cidr: '0.0.0.0/0' }]);
  expect(bare).toMatchObject({ uid: ec2('security-group/sg-bare'), name: 'default', relations: [], attributes: { description: '', vpc_id: null, is_default: true, ingress: [], egress: [] } });
});

it('names its VPC, the groups and the prefix lists of its rules, and not itself', async () => {
  expect((await under.collect('aws:ec2:security-group')).resources[0]?.relations).toEqual([
    { kind: 'member-of', uid: ec2('vpc/vpc-1') },
    { kind: 'uses', uid: ec2('security-group/sg-far', 'us-east-1', '999988887777') },
    { kind: 'uses', uid: ec2('prefix-list/pl-1') },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  const { resources, end } = await under.collect('aws:ec2:security-group', 'eu-west-1');
  expect([new Set(resources.map(({ uid }) => uid)).size, end.calls]).toEqual([2200, 3]);
  expect(await under.collect('aws:ec2:security-group', 'ap-south-1')).toEqual(nothingInOneCall);
});

it('gives the same content hash whatever order AWS lists the rules in', async () => {
  const range = (cidr: string) => ({ IpProtocol: 'tcp', FromPort: 80, ToPort: 80, IpRanges: [{ CidrIp: cidr }] });
  const answer = (permissions: object[]) => ({ 'ec2.DescribeSecurityGroups': paged('SecurityGroups', { 'us-east-1': [{ GroupId: 'sg-1', GroupName: 'a', IpPermissions: permissions }] }) });
  await using one = await startAnswered(answer([range('10.0.0.0/8'), range('11.0.0.0/8')]));
  await using other = await startAnswered(answer([range('11.0.0.0/8'), range('10.0.0.0/8')]));
  const first = await one.collect('aws:ec2:security-group');
  expect((await other.collect('aws:ec2:security-group')).resources).toEqual(first.resources);
});
