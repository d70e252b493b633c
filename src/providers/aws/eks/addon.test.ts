import { expect, it } from 'vitest';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const rich = { createdAt: new Date('2025-01-02T03:04:05Z'), status: 'DEGRADED', addonVersion: 'v1', publisher: 'eks', serviceAccountRoleArn: 'arn:aws:iam::123456789012:role/addon', health: { issues: [{ code: 'ConfigurationConflict' }] }, tags: { team: 'web' } };

it('reads those of each cluster; one that is deleted meanwhile is left out', async () => {
  await using under = await withAnswers({
    'eks.ListClusters': () => ({ clusters: ['main', 'empty'] }),
    'eks.ListAddons': (input, asked) => (input['clusterName'] === 'empty' ? {} : inPages('addons', ['rich', 'bare', 'gone', ...Array.from({ length: 110 }, (_, n) => `n${n}`)], 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' })(input, asked)),
    'eks.DescribeAddon': (input, asked) => {
      const name = String(input['addonName']);
      if (name === 'gone') return noSuch()(input, asked);
      return { addon: { addonName: name, clusterName: input['clusterName'], addonArn: arnOf('eks', `addon/main/${name}/1`), ...(name === 'rich' ? rich : {}) } };
    },
  });
  const { resources, end } = await under.collect('aws:eks:addon');
  expect([resources.length, end]).toEqual([112, { result: { status: 'complete', isListed: true }, calls: 1 + 3 + 113, throttled: 0 }]);
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('rich')).toMatchObject({ uid: arnOf('eks', 'addon/main/rich/1'), createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' }, attributes: { status: 'DEGRADED', addon_version: 'v1', publisher: 'eks', health_issues: ['ConfigurationConflict'], network_policy_enabled: null }, relations: [{ kind: 'member-of', uid: arnOf('eks', 'cluster/main') }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/addon' }] });
  expect(of('bare')).toMatchObject({ createdAt: null, tags: {}, attributes: { status: null, health_issues: [], role_arn: null }, relations: [{ kind: 'member-of', uid: arnOf('eks', 'cluster/main') }] });
});

it.each([['{"enableNetworkPolicy":"true"}', true], ['enableNetworkPolicy: true', true], ['{"enableNetworkPolicy":"false"}', false], ['', false], [undefined, false]])('knows from %j whether network policies are enforced', async (configurationValues, enabled) => {
  await using under = await withAnswers({
    'eks.ListClusters': () => ({ clusters: ['main'] }),
    'eks.ListAddons': () => ({ addons: ['vpc-cni'] }),
    'eks.DescribeAddon': () => ({ addon: { addonName: 'vpc-cni', addonArn: arnOf('eks', 'addon/main/vpc-cni/1'), configurationValues } }),
  });
  expect((await under.collect('aws:eks:addon')).resources[0]?.attributes['network_policy_enabled']).toBe(enabled);
});
