import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anEstate, anInstance } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';
import { stopTimeOf } from './instance.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const device = (volumeId: string, attachedAt: string) => ({ device: '/dev/xvda', volumeId, attachedAt, deleteOnTermination: true });
  const instances = [
    anInstance({
      id: 'i-web', type: 'm5.large', tags: { Name: 'web' }, launchedAt: '2026-06-01T08:00:00.000Z', publicIp: '52.0.0.9', keyName: 'ops', instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/web',
      blockDevices: [device('vol-2', '2025-02-02T00:00:00.000Z'), device('vol-1', '2025-01-01T00:00:00.000Z')], securityGroups: [{ id: 'sg-2', name: 'b' }, { id: 'sg-1', name: 'a' }],
    }),
    anInstance({ id: 'i-stopped', state: 'stopped', stateTransitionReason: 'User initiated (2026-05-01 10:11:12 GMT)', metadataTokens: 'optional' }),
    anInstance({ id: 'i-silent', state: 'stopped', stateTransitionReason: '', platformDetails: 'Windows', architecture: 'arm64' }),
    anInstance({ id: 'i-gone', state: 'terminated' }),
  ];
  under = await startAwsUnderTest({ estate: anEstate({ regions: { 'us-east-1': { instances } } }) });
});
afterAll(() => under.close());

it('reads each instance that is not terminated, in one call', async () => {
  const { resources, end } = await under.collect('aws:ec2:instance');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources.map(({ name }) => name)).toEqual(['web', 'i-stopped', 'i-silent']);
  expect(resources[0]).toMatchObject({
    uid: 'arn:aws:ec2:us-east-1:123456789012:instance/i-web',
    attributes: {
      instance_id: 'i-web', state: 'running', instance_type: 'm5.large', architecture: 'x86_64', platform: 'Linux/UNIX', lifecycle: 'on-demand', launched_at: '2026-06-01T08:00:00.000Z', stopped_at: null, stop_reason: null,
      availability_zone: 'us-east-1a', image_id: 'ami-0123456789abcdef0', vpc_id: 'vpc-0123456789abcdef0', subnet_id: 'subnet-0123456789abcdef0', security_group_ids: ['sg-1', 'sg-2'],
      instance_profile_arn: 'arn:aws:iam::123456789012:instance-profile/web', key_name: 'ops', public_ip: '52.0.0.9', private_ip: '10.0.0.10', imds_v2_required: true,
      volume_uids: ['arn:aws:ec2:us-east-1:123456789012:volume/vol-1', 'arn:aws:ec2:us-east-1:123456789012:volume/vol-2'],
    },
    relations: [
      { kind: 'attached-to', uid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-1' },
      { kind: 'attached-to', uid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-2' },
      { kind: 'member-of', uid: 'arn:aws:ec2:us-east-1:123456789012:subnet/subnet-0123456789abcdef0' },
      { kind: 'member-of', uid: 'arn:aws:ec2:us-east-1:123456789012:vpc/vpc-0123456789abcdef0' },
      { kind: 'uses', uid: 'arn:aws:ec2:us-east-1:123456789012:security-group/sg-1' },
      { kind: 'uses', uid: 'arn:aws:ec2:us-east-1:123456789012:security-group/sg-2' },
      { kind: 'uses', uid: 'arn:aws:ec2:us-east-1:123456789012:key-pair/ops' },
      { kind: 'uses', uid: 'arn:aws:iam::123456789012:instance-profile/web' },
      { kind: 'created-from', uid: 'arn:aws:ec2:us-east-1::image/ami-0123456789abcdef0' },
    ],
  });
});

it('takes the first attachment as the creation: the launch time moves with each start', async () => {
  const { resources } = await under.collect('aws:ec2:instance');
  expect(resources[0]?.createdAt).toBe('2025-01-01T00:00:00.000Z');
  expect(resources[1]?.createdAt).toBe('2025-01-01T00:00:00.000Z');
});

it('knows since when one is stopped, where AWS says so', async () => {
  const { resources } = await under.collect('aws:ec2:instance');
  expect(resources[1]).toMatchObject({ attributes: { state: 'stopped', stopped_at: '2026-05-01T10:11:12.000Z', stop_reason: 'User initiated (2026-05-01 10:11:12 GMT)', imds_v2_required: false } });
  expect(resources[2]).toMatchObject({ attributes: { state: 'stopped', stopped_at: null, stop_reason: null, platform: 'Windows', architecture: 'arm64' } });
});

describe('the state transition reason', () => {
  it.each([
    ['User initiated (2026-05-01 10:11:12 GMT)', '2026-05-01T10:11:12.000Z'],
    ['User initiated shutdown (2026-05-01 10:11:12 UTC)', '2026-05-01T10:11:12.000Z'],
    ['Server.SpotInstanceTermination', null],
    ['User initiated', null],
    ['', null],
    [undefined, null],
  ])('%j was at %j', (reason, at) => {
    expect(stopTimeOf(reason)).toBe(at);
  });
});
