import { expect, it } from 'vitest';
import { arnsIn, attributesOf, createdAtOf, nameOf, snakeCase, tagPropertyOf, tagsIn } from './properties.ts';

it.each([['KmsMasterKeyId', 'kms_master_key_id'], ['SSESpecification', 'sse_specification'], ['KMSKeyArn', 'kms_key_arn'], ['ARN', 'arn'], ['DBProxyName', 'db_proxy_name'], ['deadLetterTargetArn', 'dead_letter_target_arn'], ['aws:cloudformation', 'aws:cloudformation'], ['/path', '/path']])('writes %s as %s', (name, written) => {
  expect(snakeCase(name)).toBe(written);
});

it('keeps what is nested, and documents as text', () => {
  const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow' }] };
  expect(attributesOf({ RedrivePolicy: { maxReceiveCount: 5 }, ResourcePolicy: policy, EventPattern: { source: ['aws.ec2'] }, Rules: [{ Name: 'a', VisibilityConfig: { MetricName: 'm' } }], Empty: undefined })).toEqual({
    redrive_policy: { max_receive_count: 5 }, resource_policy: JSON.stringify(policy), event_pattern: '{"source":["aws.ec2"]}', rules: [{ name: 'a', visibility_config: { metric_name: 'm' } }], empty: null,
  });
});

it('finds ARNs at any depth, and no patterns', () => {
  expect(arnsIn({ a: ['arn:aws:sqs:eu-west-1:123456789012:jobs', { b: 'arn:aws:s3:::bucket' }], c: 'arn:aws:logs:eu-west-1:123456789012:log-group:x:*', d: 'see arn:aws:s3:::bucket', e: 'arn:aws:iam::aws:policy/ReadOnlyAccess', f: null })).toEqual(['arn:aws:sqs:eu-west-1:123456789012:jobs', 'arn:aws:s3:::bucket', 'arn:aws:iam::aws:policy/ReadOnlyAccess']);
});

it('reads tags in each form', () => {
  expect(tagsIn([{ Key: 'a', Value: 'b' }, { key: 'c', value: 1 }, { TagKey: 'd', TagValue: 'e' }, { other: 1 }])).toEqual({ a: 'b', c: '1', d: 'e' });
  expect(tagsIn({ team: 'web', none: null })).toEqual({ team: 'web', none: '' });
  expect([tagsIn(undefined), tagsIn('x')]).toEqual([{}, {}]);
  expect([{ FileSystemTags: [], Tags: {} }, { CopyTagsToSnapshot: true, HostedZoneTags: [] }, { CopyTags: true }, { ResourcesToReplicateTags: ['x'] }].map(tagPropertyOf)).toEqual(['Tags', 'HostedZoneTags', undefined, undefined]);
});

it('calls a thing by its name, its tag or its identifier', () => {
  expect(nameOf('AWS::SQS::Queue', { QueueName: 'jobs' }, {}, 'https://sqs/1/jobs')).toBe('jobs');
  expect(nameOf('AWS::EFS::FileSystem', { FileSystemId: 'fs-1' }, { Name: 'shared' }, 'fs-1')).toBe('shared');
  expect(nameOf('AWS::SQS::Queue', {}, {}, 'https://sqs.eu-west-1.amazonaws.com/1/jobs')).toBe('jobs');
  expect(nameOf('AWS::WAFv2::WebACL', {}, {}, 'shared|0a1b|REGIONAL')).toBe('shared');
  expect(nameOf('AWS::SNS::Topic', { TopicName: '' }, {}, 'arn:aws:sns:eu-west-1:1:alerts')).toBe('alerts');
});

it('reads when a thing was made, in text and in seconds', () => {
  expect([{ CreationTime: '2025-01-02T03:04:05Z' }, { CreatedAt: 1735787045 }, { CreatedTime: 'soon' }, { CreatedBy: '2025' }, {}].map((properties) => createdAtOf(properties)?.toISOString())).toEqual(['2025-01-02T03:04:05.000Z', '2025-01-02T03:04:05.000Z', undefined, undefined, undefined]);
});
