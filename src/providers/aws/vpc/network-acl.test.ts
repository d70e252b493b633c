import { afterAll, beforeAll, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const acls = [
    {
      NetworkAclId: 'acl-1', OwnerId: account, VpcId: 'vpc-1', IsDefault: true, Associations: [{ SubnetId: 'subnet-2' }, { SubnetId: 'subnet-1' }],
      Entries: [
        { RuleNumber: 32767, Protocol: '-1', RuleAction: 'deny', Egress: false, CidrBlock: '0.0.0.0/0' }, { RuleNumber: 100, Protocol: '6', RuleAction: 'allow', Egress: false, CidrBlock: '0.0.0.0/0', PortRange: { From: 22, To: 22 } },
        { RuleNumber: 100, Protocol: '17', RuleAction: 'allow', Egress: true, Ipv6CidrBlock: '::/0' },
      ],
    },
    { NetworkAclId: 'acl-bare' },
  ];
  under = await startAnswered({ 'ec2.DescribeNetworkAcls': paged('NetworkAcls', { 'us-east-1': acls, 'eu-west-1': many(1001, (n) => ({ NetworkAclId: `acl-${n}` })) }) });
});
afterAll(() => under.close());

it('reads the entries in their order, each way apart, with the names of protocols', async () => {
  const { resources } = await under.collect('aws:vpc:network-acl');
  expect(resources).toMatchObject([
    {
      uid: ec2('network-acl/acl-1'), relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-1') }, { kind: 'attached-to', uid: ec2('subnet/subnet-1') }, { kind: 'attached-to', uid: ec2('subnet/subnet-2') }],
      attributes: {
        is_default: true, subnet_ids: ['subnet-1', 'subnet-2'],
        ingress: [{ rule_number: 100, action: 'allow', protocol: 'tcp', from_port: 22, to_port: 22, cidr: '0.0.0.0/0' }, { rule_number: 32767, action: 'deny', protocol: 'all', from_port: null, to_port: null, cidr: '0.0.0.0/0' }],
        egress: [{ rule_number: 100, action: 'allow', protocol: 'udp', from_port: null, to_port: null, cidr: '::/0' }],
      },
    },
    { name: 'acl-bare', relations: [], attributes: { vpc_id: null, is_default: false, ingress: [], egress: [] } },
  ]);
});

it('reads pages of a thousand, and an empty region in one call', async () => {
  expect((await under.collect('aws:vpc:network-acl', 'eu-west-1')).end.calls).toBe(2);
  expect(await under.collect('aws:vpc:network-acl', 'ap-south-1')).toEqual(nothingInOneCall);
});
