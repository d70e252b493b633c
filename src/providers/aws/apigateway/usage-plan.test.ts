import { expect, it } from 'vitest';
import { inPages, withAnswers } from '../../../../test/aws-services.ts';

const gateway = (path: string): string => `arn:aws:apigateway:us-east-1::/${path}`;
const names = { size: 'limit', token: 'position', next: 'position' };

it('reads each usage plan and its stages', async () => {
  const rich = { id: 'u1', name: 'partners', apiStages: [{ apiId: 'a1', stage: 'prod' }], throttle: { rateLimit: 10.5, burstLimit: 5 }, quota: { limit: 1000, period: 'DAY' }, tags: { team: 'web' } };
  await using under = await withAnswers({ 'apigateway.GetUsagePlans': inPages('items', [rich, { id: 'u2' }, ...Array.from({ length: 600 }, (_, n) => ({ id: `x${n}` }))], 500, names) });
  const { resources, end } = await under.collect('aws:apigateway:usage-plan');
  expect([resources.length, end]).toEqual([602, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }]);
  expect(resources[0]).toMatchObject({
    uid: gateway('usageplans/u1'), name: 'partners', tags: { team: 'web' }, attributes: { throttling_rate_limit: 10.5, throttling_burst_limit: 5, quota_limit: 1000, quota_period: 'DAY' }, relations: [{ kind: 'attached-to', uid: gateway('restapis/a1/stages/prod') }],
  });
  expect(resources[1]).toMatchObject({ name: 'u2', tags: {}, attributes: { stage_uids: [], quota_limit: null }, relations: [] });
});
