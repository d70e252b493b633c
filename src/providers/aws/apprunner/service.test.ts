import { expect, it } from 'vitest';
import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';
import { hashId } from '../../../platform/ids.ts';

const at = new Date('2025-01-02T03:04:05Z');
const summary = (name: string, Status = 'RUNNING') => ({ ServiceName: name, ServiceId: `id-${name}`, ServiceArn: arnOf('apprunner', `service/${name}/1`), ServiceUrl: `${name}.awsapprunner.com`, CreatedAt: at, UpdatedAt: at, Status });
const rich = {
  SourceConfiguration: {
    ImageRepository: { ImageIdentifier: '123456789012.dkr.ecr.eu-west-1.amazonaws.com/team/site:latest', ImageRepositoryType: 'ECR', ImageConfiguration: { RuntimeEnvironmentVariables: { STAGE: 'prod', API_KEY: 'hunter2-secret' } } }, AutoDeploymentsEnabled: true,
    AuthenticationConfiguration: { AccessRoleArn: 'arn:aws:iam::123456789012:role/pull' },
  },
  InstanceConfiguration: { Cpu: '1024', Memory: '2048', InstanceRoleArn: 'arn:aws:iam::123456789012:role/run' }, EncryptionConfiguration: { KmsKey: arnOf('kms', 'key/1') }, ObservabilityConfiguration: { ObservabilityEnabled: true, ObservabilityConfigurationArn: arnOf('apprunner', 'observabilityconfiguration/a/1') },
  NetworkConfiguration: { EgressConfiguration: { EgressType: 'VPC', VpcConnectorArn: arnOf('apprunner', 'vpcconnector/a/1') }, IngressConfiguration: { IsPubliclyAccessible: false } },
};
const code = { SourceConfiguration: { CodeRepository: { RepositoryUrl: 'https://github.com/acme/site', SourceCodeVersion: { Type: 'BRANCH', Value: 'main' } }, AuthenticationConfiguration: { ConnectionArn: arnOf('apprunner', 'connection/github/1') } } };
const answers: Record<string, Answerer> = {
  'apprunner.ListServices': inPages('ServiceSummaryList', [summary('rich'), summary('code'), summary('ended', 'DELETED'), ...Array.from({ length: 30 }, (_, n) => summary(`s${n}`))], 20, { size: 'MaxResults', token: 'NextToken', next: 'NextToken' }),
  'apprunner.DescribeService': ({ ServiceArn }) => ({ Service: String(ServiceArn).includes('/rich/') ? rich : code }),
  'apprunner.ListTagsForResource': ({ ResourceArn }) => ({ Tags: String(ResourceArn).includes('/rich/') ? [{ Key: 'team', Value: 'web' }] : [] }),
};

it('reads each service, twenty a call, and of its variables only the names', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:apprunner:service');
  expect([resources.length, end]).toEqual([32, { result: { status: 'complete', isListed: true }, calls: 2 + 64, throttled: 0 }]);
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('rich')).toMatchObject({
    uid: arnOf('apprunner', 'service/rich/1'), createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' },
    attributes: { status: 'RUNNING', is_public: false, auto_deployments: true, cpu: '1024', egress_type: 'VPC', observability_enabled: true, environment_names: ['API_KEY', 'STAGE'], secret_environment_names: ['API_KEY'] },
    relations: [
      { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/run' }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/pull' }, { kind: 'uses', uid: arnOf('apprunner', 'vpcconnector/a/1') }, { kind: 'uses', uid: arnOf('apprunner', 'observabilityconfiguration/a/1') },
      { kind: 'uses', uid: 'arn:aws:ecr:eu-west-1:123456789012:repository/team/site' }, { kind: 'encrypted-by', uid: arnOf('kms', 'key/1') },
    ],
  });
  expect(JSON.stringify(resources)).not.toContain('hunter2');
  expect(of('code')).toMatchObject({ tags: {}, attributes: { is_public: true, observability_enabled: false, environment_names: [], repository_url: 'https://github.com/acme/site' }, relations: [{ kind: 'uses', uid: arnOf('apprunner', 'connection/github/1') }] });
});

it('keeps what it knew of one that may not be described', async () => {
  await using under = await withAnswers(answers);
  const { resources } = await under.collect('aws:apprunner:service');
  const known = new Map(resources.map((one) => [hashId(one.uid), one]));
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeService' }]);
  const again = await under.collect('aws:apprunner:service', 'us-east-1', { known });
  expect(again.end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'apprunner:DescribeService' } });
  expect(again.resources.find(({ name }) => name === 'rich')).toEqual(resources.find(({ name }) => name === 'rich'));
  expect(await under.collect('aws:apprunner:service', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
