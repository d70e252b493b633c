import { expect, it } from 'vitest';
import { ec2, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { rds, rdsPages } from './test-rds.ts';

it('reads the subnets of each group, and its tags by a call of their own', async () => {
  const groups = [
    {
      DBSubnetGroupName: 'inside', DBSubnetGroupArn: rds('subgrp:inside'), DBSubnetGroupDescription: 'private', SubnetGroupStatus: 'Complete', VpcId: 'vpc-1', SupportedNetworkTypes: ['IPV4'],
      Subnets: [{ SubnetIdentifier: 'subnet-2', SubnetAvailabilityZone: { Name: 'us-east-1b' } }, { SubnetIdentifier: 'subnet-1', SubnetAvailabilityZone: { Name: 'us-east-1a' } }],
    },
    { DBSubnetGroupName: 'bare' },
  ];
  await using under = await startAnswered({ 'rds.DescribeDBSubnetGroups': rdsPages('DBSubnetGroups', groups), 'rds.ListTagsForResource': (input) => ({ TagList: input['ResourceName'] === undefined ? [] : [{ Key: 'env', Value: 'prod' }] }) });
  const { resources, end } = await under.collect('aws:rds:db-subnet-group');
  expect([end.result, end.calls]).toEqual([{ status: 'complete', isListed: true }, 3]);
  const [inside, bare] = resources.toSorted((a, b) => (a.name > b.name ? -1 : 1));
  expect(inside).toMatchObject({
    uid: rds('subgrp:inside'), tags: { env: 'prod' }, attributes: { description: 'private', status: 'Complete', vpc_id: 'vpc-1', subnet_ids: ['subnet-1', 'subnet-2'], availability_zones: ['us-east-1a', 'us-east-1b'], network_types: ['IPV4'] },
    relations: [{ kind: 'member-of', uid: ec2('vpc/vpc-1') }, { kind: 'uses', uid: ec2('subnet/subnet-1') }, { kind: 'uses', uid: ec2('subnet/subnet-2') }],
  });
  expect(bare).toMatchObject({ uid: rds('subgrp:bare'), tags: {}, relations: [], attributes: { vpc_id: null, subnet_ids: [] } });
  const known = new Map(resources.map((resource) => [resource.kh, resource]));
  expect(await under.collect('aws:rds:db-subnet-group', 'us-east-1', { depth: 'listed', known })).toMatchObject({ end: { calls: 1 }, resources: [{ tags: { env: 'prod' } }, { tags: {} }] });
  expect(await under.collect('aws:rds:db-subnet-group', 'eu-west-1')).toEqual(nothingInOneCall);
});
