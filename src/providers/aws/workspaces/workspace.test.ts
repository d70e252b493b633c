import { expect, it } from 'vitest';
import { arnOf, inPages, withAnswers } from '../../../../test/aws-services.ts';

const key = arnOf('kms', 'key/k');
const at = new Date('2026-01-02T03:04:05Z');
const rich = {
  WorkspaceId: 'ws-1', WorkspaceName: 'desk', ComputerName: 'A-1', UserName: 'ada', DirectoryId: 'd-1', BundleId: 'wsb-1', State: 'AVAILABLE', SubnetId: 'subnet-1', VolumeEncryptionKey: key, RootVolumeEncryptionEnabled: true, UserVolumeEncryptionEnabled: true,
  WorkspaceProperties: { RunningMode: 'AUTO_STOP', RunningModeAutoStopTimeoutInMinutes: 60, ComputeTypeName: 'STANDARD', OperatingSystemName: 'WINDOWS_SERVER_2022', RootVolumeSizeGib: 80, UserVolumeSizeGib: 50 },
};
const standby = { WorkspaceId: 'ws-2', ComputerName: 'A-2', RelatedWorkspaces: [{ WorkspaceId: 'ws-9', Region: 'eu-west-1', Type: 'PRIMARY' }] };
const workspaces = [rich, standby, { WorkspaceId: 'ws-3' }, ...Array.from({ length: 30 }, (_, n) => ({ WorkspaceId: `ws-x${n}` }))];
const answers = {
  'workspaces.DescribeWorkspaces': inPages('Workspaces', workspaces, 25, { size: 'Limit', token: 'NextToken', next: 'NextToken' }),
  // The first is told on a page of its own, the third not at all.
  'workspaces.DescribeWorkspacesConnectionStatus': ({ WorkspaceIds, NextToken }: Record<string, unknown>) => {
    const ids = WorkspaceIds as string[];
    if (ids[0] === 'ws-1' && NextToken === undefined) return { WorkspacesConnectionStatus: [{ WorkspaceId: 'ws-1', ConnectionState: 'DISCONNECTED', LastKnownUserConnectionTimestamp: at }], NextToken: 'more' };
    return { WorkspacesConnectionStatus: ids.filter((id) => !['ws-1', 'ws-3'].includes(id)).map((WorkspaceId) => ({ WorkspaceId, ConnectionState: 'UNKNOWN' })) };
  },
  'workspaces.DescribeTags': ({ ResourceId }: Record<string, unknown>) => ({ TagList: [{ Key: 'of', Value: String(ResourceId) }] }),
};

it('reads every WorkSpace by twenty-five, with its last connection, and tags where details are asked for', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:workspaces:workspace');
  expect([end.result, resources.length]).toEqual([{ status: 'complete', isListed: true }, 33]);
  expect(under.aws.stats.byOperation).toEqual({ 'workspaces.DescribeWorkspaces': 2, 'workspaces.DescribeWorkspacesConnectionStatus': 3, 'workspaces.DescribeTags': 33 });
  const of = (id: string) => resources.find(({ uid }) => uid === arnOf('workspaces', `workspace/${id}`));
  expect(of('ws-1')).toMatchObject({ name: 'desk', createdAt: null, tags: { of: 'ws-1' }, relations: [{ kind: 'member-of', uid: arnOf('ec2', 'subnet/subnet-1') }, { kind: 'encrypted-by', uid: key }] });
  expect(of('ws-1')?.attributes).toEqual({
    workspace_id: 'ws-1', state: 'AVAILABLE', user_name: 'ada', directory_id: 'd-1', bundle_id: 'wsb-1', running_mode: 'AUTO_STOP', auto_stop_minutes: 60, compute_type: 'STANDARD', operating_system: 'WINDOWS_SERVER_2022', root_volume_gib: 80, user_volume_gib: 50, subnet_id: 'subnet-1',
    root_volume_encrypted: true, user_volume_encrypted: true, kms_key_uid: key, use_known: true, last_connected_at: at.toISOString(), standby_of: null,
  });
  expect(of('ws-2')).toMatchObject({ name: 'A-2', attributes: { use_known: true, last_connected_at: null, standby_of: 'ws-9', state: null } });
  expect(of('ws-3')).toMatchObject({ name: 'ws-3', relations: [], attributes: { use_known: false, last_connected_at: null, running_mode: null, root_volume_encrypted: false } });
});

it('says which permission is missing, lists none whole of which the use cannot be read, and asks one call of an empty region', async () => {
  await using under = await withAnswers(answers);
  const denied = async (operation: string) => {
    under.aws.setFaults([{ kind: 'deny', service: 'workspaces', operation }]);
    return (await under.collect('aws:workspaces:workspace')).end.result;
  };
  expect(await denied('DescribeTags')).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'workspaces:DescribeTags' } });
  expect(await denied('DescribeWorkspacesConnectionStatus')).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'workspaces:DescribeWorkspacesConnectionStatus' } });
  expect(await denied('DescribeWorkspaces')).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'workspaces:DescribeWorkspaces' } });
  under.aws.setFaults([]);
  expect(await under.collect('aws:workspaces:workspace', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
