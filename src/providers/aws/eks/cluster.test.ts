import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const rich = {
  name: 'main', arn: arnOf('eks', 'cluster/main'), createdAt: new Date('2025-01-02T03:04:05Z'), version: '1.33', status: 'ACTIVE', roleArn: 'arn:aws:iam::123456789012:role/eks', upgradePolicy: { supportType: 'EXTENDED' },
  resourcesVpcConfig: { vpcId: 'vpc-1', subnetIds: ['subnet-b', 'subnet-a'], securityGroupIds: ['sg-1'], clusterSecurityGroupId: 'sg-2', endpointPublicAccess: true, endpointPrivateAccess: false, publicAccessCidrs: ['0.0.0.0/0'] },
  logging: { clusterLogging: [{ types: ['audit', 'api'], enabled: true }, { types: ['scheduler'], enabled: false }] }, identity: { oidc: { issuer: 'https://oidc/1' } }, encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: arnOf('kms', 'key/1') } }], tags: { team: 'web' },
};
const answers: Record<string, Answerer> = {
  'eks.ListClusters': inPages('clusters', ['main', 'bare', 'gone', ...Array.from({ length: 110 }, (_, n) => `c${n}`)], 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' }),
  'eks.DescribeCluster': (input, asked) => (input['name'] === 'gone' ? noSuch()(input, asked) : { cluster: input['name'] === 'main' ? rich : { name: input['name'] } }),
};

it('reads each cluster; one that is deleted meanwhile is left out', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:eks:cluster');
  expect([resources.length, end]).toEqual([112, { result: { status: 'complete', isListed: true }, calls: 2 + 113, throttled: 0 }]);
  expect(resources.find(({ name }) => name === 'main')).toMatchObject({
    uid: arnOf('eks', 'cluster/main'), createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' },
    attributes: { version: '1.33', support_type: 'EXTENDED', endpoint_public: true, endpoint_private: false, public_access_cidrs: ['0.0.0.0/0'], enabled_logs: ['api', 'audit'], oidc_issuer: 'https://oidc/1' },
    relations: [
      { kind: 'member-of', uid: arnOf('ec2', 'vpc/vpc-1') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-a') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-b') }, { kind: 'uses', uid: arnOf('ec2', 'security-group/sg-1') }, { kind: 'uses', uid: arnOf('ec2', 'security-group/sg-2') },
      { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/eks' }, { kind: 'encrypted-by', uid: arnOf('kms', 'key/1') }, { kind: 'logs-to', uid: arnOf('logs', 'log-group:/aws/eks/main/cluster') },
    ],
  });
  expect(resources.find(({ name }) => name === 'bare')).toMatchObject({ uid: arnOf('eks', 'cluster/bare'), tags: {}, relations: [], attributes: { version: null, vpc_uid: null, endpoint_public: false, enabled_logs: [], secrets_key_uid: null } });
});

it('lets no cluster look gone that could not be described', async () => {
  await using under = await withAnswers(answers);
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeCluster', times: 1 }]);
  const { resources, end } = await under.collect('aws:eks:cluster');
  expect([resources.length, end.result]).toMatchObject([111, { status: 'partial', isListed: false, error: { permission: 'eks:DescribeCluster' } }]);
  expect(await under.collect('aws:eks:cluster', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
