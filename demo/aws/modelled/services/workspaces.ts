import { isInUse, subnetId } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

/** Who has one, how it is paid for, and how many days ago somebody connected. */
const desks = [{ user: 'ada', mode: 'AUTO_STOP', days: 1 }, { user: 'grace', mode: 'ALWAYS_ON', days: 140 }, { user: 'trainee', mode: 'AUTO_STOP', days: undefined }] as const;

const idOf = ({ plan, region }: Place, number: number): string => hexId('ws', plan.seed, 20 + region, number);

function workspaces(place: Place): Fields[] {
  const { plan, region } = place;
  if (!isInUse(plan, region)) return [];
  return desks.map(({ user, mode }, number) => ({
    WorkspaceId: idOf(place, number), ComputerName: `DESK-${number}`, UserName: user, DirectoryId: 'd-0123456789', BundleId: 'wsb-012345678', State: mode === 'ALWAYS_ON' ? 'AVAILABLE' : 'STOPPED', SubnetId: subnetId(plan, region, 0, number % 3), RootVolumeEncryptionEnabled: false, UserVolumeEncryptionEnabled: false,
    WorkspaceProperties: { RunningMode: mode, ...(mode === 'AUTO_STOP' ? { RunningModeAutoStopTimeoutInMinutes: 60 } : {}), ComputeTypeName: 'STANDARD', OperatingSystemName: 'WINDOWS_SERVER_2022', RootVolumeSizeGib: 80, UserVolumeSizeGib: 50 },
  }));
}

export const workspacesAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'workspaces.DescribeWorkspaces': (input, place, asked) => pageOfFields(workspaces(place), input, { size: 'Limit', token: 'NextToken', next: 'NextToken', list: 'Workspaces', standard: 25 }, asked),
  'workspaces.DescribeWorkspacesConnectionStatus': ({ WorkspaceIds }, place) => ({
    WorkspacesConnectionStatus: desks.flatMap(({ days }, number) => {
      const WorkspaceId = idOf(place, number);
      if (!(WorkspaceIds as string[]).includes(WorkspaceId)) return [];
      return [{ WorkspaceId, ConnectionState: 'DISCONNECTED', ConnectionStateCheckTimestamp: new Date(timeAgo(place.plan, 0)), ...(days === undefined ? {} : { LastKnownUserConnectionTimestamp: new Date(timeAgo(place.plan, days)) }) }];
    }),
  }),
  'workspaces.DescribeTags': () => ({ TagList: tagList({ team: 'office' }) }),
};
