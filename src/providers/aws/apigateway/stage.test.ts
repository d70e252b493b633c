import { expect, it } from 'vitest';
import { arnOf, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const apis = { 'apigateway.GetRestApis': () => ({ items: [{ id: 'a1', name: 'orders', endpointConfiguration: { types: ['PRIVATE'] } }, { id: 'a2', name: 'empty' }] }) };

const rich = {
  stageName: 'prod', deploymentId: 'd1', createdDate: new Date('2025-01-02T03:04:05Z'), tracingEnabled: true, cacheClusterEnabled: true, webAclArn: arnOf('wafv2', 'regional/webacl/a/1'), accessLogSettings: { destinationArn: arnOf('logs', 'log-group:api:*') }, variables: { key: 'hunter2' }, tags: { team: 'web' },
  methodSettings: { '*/*': { loggingLevel: 'INFO', dataTraceEnabled: true, metricsEnabled: true, throttlingRateLimit: 10.5, throttlingBurstLimit: -1, cacheDataEncrypted: true } },
};

it('reads the stages of each API; values of variables are not kept', async () => {
  await using under = await withAnswers({ ...apis, 'apigateway.GetStages': ({ restApiId }) => ({ item: restApiId === 'a1' ? [rich, { stageName: 'test' }] : [] }) });
  const { resources, end } = await under.collect('aws:apigateway:stage');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 3, throttled: 0 });
  expect(resources[0]).toMatchObject({
    uid: gateway('restapis/a1/stages/prod'), name: 'orders · prod', createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' },
    attributes: { logging_level: 'INFO', logs_full_requests: true, throttling_rate_limit: 10.5, throttling_burst_limit: null, tracing_enabled: true, cache_enabled: true, cache_encrypted: true, variable_names: ['key'] },
    relations: [{ kind: 'member-of', uid: gateway('restapis/a1') }, { kind: 'routes-to', uid: gateway('restapis/a1/deployments/d1') }, { kind: 'uses', uid: arnOf('wafv2', 'regional/webacl/a/1') }, { kind: 'logs-to', uid: arnOf('logs', 'log-group:api') }],
  });
  expect(JSON.stringify(resources)).not.toContain('hunter2');
  expect(resources[1]).toMatchObject({ tags: {}, attributes: { logging_level: null, tracing_enabled: false, web_acl_uid: null, throttling_rate_limit: null, variable_names: [] }, relations: [{ kind: 'member-of' }] });
  under.aws.setFaults([{ kind: 'deny', operation: 'GetStages', times: 1 }]);
  expect((await under.collect('aws:apigateway:stage')).end.result).toMatchObject({ isListed: false, error: { code: 'AWS_ACCESS_DENIED' } });
});
