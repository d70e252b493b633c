import { expect, it } from 'vitest';
import { Refusal } from '../../../../demo/aws/answer.ts';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';
import { type AwsUnderTest, startAwsUnderTest, testAccount } from '../../../../test/collect-aws.ts';
import { hashId } from '../../../platform/ids.ts';
import { genericRows } from './types.ts';

const names = { size: 'MaxResults', token: 'NextToken', next: 'NextToken' } as const;
const described = (Identifier: string, properties: object): object => ({ Identifier, Properties: JSON.stringify(properties) });
const settings = { genericTypes: ['all', 'AWS::Foo::BarBaz'] };
const collect = (under: AwsUnderTest, type: string, more: object = {}, region = 'us-east-1') => under.collect(type, region, { settings, ...more });
const refusing = (code: string, message = 'no', status = 400) => () => {
  throw new Refusal(status, code, message);
};

it('reads every page, with names, tags, masked secrets and relations', async () => {
  const queueUrl = (name: string): string => `https://sqs.us-east-1.amazonaws.com/${testAccount}/${name}`;
  const rich = { QueueUrl: queueUrl('jobs'), QueueName: 'jobs', Arn: arnOf('sqs', 'jobs'), KmsMasterKeyId: arnOf('kms', 'key/1'), RedrivePolicy: { deadLetterTargetArn: arnOf('sqs', 'dead') }, RoleArn: `arn:aws:iam::${testAccount}:role/app`, ApiKey: 'hunter2', Environment: { TOKEN: 'hunter2' }, Tags: [{ Key: 'team', Value: 'web' }] };
  const all = [described(rich.QueueUrl, rich), ...Array.from({ length: 150 }, (_, n) => described(queueUrl(`q${n}`), { QueueUrl: queueUrl(`q${n}`), QueueName: `q${n}` }))];
  await using under = await withAnswers({ 'cloudcontrol.ListResources': inPages('ResourceDescriptions', all, 100, names) });
  const { resources, end } = await collect(under, 'aws:sqs:queue');
  expect([resources.length, end]).toEqual([151, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }]);
  expect(resources[0]).toMatchObject({ uid: arnOf('sqs', 'jobs'), name: 'jobs', tags: { team: 'web' } });
  expect(resources[0]?.attributes).toEqual({
    native_type: 'AWS::SQS::Queue', identifier: rich.QueueUrl, queue_url: rich.QueueUrl, queue_name: 'jobs', arn: rich.Arn, kms_master_key_id: rich.KmsMasterKeyId, redrive_policy: { dead_letter_target_arn: arnOf('sqs', 'dead') }, role_arn: rich.RoleArn, api_key: '***', environment: { token: '***' },
  });
  expect(resources[0]?.relations).toEqual([{ kind: 'assumes', uid: rich.RoleArn }, { kind: 'encrypted-by', uid: rich.KmsMasterKeyId }, { kind: 'uses', uid: arnOf('sqs', 'dead') }]);
});

it('reads one by one what the list names only, in full depth, and is the same thing either way', async () => {
  const url = `https://sqs.us-east-1.amazonaws.com/${testAccount}/jobs`;
  const answers = {
    'cloudcontrol.ListResources': () => ({ ResourceDescriptions: [described(url, { QueueUrl: url })] }),
    'cloudcontrol.GetResource': () => ({ ResourceDescription: described(url, { QueueUrl: url, QueueName: 'jobs', VisibilityTimeout: 30, Tags: [{ Key: 'a', Value: 'b' }] }) }),
  };
  await using under = await withAnswers(answers);
  const full = await collect(under, 'aws:sqs:queue');
  expect(full.end.calls).toBe(2);
  expect(full.resources[0]).toMatchObject({ uid: arnOf('sqs', 'jobs'), tags: { a: 'b' }, attributes: { visibility_timeout: 30 } });
  const listed = await collect(under, 'aws:sqs:queue', { depth: 'listed' });
  expect([listed.end.calls, listed.resources[0]?.uid]).toEqual([1, arnOf('sqs', 'jobs')]);
});

it('keeps what was known of a thing that it cannot read now, and says so', async () => {
  const id = arnOf('sns', 'alerts');
  const answers = { 'cloudcontrol.ListResources': () => ({ ResourceDescriptions: [described(id, { TopicArn: id })] }), 'cloudcontrol.GetResource': refusing('GeneralServiceException', `User: arn:aws:iam::1:user/x is not authorized to perform: sns:GetTopicAttributes on resource: ${id}`) };
  await using under = await withAnswers(answers);
  const known = new Map([[hashId(id), { attributes: { native_type: 'AWS::SNS::Topic', identifier: id, topic_arn: id, display_name: 'Alerts' }, tags: {} }]]);
  const { resources, end } = await collect(under, 'aws:sns:topic', { known });
  expect(resources[0]?.attributes['display_name']).toBe('Alerts');
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AWS_ACCESS_DENIED', permission: 'sns:GetTopicAttributes' } });
});

it('takes a thing that went away meanwhile as listed', async () => {
  const id = arnOf('sns', 'alerts');
  await using under = await withAnswers({ 'cloudcontrol.ListResources': () => ({ ResourceDescriptions: [described(id, { TopicArn: id })] }), 'cloudcontrol.GetResource': noSuch() });
  const { resources, end } = await collect(under, 'aws:sns:topic');
  expect([resources.length, end.result.status]).toEqual([1, 'complete']);
});

