import { inflateRawSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { ec2, many, nothingInOneCall, paged, startAnswered } from './test-answered.ts';

const version = (id: string, number: number, isDefault: boolean, data: object) => ({ LaunchTemplateId: id, VersionNumber: number, DefaultVersion: isDefault, LaunchTemplateData: data });
const secret = Buffer.from('export PASSWORD=swordfish').toString('base64');
const answers = {
  'ec2.DescribeLaunchTemplates': paged('LaunchTemplates', {
    'us-east-1': [{ LaunchTemplateId: 'lt-1', LaunchTemplateName: 'web', CreateTime: new Date('2026-01-02T03:04:05Z'), DefaultVersionNumber: 1, LatestVersionNumber: 3, Tags: [{ Key: 'team', Value: 'web' }] }, { LaunchTemplateId: 'lt-bare', LaunchTemplateName: 'bare' }, ...many(210, (n) => ({ LaunchTemplateId: `lt-x${n}` }))],
  }),
  'ec2.DescribeLaunchTemplateVersions': paged('LaunchTemplateVersions', {
    'us-east-1': [
      version('lt-1', 1, true, { ImageId: 'ami-2', InstanceType: 't3.micro', KeyName: 'ops', SecurityGroupIds: ['sg-1'], IamInstanceProfile: { Name: 'web' }, MetadataOptions: { HttpTokens: 'required' }, UserData: secret }),
      version('lt-1', 3, false, {
        ImageId: 'resolve:ssm:/golden', NetworkInterfaces: [{ Groups: ['sg-2', 'sg-1'] }], IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/deep/web' },
        BlockDeviceMappings: [{ Ebs: { KmsKeyId: 'arn:aws:kms:us-east-1:123456789012:key/1' } }, { Ebs: { KmsKeyId: 'alias/ebs' } }],
      }),
    ],
  }),
};

it('reads the default and the latest version of all templates with one question', async () => {
  await using under = await startAnswered(answers);
  const { resources, end } = await under.collect('aws:ec2:launch-template', 'us-east-1', { keepsRaw: true });
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'ec2.DescribeLaunchTemplates': 2, 'ec2.DescribeLaunchTemplateVersions': 1 });
  expect(resources[0]).toMatchObject({
    uid: ec2('launch-template/lt-1'), name: 'web', createdAt: '2026-01-02T03:04:05.000Z', tags: { team: 'web' },
    attributes: {
      default_version: 1, latest_version: 3, instance_type: 't3.micro', imds_v2_required: true, has_user_data: true, image_ids: ['ami-2', 'resolve:ssm:/golden'], security_group_ids: ['sg-1', 'sg-2'], key_names: ['ops'],
      instance_profiles: ['arn:aws:iam::123456789012:instance-profile/deep/web', 'web'], kms_key_ids: ['alias/ebs', 'arn:aws:kms:us-east-1:123456789012:key/1'],
    },
    relations: [
      ...['arn:aws:ec2:us-east-1::image/ami-2', ec2('security-group/sg-1'), ec2('security-group/sg-2'), ec2('key-pair/ops'), 'arn:aws:iam::123456789012:instance-profile/deep/web', 'arn:aws:iam::123456789012:instance-profile/web'].map((uid) => ({ kind: 'uses', uid })),
      { kind: 'encrypted-by', uid: 'arn:aws:kms:us-east-1:123456789012:key/1' },
    ],
  });
  expect(resources[1]).toMatchObject({ name: 'bare', relations: [], attributes: { instance_type: null, has_user_data: false, image_ids: [], default_version: null } });
  const kept = JSON.stringify(resources[0]?.attributes) + inflateRawSync(resources[0]?.raw ?? Buffer.alloc(0)).toString();
  expect(kept).toContain('resolve:ssm:/golden');
  expect(kept).not.toContain(secret);
});

it('asks for no versions where there is no template', async () => {
  await using under = await startAnswered(answers);
  expect(await under.collect('aws:ec2:launch-template', 'eu-west-1')).toEqual(nothingInOneCall);
});
