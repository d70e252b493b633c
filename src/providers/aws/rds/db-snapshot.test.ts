import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { Refusal } from '../../../../demo/aws/answer.ts';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { ec2, many, nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { kms, rds, rdsPages } from './test-rds.ts';

let under: AwsUnderTest;
const sharing: Record<string, string[]> = { open: ['all', '999988887777'], mine: [] };
const asked: unknown[] = [];
beforeAll(async () => {
  const snapshots = [
    {
      DBSnapshotIdentifier: 'open', DBSnapshotArn: rds('snapshot:open'), Status: 'available', SnapshotType: 'manual', Engine: 'postgres', EngineVersion: '16.4', SnapshotCreateTime: new Date('2026-01-02T03:04:05Z'), DBInstanceIdentifier: 'orders', AllocatedStorage: 100,
      StorageType: 'gp3', Encrypted: true, KmsKeyId: kms, VpcId: 'vpc-1', SourceDBSnapshotIdentifier: rds('snapshot:origin', 'eu-west-1'), TagList: [{ Key: 'env', Value: 'prod' }],
    },
    { DBSnapshotIdentifier: 'mine' }, ...many(120, (n) => ({ DBSnapshotIdentifier: `s${n}` })),
  ];
  const pages = rdsPages('DBSnapshots', snapshots);
  under = await startAnswered({
    'rds.DescribeDBSnapshots': (input, by) => {
      asked.push(input['SnapshotType']);
      return pages(input, by);
    },
    'rds.DescribeDBSnapshotAttributes': (input) => {
      const values = sharing[String(input['DBSnapshotIdentifier'])];
      if (values === undefined) throw new Refusal(404, 'DBSnapshotNotFound', 'gone');
      return { DBSnapshotAttributesResult: { DBSnapshotAttributes: [{ AttributeName: 'restore', AttributeValues: values }] } };
    },
  });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));

it('reads manual snapshots with those who may restore them', async () => {
  const { resources, end } = await under.collect('aws:rds:db-snapshot');
  expect([end.result, end.calls, new Set(asked)]).toEqual([{ status: 'complete', isListed: true }, 2 + 122, new Set(['manual'])]);
  const byName = new Map(resources.map((resource) => [resource.name, resource]));
  expect(byName.get('open')).toMatchObject({
    uid: rds('snapshot:open'), createdAt: '2026-01-02T03:04:05.000Z', tags: { env: 'prod' },
    attributes: { status: 'available', engine: 'postgres', db_instance_id: 'orders', allocated_storage_gib: 100, encrypted: true, kms_key_id: kms, is_public: true, shared_with: ['999988887777'] },
    relations: [{ kind: 'backs-up', uid: rds('db:orders') }, { kind: 'created-from', uid: rds('snapshot:origin', 'eu-west-1') }, { kind: 'member-of', uid: ec2('vpc/vpc-1') }, { kind: 'encrypted-by', uid: kms }],
  });
  expect(byName.get('mine')).toMatchObject({ uid: rds('snapshot:mine'), createdAt: null, relations: [], attributes: { is_public: false, shared_with: [], encrypted: false, db_instance_id: null } });
  expect(byName.get('s1')?.attributes).toMatchObject({ is_public: null, shared_with: null });
});

it('keeps what an earlier reading knew where sharing is denied or not asked for', async () => {
  const sorted = <T extends { uid: string }>(list: T[]): T[] => list.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
  const first = await under.collect('aws:rds:db-snapshot');
  const known = new Map(first.resources.map((resource) => [resource.kh, resource]));
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeDBSnapshotAttributes' }]);
  const listed = await under.collect('aws:rds:db-snapshot', 'us-east-1', { depth: 'listed', known });
  expect([sorted(listed.resources), listed.end.calls]).toEqual([sorted(first.resources), 2]);
  const denied = await under.collect('aws:rds:db-snapshot', 'us-east-1', { known });
  expect(denied.end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'rds:DescribeDBSnapshotAttributes' } });
  expect(sorted(denied.resources)).toEqual(sorted(first.resources));
});

it('asks one call of a region without a snapshot', async () => {
  expect(await under.collect('aws:rds:db-snapshot', 'eu-west-1')).toEqual(nothingInOneCall);
});