it.each([
  ['UnsupportedActionException', 'Resource type AWS::Foo::BarBaz does not support LIST action', 400, 'not_applicable', undefined],
  ['TypeNotFoundException', 'Type not found', 404, 'not_applicable', undefined],
  ['AccessDeniedException', 'User: x is not authorized to perform: cloudformation:ListResources', 400, 'denied', 'cloudformation:ListResources'],
  ['GeneralServiceException', 'AccessDenied: User: x is not authorized to perform: foo:ListBars', 400, 'denied', 'foo:ListBars'],
  ['HandlerInternalFailureException', 'the handler failed', 502, 'unavailable', undefined],
  ['GeneralServiceException', 'the service is in trouble', 400, 'unavailable', undefined],
  ['InvalidRequestException', 'Missing or invalid ResourceModel property', 400, 'unavailable', undefined],
])('ends %s (%s) as what it is, and never as nothing there', async (code, message, status, ended, permission) => {
  await using under = await withAnswers({ 'cloudcontrol.ListResources': refusing(code, message, status) });
  const { resources, end } = await collect(under, 'aws:foo:bar-baz');
  expect(resources).toEqual([]);
  expect(end.result).toMatchObject({ status: ended, isListed: false });
  expect('error' in end.result ? end.result.error.permission : undefined).toBe(permission);
});

it('names the permission of the table where AWS names none', async () => {
  await using under = await withAnswers({ 'cloudcontrol.ListResources': refusing('GeneralServiceException', 'Access denied for operation AWS::SQS::Queue') });
  expect((await collect(under, 'aws:sqs:queue')).end.result).toMatchObject({ status: 'denied', error: { permission: 'sqs:ListQueues' } });
});

it('waits where it is throttled', async () => {
  let asked = 0;
  await using under = await withAnswers({ 'cloudcontrol.ListResources': () => ((asked += 1) === 1 ? refusing('ThrottlingException', 'Rate exceeded')() : { ResourceDescriptions: [] }) });
  expect((await collect(under, 'aws:sqs:queue')).end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2, throttled: 1 });
});

it('makes a name of the form of CloudFormation where AWS has none, and of identifiers and properties where it has', async () => {
  const things: Record<string, object[]> = {
    'AWS::Foo::BarBaz': [described('b-1', { BarId: 'b-1', Size: 3 }), described('b-2', { Arn: arnOf('foo', 'bar/b-2'), Size: 3 })],
    'AWS::Logs::MetricFilter': [described('group|errors', { FilterName: 'errors', LogGroupName: 'group', FilterPattern: '' })],
    'AWS::RDS::DBProxy': [described('front', { DBProxyName: 'front', DBProxyArn: arnOf('rds', 'db-proxy:prx-1') })],
    'AWS::SSM::Parameter': [described('/app/key', { Name: '/app/key', Type: 'String', Value: 'hunter2' })],
  };
  await using under = await withAnswers({ 'cloudcontrol.ListResources': ({ TypeName }) => ({ ResourceDescriptions: things[String(TypeName)] ?? [] }) });
  const uids = async (type: string): Promise<string[]> => (await collect(under, type)).resources.map(({ uid }) => uid);
  expect(await uids('aws:foo:bar-baz')).toEqual([arnOf('cloudformation', 'resource/AWS-Foo-BarBaz/b-1'), arnOf('foo', 'bar/b-2')]);
  expect(await uids('aws:logs:metric-filter')).toEqual([arnOf('cloudformation', 'resource/AWS-Logs-MetricFilter/group|errors')]);
  expect(await uids('aws:rds:db-proxy')).toEqual([arnOf('rds', 'db-proxy:prx-1')]);
  const { resources } = await collect(under, 'aws:ssm:parameter', { keepsRaw: true });
  expect(resources[0]?.uid).toBe(arnOf('ssm', 'parameter/app/key'));
  expect(JSON.stringify(resources)).not.toContain('hunter2');
});

it('lists a global type once, and web ACLs of distributions in one region', async () => {
  const estate = await startAwsUnderTest({ resources: 300, seed: 3, regions: ['us-east-1', 'eu-west-1'], accounts: [testAccount] });
  await using _ = estate;
  const checks = await collect(estate, 'aws:route53:health-check');
  expect(checks.resources.map(({ uid, region }) => [uid, region])).toEqual([['arn:aws:route53:::healthcheck/0a1b2c3d-health', 'global']]);
  const acls = await Promise.all(['us-east-1', 'eu-west-1'].map(async (region) => (await collect(estate, 'aws:wafv2:web-acl', {}, region)).resources.map(({ uid }) => uid.split(':').slice(3).join(':'))));
  expect(acls).toEqual([[`us-east-1:${testAccount}:regional/webacl/shared/0a1b2c3d`, `us-east-1:${testAccount}:global/webacl/shared/0a1b2c3d`], [`eu-west-1:${testAccount}:regional/webacl/shared/0a1b2c3d`]]);
});

it('has of every row a type that lists without a unit of its own', async () => {
  await using under = await withAnswers({ 'cloudcontrol.ListResources': () => ({ ResourceDescriptions: [] }) });
  const ends = await Promise.all(genericRows.map(async ({ id }) => (await collect(under, id)).end.result.status));
  expect(new Set(ends)).toEqual(new Set(['complete']));
});
