import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

it('reads each connection and whether it was completed', async () => {
  const rich = { ConnectionName: 'github', ConnectionArn: arnOf('apprunner', 'connection/github/1'), ProviderType: 'GITHUB', Status: 'PENDING_HANDSHAKE', CreatedAt: new Date('2025-01-02T03:04:05Z') };
  const all = [rich, { ConnectionName: 'bare' }, ...Array.from({ length: 120 }, (_, n) => ({ ConnectionName: `c${n}`, ConnectionArn: arnOf('apprunner', `connection/c${n}/1`) }))];
  await using under = await withAnswers({ 'apprunner.ListConnections': inPages('ConnectionSummaryList', all, 100, { size: 'MaxResults', token: 'NextToken', next: 'NextToken' }) });
  const { resources, end } = await under.collect('aws:apprunner:connection');
  expect([resources.length, end]).toEqual([122, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 0 }]);
  expect(resources[0]).toMatchObject({ uid: rich.ConnectionArn, name: 'github', createdAt: '2025-01-02T03:04:05.000Z', attributes: { provider_type: 'GITHUB', status: 'PENDING_HANDSHAKE' } });
  expect(resources[1]).toMatchObject({ uid: arnOf('apprunner', 'connection/bare'), createdAt: null, attributes: { provider_type: null, status: null } });
});
