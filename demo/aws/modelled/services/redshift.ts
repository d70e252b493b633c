import { groupId, isInUse, kmsKeyArn, vpcId, zoneName } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { roleArnAt } from './iam-names.ts';
import { tagList } from './ec2-pages.ts';

/** In few regions only, because a node costs more than most things: one of a single small node, in use or not as the metrics say, and one that is paused. */
function clusters({ plan, region, regionName }: Place): Fields[] {
  if (region % 4 !== 0 || !isInUse(plan, region)) return [];
  return ['figures', 'year-end'].map((name, number) => ({
    ClusterIdentifier: `${name}-${regionName}`, ClusterStatus: number === 0 ? 'available' : 'paused', ClusterAvailabilityStatus: number === 0 ? 'Available' : 'Unavailable', ClusterCreateTime: new Date(timeAgo(plan, 340 + number)), NodeType: 'dc2.large', NumberOfNodes: 1 + number,
    MultiAZ: 'Disabled', ClusterVersion: '1.0', DBName: 'dev', MasterUsername: 'admin', Endpoint: { Address: `${name}.abc123.${regionName}.redshift.amazonaws.com`, Port: 5439 }, AvailabilityZone: zoneName(plan, region, number), VpcId: vpcId(plan, region, 0),
    ClusterParameterGroups: [{ ParameterGroupName: 'default.redshift-1.0', ParameterApplyStatus: 'in-sync' }], VpcSecurityGroups: [{ VpcSecurityGroupId: groupId(plan, region, 'worker'), Status: 'active' }], IamRoles: [{ IamRoleArn: roleArnAt(plan, 0), ApplyStatus: 'in-sync' }],
    PubliclyAccessible: false, EnhancedVpcRouting: false, AllowVersionUpgrade: true, AutomatedSnapshotRetentionPeriod: 1, ...(number === 0 ? { Encrypted: true, KmsKeyId: kmsKeyArn(plan, region) } : { Encrypted: false }), Tags: tagList({ team: 'finance' }),
  }));
}

export const redshiftAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'redshift.DescribeClusters': (input, place, asked) => pageOfFields(clusters(place), input, { size: 'MaxRecords', token: 'Marker', next: 'Marker', list: 'Clusters' }, asked),
};
