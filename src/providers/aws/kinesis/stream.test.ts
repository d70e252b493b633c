import { expect, it } from 'vitest';
import { hashId } from '../../../platform/ids.ts';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const key = arnOf('kms', 'key/k');
const at = new Date('2026-01-02T03:04:05Z');
const rich = { StreamName: 'orders', StreamARN: arnOf('kinesis', 'stream/orders'), StreamStatus: 'ACTIVE', StreamModeDetails: { StreamMode: 'ON_DEMAND' }, RetentionPeriodHours: 168, StreamCreationTimestamp: at, OpenShardCount: 4, ConsumerCount: 2, EncryptionType: 'KMS', KeyId: 'k' };
const described: Record<string, object> = { orders: rich, old: { StreamName: 'old', OpenShardCount: 1 } };
const names = ['orders', 'old', 'bare', ...Array.from({ length: 120 }, (_, n) => `s${n}`)];
const answers = {
  'kinesis.ListStreams': inPages('StreamNames', names, 100, { size: 'Limit', token: 'NextToken', next: 'NextToken' }),
  'kinesis.DescribeStreamSummary': ({ StreamName }: Record<string, unknown>) => (StreamName === 's7' ? noSuch()({}, {} as never) : { StreamDescriptionSummary: described[String(StreamName)] ?? {} }),
  'kinesis.ListTagsForStream': ({ StreamName, ExclusiveStartTagKey }: Record<string, unknown>) =>
    StreamName !== 'orders' ? { Tags: [], HasMoreTags: false } : ExclusiveStartTagKey === undefined ? { Tags: [{ Key: 'team', Value: 'web' }], HasMoreTags: true } : { Tags: [{ Key: `after-${String(ExclusiveStartTagKey)}`, Value: '' }], HasMoreTags: false },
};

it('reads every stream by pages of a hundred names, one call each, with all tags where details are asked for', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:kinesis:stream');
  expect([end.result, resources.length]).toEqual([{ status: 'complete', isListed: true }, 122]);
  expect(under.aws.stats.byOperation).toEqual({ 'kinesis.ListStreams': 2, 'kinesis.DescribeStreamSummary': 123, 'kinesis.ListTagsForStream': 123 });
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('orders')).toMatchObject({ uid: arnOf('kinesis', 'stream/orders'), createdAt: at.toISOString(), tags: { team: 'web', 'after-team': '' }, relations: [{ kind: 'encrypted-by', uid: key }] });
  expect(of('orders')?.attributes).toEqual({ stream_name: 'orders', status: 'ACTIVE', created_at: at.toISOString(), mode: 'ON_DEMAND', shard_count: 4, consumer_count: 2, retention_hours: 168, encryption_type: 'KMS', kms_key_uid: key });
  expect(of('old')).toMatchObject({ uid: arnOf('kinesis', 'stream/old'), attributes: { mode: 'PROVISIONED', shard_count: 1, consumer_count: null } });
  expect(of('bare')).toMatchObject({ createdAt: null, tags: {}, relations: [], attributes: { status: null, mode: null, shard_count: null, retention_hours: null } });
});

it('asks for no tags in a scan, and keeps those that are known', async () => {
  await using under = await withAnswers(answers);
  const before = (await under.collect('aws:kinesis:stream')).resources.find(({ name }) => name === 'orders')!;
  under.aws.resetStats();
  const after = (await under.collect('aws:kinesis:stream', 'us-east-1', { depth: 'listed', known: new Map([[hashId(before.uid), before]]) })).resources.find(({ name }) => name === 'orders');
  expect([after?.tags, under.aws.stats.calls]).toEqual([before.tags, 125]);
});

it('takes a list that ends too early for no list', async () => {
  await using under = await withAnswers({ 'kinesis.ListStreams': () => ({ StreamNames: ['orders'], HasMoreStreams: true }) });
  expect(await under.collect('aws:kinesis:stream')).toMatchObject({ resources: [], end: { result: { status: 'unavailable', isListed: false } } });
});

it('says which permission is missing, lists none whole of which one cannot be read, and asks one call of an empty region', async () => {
  await using under = await withAnswers(answers);
  const denied = async (operation: string) => {
    under.aws.setFaults([{ kind: 'deny', service: 'kinesis', operation }]);
    return (await under.collect('aws:kinesis:stream')).end.result;
  };
  expect(await denied('ListTagsForStream')).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'kinesis:ListTagsForStream' } });
  expect(await denied('DescribeStreamSummary')).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'kinesis:DescribeStreamSummary' } });
  expect(await denied('ListStreams')).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'kinesis:ListStreams' } });
  under.aws.setFaults([]);
  expect(await under.collect('aws:kinesis:stream', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
