import { expect, it } from 'vitest';
import { hashId } from '../../../platform/ids.ts';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const uid = arnOf('logs', 'log-group:/aws/lambda/orders');
const key = arnOf('kms', 'key/k');
const rich = {
  logGroupName: '/aws/lambda/orders', arn: `${uid}:*`, logGroupArn: uid, creationTime: Date.parse('2026-01-02T03:04:05Z'), retentionInDays: 30, retentionPolicyName: 'all', storedBytes: 5_000_000_000, logGroupClass: 'INFREQUENT_ACCESS',
  kmsKeyId: key, metricFilterCount: 2, dataProtectionStatus: 'ACTIVATED', deletionProtectionEnabled: true,
};
const groups = [rich, { logGroupName: 'old', arn: `${arnOf('logs', 'log-group:old')}:*`, storedBytes: 0, kmsKeyId: 'k' }, { logGroupName: 'bare' }, ...Array.from({ length: 50 }, (_, n) => ({ logGroupName: `g${n}` }))];
const answers = {
  'cloudwatchlogs.DescribeLogGroups': inPages('logGroups', groups, 50, { size: 'limit', token: 'nextToken', next: 'nextToken' }),
  'cloudwatchlogs.ListTagsForResource': ({ resourceArn }: Record<string, unknown>) => (resourceArn === uid ? { tags: { team: 'web' } } : resourceArn === arnOf('logs', 'log-group:g7') ? noSuch()({}, {} as never) : {}),
};

it('reads fifty groups a call, named as others name them, with tags where details are asked for', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:logs:log-group');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  expect(under.aws.stats.byOperation).toEqual({ 'cloudwatchlogs.DescribeLogGroups': 2, 'cloudwatchlogs.ListTagsForResource': 53 });
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('/aws/lambda/orders')).toMatchObject({
    uid, createdAt: '2026-01-02T03:04:05.000Z', tags: { team: 'web' }, relations: [{ kind: 'encrypted-by', uid: key }],
    attributes: {
      log_group_name: '/aws/lambda/orders', created_at: '2026-01-02T03:04:05.000Z', retention_days: 30, retention_policy: 'all', stored_bytes: 5_000_000_000, log_group_class: 'INFREQUENT_ACCESS', kms_key_uid: key,
      metric_filters: 2, data_protection_status: 'ACTIVATED', deletion_protection: true,
    },
  });
  expect(of('old')).toMatchObject({ uid: 'arn:aws:logs:us-east-1:123456789012:log-group:old', attributes: { retention_days: null, stored_bytes: 0, log_group_class: 'STANDARD', deletion_protection: null }, relations: [{ kind: 'encrypted-by', uid: key }] });
  expect(of('bare')).toMatchObject({ uid: 'arn:aws:logs:us-east-1:123456789012:log-group:bare', createdAt: null, tags: {}, relations: [], attributes: { created_at: null, stored_bytes: null, kms_key_uid: null, metric_filters: null } });
});

it('asks for no tags in a scan, and keeps those that are known', async () => {
  await using under = await withAnswers(answers);
  const { resources: [before] } = await under.collect('aws:logs:log-group');
  under.aws.resetStats();
  const { resources: [after] } = await under.collect('aws:logs:log-group', 'us-east-1', { depth: 'listed', known: new Map([[hashId(before!.uid), before!]]) });
  expect([after?.tags, after?.uid, under.aws.stats.calls]).toEqual([before!.tags, uid, 2]);
});

it('says which permission is missing, and that a region is empty', async () => {
  await using under = await withAnswers(answers);
  under.aws.setFaults([{ kind: 'deny', operation: 'ListTagsForResource' }]);
  expect((await under.collect('aws:logs:log-group')).end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'logs:ListTagsForResource' } });
  under.aws.setFaults([{ kind: 'deny', operation: 'DescribeLogGroups' }]);
  expect(await under.collect('aws:logs:log-group')).toMatchObject({ resources: [], end: { result: { status: 'denied', error: { permission: 'logs:DescribeLogGroups' } } } });
  under.aws.setFaults([]);
  expect(await under.collect('aws:logs:log-group', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
