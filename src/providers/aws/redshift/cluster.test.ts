import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { account, ec2, many, nothingInOneCall, paged, startAnswered } from '../ec2/test-answered.ts';

let under: AwsUnderTest;
const redshift = (rest: string): string => `arn:aws:redshift:us-east-1:${account}:${rest}`;
const kms = `arn:aws:kms:us-east-1:${account}:key/1`;
const role = `arn:aws:iam::${account}:role/copy`;
const secret = `arn:aws:secretsmanager:us-east-1:${account}:secret:redshift!dw-admin-AbCdEf`;
beforeAll(async () => {
  const clusters = [
    {
      ClusterIdentifier: 'dw', ClusterStatus: 'available', ClusterCreateTime: new Date('2026-01-02T03:04:05Z'), NodeType: 'ra3.4xlarge', NumberOfNodes: 2, MultiAZ: 'Enabled', ClusterVersion: '1.0', DBName: 'dev', MasterUsername: 'root-name', Endpoint: { Address: 'dw.redshift', Port: 5439 },
      AvailabilityZone: 'us-east-1a', VpcId: 'vpc-1', ClusterSubnetGroupName: 'inside', ClusterParameterGroups: [{ ParameterGroupName: 'fast' }], VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-2' }, { VpcSecurityGroupId: 'sg-1' }], IamRoles: [{ IamRoleArn: role }],
      PubliclyAccessible: true, EnhancedVpcRouting: true, Encrypted: true, KmsKeyId: kms, AutomatedSnapshotRetentionPeriod: 7, AllowVersionUpgrade: true, MasterPasswordSecretArn: secret, Tags: [{ Key: 'env', Value: 'prod' }],
    },
    { ClusterIdentifier: 'bare', MultiAZ: 'Disabled' },
    ...many(150, (n) => ({ ClusterIdentifier: `c${n}` })),
  ];
  under = await startAnswered({ 'redshift.DescribeClusters': paged('Clusters', { 'us-east-1': clusters }, { size: 'MaxRecords', token: 'Marker', next: 'Marker' }) });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads every cluster by pages of a hundred, with its tags', async () => {
  const { resources, end } = await under.collect('aws:redshift:cluster');
  expect([end, resources.length]).toEqual([{ result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }, 152]);
  expect(resources[0]).toMatchObject({
    uid: redshift('cluster:dw'), name: 'dw', createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' },
    relations: [
      { kind: 'member-of', uid: ec2('vpc/vpc-1') },
      ...[ec2('security-group/sg-1'), ec2('security-group/sg-2'), redshift('parametergroup:fast'), redshift('subnetgroup:inside'), secret].map((uid) => ({ kind: 'uses', uid })),
      { kind: 'encrypted-by', uid: kms }, { kind: 'assumes', uid: role },
    ],
  });
  expect(resources[0]?.attributes).toEqual({
    cluster_identifier: 'dw', status: 'available', created_at: '2026-01-02T03:04:05.000Z', node_type: 'ra3.4xlarge', node_count: 2, multi_az: true, cluster_version: '1.0', database_name: 'dev', endpoint: 'dw.redshift', port: 5439, availability_zone: 'us-east-1a', vpc_id: 'vpc-1',
    subnet_group: 'inside', parameter_groups: ['fast'], security_group_ids: ['sg-1', 'sg-2'], iam_role_arns: [role], publicly_accessible: true, enhanced_vpc_routing: true, encrypted: true, kms_key_uid: kms, snapshot_retention_days: 7, allows_version_upgrade: true, secret_uid: secret,
  });
  expect(JSON.stringify(resources)).not.toContain('root-name');
  expect(resources[1]).toMatchObject({ uid: redshift('cluster:bare'), createdAt: null, relations: [], attributes: { status: null, node_type: null, node_count: null, multi_az: false, encrypted: false, snapshot_retention_days: null } });
});

it('asks one call of a region without a cluster, and says where it may not', async () => {
  expect(await under.collect('aws:redshift:cluster', 'eu-west-1')).toEqual(nothingInOneCall);
  under.aws.setFaults([{ kind: 'deny', service: 'redshift' }]);
  expect(await under.collect('aws:redshift:cluster')).toMatchObject({ resources: [], end: { result: { status: 'denied', isListed: false, error: { permission: 'redshift:DescribeClusters' } } } });
});
