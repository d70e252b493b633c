import { expect, it } from 'vitest';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const rich = { createdAt: new Date('2025-01-02T03:04:05Z'), status: 'ACTIVE', podExecutionRoleArn: 'arn:aws:iam::123456789012:role/pod', subnets: ['subnet-1'], selectors: [{ namespace: 'jobs' }, { namespace: 'batch' }], tags: { team: 'web' } };

it('reads those of each cluster; one that is deleted meanwhile is left out', async () => {
  await using under = await withAnswers({
    'eks.ListClusters': () => ({ clusters: ['main', 'empty'] }),
    'eks.ListFargateProfiles': (input, asked) => (input['clusterName'] === 'empty' ? {} : inPages('fargateProfileNames', ['rich', 'bare', 'gone', ...Array.from({ length: 110 }, (_, n) => `n${n}`)], 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' })(input, asked)),
    'eks.DescribeFargateProfile': (input, asked) => {
      const name = String(input['fargateProfileName']);
      if (name === 'gone') return noSuch()(input, asked);
      return { fargateProfile: { fargateProfileName: name, clusterName: input['clusterName'], fargateProfileArn: arnOf('eks', `fargateProfile/main/${name}/1`), ...(name === 'rich' ? rich : {}) } };
    },
  });
  const { resources, end } = await under.collect('aws:eks:fargate-profile');
  expect([resources.length, end]).toEqual([112, { result: { status: 'complete', isListed: true }, calls: 1 + 3 + 113, throttled: 0 }]);
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('rich')).toMatchObject({ uid: arnOf('eks', 'fargateProfile/main/rich/1'), createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' }, attributes: { status: 'ACTIVE', namespaces: ['batch', 'jobs'] }, relations: [{ kind: 'member-of', uid: arnOf('eks', 'cluster/main') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-1') }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/pod' }] });
  expect(of('bare')).toMatchObject({ createdAt: null, tags: {}, attributes: { status: null, namespaces: [], subnet_uids: [] }, relations: [{ kind: 'member-of', uid: arnOf('eks', 'cluster/main') }] });
});
