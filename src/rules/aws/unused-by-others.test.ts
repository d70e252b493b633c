import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../test/judge-aws.ts';
import { aSnapshot, anInstance, type Circumstances, daysAgo, isoDaysAgo, judge, verdict } from '../../../test/judge.ts';
import { awsEc2Ami } from '../../providers/aws/ec2/ami.ts';
import { awsEc2Instance } from '../../providers/aws/ec2/instance.ts';
import { awsEc2KeyPair } from '../../providers/aws/ec2/key-pair.ts';
import { awsEc2SecurityGroup } from '../../providers/aws/ec2/security-group.ts';
import { awsEksCluster } from '../../providers/aws/eks/cluster.ts';
import { awsAmiUnused } from './ec2/ami-unused.ts';
import { awsKeypairUnused } from './ec2/keypair-unused.ts';
import { awsSgUnused } from './ec2/sg-unused.ts';
import { awsEksEmpty } from './eks/eks-empty.ts';

const user = { uid: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1', type: awsEc2Instance.id };
const prices = awsPrices({ 'snapshot.standard': 0.05, 'snapshot.archive': 0.0125, 'eks.hour': 0.1 });
const snapshots = [
  aSnapshot({ volume_size_gib: 50, $: { uid: 'arn:aws:ec2:us-east-1:123456789012:snapshot/snap-1' } }),
  aSnapshot({ volume_size_gib: 80, storage_tier: 'archive', $: { uid: 'arn:aws:ec2:us-east-1:123456789012:snapshot/snap-2' } }),
];
const image = (attributes: Partial<Record<string, unknown>> = {}) =>
  anAws(awsEc2Ami, { state: 'available', owner_id: '123456789012', snapshot_ids: ['snap-1', 'snap-2'], ...attributes }, { uid: 'arn:aws:ec2:us-east-1::image/ami-1' });

describe('an image', () => {
  it.each<[string, ReturnType<typeof image>, Circumstances, string]>([
    // 50 × 0.05 + 80 × 0.0125
    ['that nothing was made from', image(), {}, 'fail $3.5'],
    ['that was last launched long ago', image({ last_launched_at: isoDaysAgo(181) }), {}, 'fail $3.5'],
    ['of which a snapshot is not known', image({ snapshot_ids: ['snap-1', 'snap-9'] }), {}, 'fail'],
    ['that lies where no price is known', { ...image(), region: 'nowhere' }, {}, 'fail'],
    ['that was launched lately', image({ last_launched_at: isoDaysAgo(179) }), {}, 'pass'],
    ['that a machine was made from', image(), { user }, 'pass'],
    ['that is young', { ...image(), createdAt: daysAgo(179) }, {}, 'pass'],
    ['of no known age', { ...image(), createdAt: undefined }, {}, 'unknown'],
    ['where templates could not be listed', image(), { listed: ['aws:ec2:instance', 'aws:autoscaling:group'] }, 'unknown'],
    ['that is shared with everybody', image({ is_public: true }), {}, 'not_applicable'],
    ['that is still being made', image({ state: 'pending' }), {}, 'not_applicable'],
  ])('%s: %#', (_, resource, circumstances, expected) => {
    expect(verdict(awsAmiUnused, resource, { prices, related: snapshots, ...circumstances })).toBe(expected);
  });

  it('costs at most what its snapshots hold', () => {
    expect(judge(awsAmiUnused, image(), { prices, related: snapshots })).toMatchObject({ saving: { formula: '50 GiB at most × $0.05 (snapshot.standard) + 80 GiB at most × $0.0125 (snapshot.archive)', bound: 'upper' } });
  });
});

it.each<[string, object, Circumstances, string]>([
  ['that nothing has', {}, {}, 'fail'],
  ['that an interface has', {}, { user }, 'pass'],
  ['that was seen first this week', {}, { firstSeen: daysAgo(7) }, 'pass'],
  ['that came with a network', { is_default: true }, {}, 'not_applicable'],
  ['where interfaces could not be listed', {}, { listed: [] }, 'unknown'],
])('a security group %s: %#', (_, attributes, circumstances, expected) => {
  // AWS does not say when one was made.
  expect(verdict(awsSgUnused, anAws(awsEc2SecurityGroup, attributes, { createdAt: undefined }), circumstances)).toBe(expected);
});

it.each<[string, Circumstances, string]>([
  ['that nothing was given', {}, 'fail'],
  ['that a machine was given', { user }, 'pass'],
  ['where templates could not be listed', { listed: ['aws:ec2:instance'] }, 'unknown'],
])('a key pair %s', (_, circumstances, expected) => {
  expect(verdict(awsKeypairUnused, anAws(awsEc2KeyPair), circumstances)).toBe(expected);
  expect(verdict(awsKeypairUnused, anAws(awsEc2KeyPair, {}, { createdAt: daysAgo(100) }), { ...circumstances, firstSeen: daysAgo(10) })).toBe('pass');
});

it.each<[string, string | null, Circumstances, string]>([
  // 730 h × $0.1
  ['without nodes', 'ACTIVE', {}, 'fail $73'],
  ['with a node', 'ACTIVE', { user }, 'pass'],
  ['that is made or deleted', 'DELETING', {}, 'not_applicable'],
  ['in no known state', null, {}, 'unknown'],
  ['where node groups could not be listed', 'ACTIVE', { listed: ['aws:ec2:instance', 'aws:eks:fargate-profile'] }, 'unknown'],
])('a cluster %s', (_, status, circumstances, expected) => {
  expect(verdict(awsEksEmpty, anAws(awsEksCluster, { status }), { prices, ...circumstances })).toBe(expected);
});

it('an instance is a node of the cluster that its tags name', () => {
  const node = anInstance({ eks_cluster: 'shop' });
  expect(awsEc2Instance.relations({ uid: node.uid, attributes: node.attributes })).toContainEqual({ kind: 'member-of', uid: expect.stringMatching(/^arn:aws:eks:us-east-1:123456789012:cluster\/shop$/) as string });
});
