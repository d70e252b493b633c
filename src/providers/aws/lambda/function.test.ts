import { expect, it } from 'vitest';
import { hashId } from '../../../platform/ids.ts';
import { functionArn, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const rich = {
  FunctionName: 'orders', FunctionArn: functionArn('orders'), Runtime: 'nodejs14.x', PackageType: 'Zip', Handler: 'index.handler', Architectures: ['x86_64'], MemorySize: 256, Timeout: 30, EphemeralStorage: { Size: 512 }, CodeSize: 1234,
  CodeSha256: 'abc=', LastModified: '2026-01-02T03:04:05.678+0000', Role: 'arn:aws:iam::123456789012:role/app', KMSKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/k', Description: '',
  VpcConfig: { VpcId: 'vpc-1', SubnetIds: ['subnet-b', 'subnet-a'], SecurityGroupIds: ['sg-1'] }, Layers: [{ Arn: 'arn:aws:lambda:us-east-1:123456789012:layer:shared:7' }], DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:123456789012:dead' },
  FileSystemConfigs: [{ Arn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-1', LocalMountPath: '/mnt/a' }], TracingConfig: { Mode: 'Active' }, LoggingConfig: { LogGroup: '/aws/lambda/orders' },
  Environment: { Variables: { TABLE: 'orders', DB_PASSWORD: 'hunter2-secret', URL: 'postgres://app:hunter2@db/x', SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x' } },
};
const bare = { FunctionName: 'bare', FunctionArn: functionArn('bare'), PackageType: 'Image' };
const answers = {
  'lambda.ListFunctions': inPages('Functions', [rich, bare, ...Array.from({ length: 58 }, (_, n) => ({ FunctionName: `f${n}`, FunctionArn: functionArn(`f${n}`), PackageType: 'Image' }))]),
  'lambda.ListTags': ({ Resource }: Record<string, unknown>) => ({ Tags: Resource === functionArn('orders') ? { team: 'web' } : {} }),
  'lambda.GetPolicy': ({ FunctionName }: Record<string, unknown>) => (FunctionName === 'orders' ? { Policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"lambda:InvokeFunction"}]}' } : noSuch()({}, {} as never)),
  'lambda.GetFunctionEventInvokeConfig': ({ FunctionName }: Record<string, unknown>) => (FunctionName === 'orders' ? { DestinationConfig: { OnFailure: { Destination: 'arn:aws:sns:us-east-1:123456789012:failed' } } } : noSuch()({}, {} as never)),
  'lambda.GetFunctionCodeSigningConfig': () => ({ FunctionName: 'orders', CodeSigningConfigArn: 'arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1' }),
};

it('reads each function, fifty a call, and of its variables only the names', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:lambda:function', 'us-east-1', { keepsRaw: false });
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'lambda.ListFunctions': 2, 'lambda.ListTags': 60, 'lambda.GetPolicy': 60, 'lambda.GetFunctionEventInvokeConfig': 60, 'lambda.GetFunctionCodeSigningConfig': 1 });
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('orders')).toMatchObject({
    uid: functionArn('orders'), tags: { team: 'web' },
    attributes: {
      runtime: 'nodejs14.x', description: null, memory_mib: 256, timeout_seconds: 30, ephemeral_storage_mib: 512, code_size_bytes: 1234, modified_at: '2026-01-02T03:04:05.678Z', vpc_id: 'vpc-1', tracing_mode: 'Active',
      environment_names: ['DB_PASSWORD', 'SECRET_ARN', 'TABLE', 'URL'], secret_environment_names: ['DB_PASSWORD', 'URL'], is_public: true,
    },
    relations: [
      { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/app' },
      { kind: 'member-of', uid: 'arn:aws:ec2:us-east-1:123456789012:subnet/subnet-a' }, { kind: 'member-of', uid: 'arn:aws:ec2:us-east-1:123456789012:subnet/subnet-b' },
      { kind: 'uses', uid: 'arn:aws:ec2:us-east-1:123456789012:security-group/sg-1' }, { kind: 'uses', uid: 'arn:aws:lambda:us-east-1:123456789012:layer:shared' },
      { kind: 'uses', uid: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-1' }, { kind: 'uses', uid: 'arn:aws:lambda:us-east-1:123456789012:code-signing-config:csc-1' },
      { kind: 'encrypted-by', uid: 'arn:aws:kms:us-east-1:123456789012:key/k' },
      { kind: 'routes-to', uid: 'arn:aws:sqs:us-east-1:123456789012:dead' }, { kind: 'routes-to', uid: 'arn:aws:sns:us-east-1:123456789012:failed' },
      { kind: 'logs-to', uid: 'arn:aws:logs:us-east-1:123456789012:log-group:/aws/lambda/orders' },
    ],
  });
  expect(JSON.stringify(resources)).not.toContain('hunter2');
  expect(of('bare')).toMatchObject({ tags: {}, relations: [], attributes: { runtime: null, package_type: 'Image', role_arn: null, environment_names: [], is_public: false, policy: null, failure_destination_uid: null, code_signing_config_uid: null } });
});

it('keeps what it knew of a function whose policy may not be read', async () => {
  await using under = await withAnswers({ ...answers, 'lambda.ListFunctions': inPages('Functions', [rich]) });
  const { resources: [before] } = await under.collect('aws:lambda:function');
  const known = new Map([[hashId(functionArn('orders')), before!]]);
  under.aws.setFaults([{ kind: 'deny', operation: 'GetPolicy' }]);
  const { resources, end } = await under.collect('aws:lambda:function', 'us-east-1', { known });
  expect([resources, end.result]).toMatchObject([[before], { status: 'partial', isListed: true, error: { permission: 'lambda:GetPolicy' } }]);
  expect((await under.collect('aws:lambda:function')).resources[0]?.attributes).toMatchObject({ is_public: null, failure_destination_uid: 'arn:aws:sns:us-east-1:123456789012:failed' });
  under.aws.resetStats();
  expect((await under.collect('aws:lambda:function', 'us-east-1', { known, depth: 'listed' })).resources).toEqual([before]);
  expect(under.aws.stats.calls).toBe(1);
});

it('asks one call of an empty region', async () => {
  await using under = await withAnswers(answers);
  expect(await under.collect('aws:lambda:function', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
