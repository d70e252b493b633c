import type { Tag, Workspace, WorkspaceConnectionStatus } from '@aws-sdk/client-workspaces';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { keyUid } from '../kms/key-uid.ts';
import { pages } from '../pages.ts';
import { chunksOf, readEach } from '../read-each.ts';

interface WorkspaceWithUse {
  workspace: Workspace;
  use: WorkspaceConnectionStatus | undefined;
  tags?: Tag[];
}

/** AWS describes no more of them at once, and tells of the connections of no more. */
const mostDescribed = 25;
/** WorkSpaces that wait for their connections to be asked for beside each other. */
const mostWaiting = 250;

export const awsWorkspacesWorkspace = defineAwsResource({
  id: 'aws:workspaces:workspace',
  title: 'WorkSpace',
  plural: 'WorkSpaces',
  nativeType: 'AWS::WorkSpaces::Workspace',
  locality: 'regional',
  permissions: ['workspaces:DescribeWorkspaces', 'workspaces:DescribeWorkspacesConnectionStatus', 'workspaces:DescribeTags'],
  reads: 'State, running mode, size, user, encryption and last connection of each WorkSpace; with details also tags.',
  chain: 2,

  attributes: z.object({
    workspace_id: z.string(),
    state: z.string().nullable().describe('AVAILABLE, STOPPED, SUSPENDED, …'),
    user_name: z.string().nullable(),
    directory_id: z.string().nullable(),
    bundle_id: z.string().nullable(),
    running_mode: z.string().nullable().describe('ALWAYS_ON is paid by the month, AUTO_STOP by a base and the hour; MANUAL'),
    auto_stop_minutes: z.int().nullable(),
    compute_type: z.string().nullable().describe('VALUE, STANDARD, PERFORMANCE, POWER, …'),
    operating_system: z.string().nullable(),
    root_volume_gib: z.int().nullable(),
    user_volume_gib: z.int().nullable(),
    subnet_id: z.string().nullable(),
    root_volume_encrypted: z.boolean(),
    user_volume_encrypted: z.boolean(),
    kms_key_uid: z.string().nullable(),
    use_known: z.boolean().describe('Whether AWS told of its connections'),
    last_connected_at: z.string().nullable().describe('The last connection of a user that AWS knows; null: none'),
    standby_of: z.string().nullable().describe('The WorkSpace of another region that it stands by for'),
  }),

  async *list(context) {
    const { WorkSpacesClient, paginateDescribeWorkspaces } = await import('@aws-sdk/client-workspaces');
    const client = context.client(WorkSpacesClient);
    let waiting: Workspace[] = [];
    const used = (): AsyncIterable<WorkspaceWithUse[]> => readEach(chunksOf(waiting, mostDescribed), context, { read: async (some) => withUse(some, context) });
    for await (const page of pages(paginateDescribeWorkspaces({ client, pageSize: mostDescribed }, {}), ({ NextToken }) => NextToken)) {
      waiting.push(...(page.Workspaces ?? []));
      if (waiting.length < mostWaiting) continue;
      for await (const workspaces of used()) yield* workspaces;
      waiting = [];
    }
    for await (const workspaces of used()) yield* workspaces;
  },

  normalise: ({ workspace, use, tags }: WorkspaceWithUse, { arn }) => {
    const id = workspace.WorkspaceId ?? '';
    return {
      uid: arn('workspaces', `workspace/${id}`),
      name: [workspace.WorkspaceName, workspace.ComputerName].find((name) => name !== undefined && name !== '') ?? id,
      createdAt: undefined,
      tags: tagsOf(tags),
      attributes: {
        workspace_id: id,
        ...sizeOf(workspace),
        ...placeOf(workspace),
        kms_key_uid: keyUid(workspace.VolumeEncryptionKey, arn),
        use_known: use !== undefined,
        last_connected_at: use?.LastKnownUserConnectionTimestamp?.toISOString() ?? null,
        standby_of: workspace.RelatedWorkspaces?.find(({ Type }) => Type === 'PRIMARY')?.WorkspaceId ?? null,
      },
    };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await tagsOfWorkspace(raw.workspace, context) }) },

  relations: ({ uid, attributes }) => [...relationsTo('member-of', ec2Arns(uid, 'subnet', attributes.subnet_id)), ...relationsTo('encrypted-by', attributes.kms_key_uid)],
});

const sizeOf = ({ State, UserName, BundleId, WorkspaceProperties: properties }: Workspace) => ({
  state: State ?? null,
  user_name: UserName ?? null,
  bundle_id: BundleId ?? null,
  running_mode: properties?.RunningMode ?? null,
  auto_stop_minutes: properties?.RunningModeAutoStopTimeoutInMinutes ?? null,
  compute_type: properties?.ComputeTypeName ?? null,
  operating_system: properties?.OperatingSystemName ?? null,
  root_volume_gib: properties?.RootVolumeSizeGib ?? null,
  user_volume_gib: properties?.UserVolumeSizeGib ?? null,
});

const placeOf = ({ DirectoryId, SubnetId, RootVolumeEncryptionEnabled, UserVolumeEncryptionEnabled }: Workspace) => ({
  directory_id: DirectoryId ?? null,
  subnet_id: SubnetId ?? null,
  root_volume_encrypted: RootVolumeEncryptionEnabled ?? false,
  user_volume_encrypted: UserVolumeEncryptionEnabled ?? false,
});

async function withUse(workspaces: Workspace[], context: AwsListContext): Promise<WorkspaceWithUse[]> {
  const { WorkSpacesClient, DescribeWorkspacesConnectionStatusCommand } = await import('@aws-sdk/client-workspaces');
  const client = context.client(WorkSpacesClient);
  const uses = new Map<string | undefined, WorkspaceConnectionStatus>();
  const WorkspaceIds = workspaces.flatMap(({ WorkspaceId }) => WorkspaceId ?? []);
  let NextToken: string | undefined;
  do {
    const page = await client.send(new DescribeWorkspacesConnectionStatusCommand(NextToken === undefined ? { WorkspaceIds } : { WorkspaceIds, NextToken }));
    for (const use of page.WorkspacesConnectionStatus ?? []) uses.set(use.WorkspaceId, use);
    // The same token again would never end.
    NextToken = page.NextToken === NextToken || page.NextToken === '' ? undefined : page.NextToken;
  } while (NextToken !== undefined);
  return workspaces.map((workspace) => ({ workspace, use: uses.get(workspace.WorkspaceId) }));
}

async function tagsOfWorkspace({ WorkspaceId }: Workspace, context: AwsListContext): Promise<Tag[]> {
  if (WorkspaceId === undefined) return [];
  const { WorkSpacesClient, DescribeTagsCommand } = await import('@aws-sdk/client-workspaces');
  const client = context.client(WorkSpacesClient);
  const answer = await detailOf(context, 'workspaces:DescribeTags', () => client.send(new DescribeTagsCommand({ ResourceId: WorkspaceId })), ['ResourceNotFoundException']);
  return answer?.TagList ?? [];
}
