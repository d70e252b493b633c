import { expect, it } from 'vitest';
import { arnOf, inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const rich = { createdAt: new Date('2025-01-02T03:04:05Z'), status: 'ACTIVE', version: '1.33', scalingConfig: { minSize: 1, maxSize: 5, desiredSize: 2 }, instanceTypes: ['m5.large', 'c5.large'], subnets: ['subnet-1'], nodeRole: 'arn:aws:iam::123456789012:role/node', diskSize: 20, launchTemplate: { id: 'lt-1', version: '3' }, remoteAccess: { ec2SshKey: 'ops', sourceSecurityGroups: ['sg-1'] }, resources: { autoScalingGroups: [{ name: 'eks-a' }] }, tags: { team: 'web' } };

it('reads those of each cluster; one that is deleted meanwhile is left out', async () => {
  await using under = await withAnswers({
    'eks.ListClusters': () => ({ clusters: ['main', 'empty'] }),
    'eks.ListNodegroups': (input, asked) => (input['clusterName'] === 'empty' ? {} : inPages('nodegroups', ['rich', 'bare', 'gone', ...Array.from({ length: 110 }, (_, n) => `n${n}`)], 100, { size: 'maxResults', token: 'nextToken', next: 'nextToken' })(input, asked)),
    'eks.DescribeNodegroup': (input, asked) => {
      const name = String(input['nodegroupName']);
      if (name === 'gone') return noSuch()(input, asked);
      return { nodegroup: { nodegroupName: name, clusterName: input['clusterName'], nodegroupArn: arnOf('eks', `nodegroup/main/${name}/1`), ...(name === 'rich' ? rich : {}) } };
    },
  });
  const { resources, end } = await under.collect('aws:eks:nodegroup');
  expect([resources.length, end]).toEqual([112, { result: { status: 'complete', isListed: true }, calls: 1 + 3 + 113, throttled: 0 }]);
  const of = (name: string) => resources.find((one) => one.name === name);
  expect(of('rich')).toMatchObject({ uid: arnOf('eks', 'nodegroup/main/rich/1'), createdAt: '2025-01-02T03:04:05.000Z', tags: { team: 'web' }, attributes: { version: '1.33', min_size: 1, max_size: 5, desired_size: 2, instance_types: ['c5.large', 'm5.large'], disk_size_gib: 20, auto_scaling_group_names: ['eks-a'], remote_access_key: 'ops' }, relations: [{ kind: 'member-of', uid: arnOf('eks', 'cluster/main') }, { kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-1') }, { kind: 'assumes', uid: 'arn:aws:iam::123456789012:role/node' }, { kind: 'uses', uid: arnOf('ec2', 'launch-template/lt-1') }, { kind: 'uses', uid: arnOf('ec2', 'security-group/sg-1') }] });
  expect(of('bare')).toMatchObject({ createdAt: null, tags: {}, attributes: { status: null, min_size: null, instance_types: [], launch_template_uid: null }, relations: [{ kind: 'member-of', uid: arnOf('eks', 'cluster/main') }] });
});
