import { expect, it } from 'vitest';
import { functionArn, inPages, withAnswers } from '../../../../test/aws-services.ts';

const mappings = [
  { UUID: 'u1', EventSourceMappingArn: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:u1', FunctionArn: functionArn('orders:live'), EventSourceArn: 'arn:aws:sqs:us-east-1:123456789012:jobs', State: 'Enabled', BatchSize: 10, MaximumBatchingWindowInSeconds: 5, DestinationConfig: { OnFailure: { Destination: 'arn:aws:sqs:us-east-1:123456789012:dead' } } },
  ...Array.from({ length: 120 }, (_, n) => ({ UUID: `x${n}`, FunctionArn: functionArn('orders') })),
];

it('reads what calls which function, a hundred a call', async () => {
  await using under = await withAnswers({ 'lambda.ListEventSourceMappings': inPages('EventSourceMappings', mappings, 100) });
  const { resources, end } = await under.collect('aws:lambda:event-source-mapping');
  expect([resources.length, end]).toEqual([121, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:u1', name: 'u1', attributes: { state: 'Enabled', function_uid: functionArn('orders'), function_qualifier: 'live', batch_size: 10, batching_window_seconds: 5 },
    relations: [{ kind: 'targets', uid: functionArn('orders') }, { kind: 'uses', uid: 'arn:aws:sqs:us-east-1:123456789012:jobs' }, { kind: 'routes-to', uid: 'arn:aws:sqs:us-east-1:123456789012:dead' }],
  });
  expect(resources[1]).toMatchObject({ uid: 'arn:aws:lambda:us-east-1:123456789012:event-source-mapping:x0', attributes: { state: null, function_qualifier: null, event_source_uid: null } });
  expect(await under.collect('aws:lambda:event-source-mapping', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
