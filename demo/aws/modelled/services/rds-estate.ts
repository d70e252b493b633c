import { groupId, isInUse, kmsKeyArn, subnetId, subnetIds, vpcId, zoneName } from '../../generate/network.ts';
import { ageDays, countIn, timeAgo } from '../../generate/plan.ts';
import { mix, randomOf } from '../../generate/random.ts';
import { usualTags, workloads } from '../../generate/words.ts';
import type { Place } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

const perRegion = ({ plan, region }: Place, share: number): number => (isInUse(plan, region) ? Math.max(1, Math.ceil(countIn(plan, 'instances', region) / share)) : 0);
export const clusterCount = (place: Place): number => perRegion(place, 80);
/** Databases of their own; behind them come two instances a cluster. */
const aloneCount = (place: Place): number => perRegion(place, 25);
export const databaseCount = (place: Place): number => aloneCount(place) + 2 * clusterCount(place);
/** Two a database of its own, and one of a database that is gone. */
export const snapshotCount = (place: Place): number => (aloneCount(place) === 0 ? 0 : 2 * aloneCount(place) + 1);

const engines = [
  { engine: 'postgres', version: '16.4', group: 'strict-postgres16', port: 5432 }, { engine: 'mysql', version: '8.4.5', group: 'default.mysql8.4', port: 3306 },
  { engine: 'postgres', version: '14.17', group: 'loose-postgres14', port: 5432 }, { engine: 'mariadb', version: '10.11.8', group: 'default.mariadb10.11', port: 3306 },
] as const;
const old = { engine: 'mysql', version: '8.0.39', group: 'default.mysql8.0', port: 3306 } as const;
const engineAt = (number: number) => engines[number % engines.length]!;
const isEncrypted = (number: number): boolean => number % 3 !== 1;
const keyOf = ({ plan, region }: Place, number: number): string | undefined => (isEncrypted(number) ? kmsKeyArn(plan, region) : undefined);
const tagsAt = ({ plan }: Place, kind: number, number: number) => tagList(usualTags(randomOf(plan.seed, kind, number), undefined));
const createdAt = ({ plan, region }: Place, kind: number, number: number): Date => new Date(timeAgo(plan, ageDays(randomOf(plan.seed, kind + region, number))));
const databaseName = (number: number): string => `${workloads[number % workloads.length]!}-db-${number}`;
const clusterName = (number: number): string => `${workloads[(number + 8) % workloads.length]!}-cluster-${number}`;
const groupOf = ({ plan, region }: Place, number: number): string => groupId(plan, region, number % 4 === 2 ? 'jenkins' : 'worker');

export function databaseAt(place: Place, number: number): Fields {
  const alone = aloneCount(place);
  return number < alone ? ownDatabase(place, number) : memberOf(place, number - alone);
}

const common = (place: Place, id: string, number: number): Fields => ({
  DBInstanceIdentifier: id, DBInstanceArn: place.arn('rds', `db:${id}`), MasterUsername: 'admin', AvailabilityZone: zoneName(place.plan, place.region, number % 3), CACertificateIdentifier: 'rds-ca-rsa2048-g1', CopyTagsToSnapshot: true, Iops: 3000,
  VpcSecurityGroups: [{ VpcSecurityGroupId: groupOf(place, number), Status: 'active' }], DBSubnetGroup: { DBSubnetGroupName: number % 4 === 2 ? 'open' : 'databases', VpcId: vpcId(place.plan, place.region, 0), SubnetGroupStatus: 'Complete' },
  DbiResourceId: `db-${mix(place.plan.seed, 90 + place.region, number).toString(36).toUpperCase()}`,
});

/** One in four can be reached from everywhere, one in eight is stopped, one in three is not encrypted. */
function ownDatabase(place: Place, number: number): Fields {
  // One was left where it is: its extended support is paid for.
  const { engine, version, group, port } = place.regionName === 'us-east-1' && number === 1 ? old : engineAt(number);
  const id = databaseName(number);
  const isStopped = number % 8 === 5;
  return {
    ...common(place, id, number), Engine: engine, EngineVersion: version, DBInstanceStatus: isStopped ? 'stopped' : 'available', DBInstanceClass: ['db.t3.medium', 'db.m5.large', 'db.r6g.large'][number % 3], LicenseModel: engine === 'postgres' ? 'postgresql-license' : 'general-public-license',
    EngineLifecycleSupport: 'open-source-rds-extended-support', InstanceCreateTime: createdAt(place, 91, number), AutomaticRestartTime: isStopped ? new Date(timeAgo(place.plan, -3)) : undefined, Endpoint: { Address: `${id}.abc123.${place.regionName}.rds.amazonaws.com`, Port: port },
    PubliclyAccessible: number % 4 === 2, MultiAZ: number % 3 === 0, StorageType: number % 2 === 0 ? 'gp3' : 'gp2', AllocatedStorage: 20 * (1 + (number % 20)), MaxAllocatedStorage: number % 2 === 0 ? 1000 : undefined, StorageEncrypted: isEncrypted(number), KmsKeyId: keyOf(place, number),
    AutoMinorVersionUpgrade: number % 5 !== 3, IAMDatabaseAuthenticationEnabled: number % 2 === 0, DeletionProtection: number % 2 === 0, BackupRetentionPeriod: number % 6 === 4 ? 0 : 7, EnabledCloudwatchLogsExports: number % 2 === 0 ? [engine === 'postgres' ? 'postgresql' : 'error'] : [],
    MonitoringInterval: number % 3 === 0 ? 60 : 0, MonitoringRoleArn: number % 3 === 0 ? `arn:aws:iam::${place.account}:role/rds-monitoring-role` : undefined, PerformanceInsightsEnabled: number % 2 === 0, DBParameterGroups: [{ DBParameterGroupName: group, ParameterApplyStatus: 'in-sync' }],
    // Every tenth reads after the first of its engine.
    ReadReplicaSourceDBInstanceIdentifier: number >= 10 && number % 10 === 0 ? databaseName(number % 4) : undefined, TagList: tagsAt(place, 92, number),
  };
}

function memberOf(place: Place, index: number): Fields {
  const cluster = Math.floor(index / 2);
  const id = `${clusterName(cluster)}-${1 + (index % 2)}`;
  return {
    ...common(place, id, cluster), Iops: undefined, Engine: 'aurora-postgresql', EngineVersion: '16.4', DBInstanceStatus: 'available', DBInstanceClass: 'db.r6g.large', InstanceCreateTime: createdAt(place, 93, cluster), Endpoint: { Address: `${id}.abc123.${place.regionName}.rds.amazonaws.com`, Port: 5432 },
    PubliclyAccessible: false, MultiAZ: false, StorageType: 'aurora', AllocatedStorage: 1, StorageEncrypted: isEncrypted(cluster), KmsKeyId: keyOf(place, cluster), AutoMinorVersionUpgrade: true, IAMDatabaseAuthenticationEnabled: true, DeletionProtection: false, BackupRetentionPeriod: 7,
    MonitoringInterval: 0, DBClusterIdentifier: clusterName(cluster), DBParameterGroups: [{ DBParameterGroupName: 'default.aurora-postgresql16', ParameterApplyStatus: 'in-sync' }], TagList: tagsAt(place, 94, index),
  };
}

export function clusterAt(place: Place, number: number): Fields {
  const id = clusterName(number);
  return {
    DBClusterIdentifier: id, DBClusterArn: place.arn('rds', `cluster:${id}`), Engine: 'aurora-postgresql', EngineVersion: '16.4', EngineMode: 'provisioned', Status: 'available', ClusterCreateTime: createdAt(place, 93, number), Endpoint: `${id}.cluster-abc123.${place.regionName}.rds.amazonaws.com`,
    Port: 5432, MultiAZ: true, AvailabilityZones: [0, 1, 2].map((zone) => zoneName(place.plan, place.region, zone)), DBClusterMembers: [1, 2].map((member) => ({ DBInstanceIdentifier: `${id}-${member}`, IsClusterWriter: member === 1, PromotionTier: 1 })),
    StorageEncrypted: isEncrypted(number), KmsKeyId: keyOf(place, number), IAMDatabaseAuthenticationEnabled: true, DeletionProtection: number % 2 === 0, BackupRetentionPeriod: 7, CopyTagsToSnapshot: true, EnabledCloudwatchLogsExports: ['postgresql'],
    VpcSecurityGroups: [{ VpcSecurityGroupId: groupOf(place, number), Status: 'active' }], DBSubnetGroup: 'databases', DBClusterParameterGroup: 'default.aurora-postgresql16', LatestRestorableTime: new Date(place.plan.nowMs - 300_000), TagList: tagsAt(place, 95, number),
  };
}

/** Old and young ones; the last one's database is gone, and everybody may restore it. */
export function snapshotAt(place: Place, number: number): Fields {
  const isOrphan = number === snapshotCount(place) - 1;
  const database = Math.floor(number / 2);
  const id = isOrphan ? 'legacy-final' : `${databaseName(database)}-${number % 2 === 0 ? 'before-upgrade' : 'monthly'}`;
  const { engine, version } = engineAt(isOrphan ? 0 : database);
  return {
    DBSnapshotIdentifier: id, DBSnapshotArn: place.arn('rds', `snapshot:${id}`), DBInstanceIdentifier: isOrphan ? 'legacy-db' : databaseName(database), SnapshotCreateTime: createdAt(place, 96, number), Engine: engine, EngineVersion: version, Status: 'available', SnapshotType: 'manual',
    AllocatedStorage: 20 * (1 + (database % 20)), StorageType: 'gp2', Encrypted: !isOrphan && isEncrypted(database), KmsKeyId: isOrphan ? undefined : keyOf(place, database), VpcId: vpcId(place.plan, place.region, 0), TagList: tagsAt(place, 97, number),
  };
}

export const snapshotSharing = (id: string): string[] => (id === 'legacy-final' ? ['all'] : id.endsWith('monthly') ? ['999988887777'] : []);

export function clusterSnapshotAt(place: Place, number: number): Fields {
  const id = `${clusterName(number)}-final`;
  return {
    DBClusterSnapshotIdentifier: id, DBClusterSnapshotArn: place.arn('rds', `cluster-snapshot:${id}`), DBClusterIdentifier: clusterName(number), SnapshotCreateTime: createdAt(place, 98, number), Engine: 'aurora-postgresql', EngineVersion: '16.4', Status: 'available', SnapshotType: 'manual',
    AllocatedStorage: 10, StorageEncrypted: isEncrypted(number), KmsKeyId: keyOf(place, number), VpcId: vpcId(place.plan, place.region, 0), TagList: tagsAt(place, 99, number),
  };
}

const families: Readonly<Record<string, string>> = {
  'strict-postgres16': 'postgres16', 'loose-postgres14': 'postgres14', 'default.mysql8.4': 'mysql8.4', 'default.mysql8.0': 'mysql8.0', 'default.mariadb10.11': 'mariadb10.11', 'default.aurora-postgresql16': 'aurora-postgresql16', 'unused-mysql8': 'mysql8.0',
};
export const parameterGroups = (place: Place): Fields[] => (databaseCount(place) === 0 ? [] : Object.entries(families).map(([DBParameterGroupName, DBParameterGroupFamily]) => ({
  DBParameterGroupName, DBParameterGroupFamily, Description: `Parameters of ${DBParameterGroupName}`, DBParameterGroupArn: place.arn('rds', `pg:${DBParameterGroupName}`),
})));

export function parametersOf(group: string): Fields[] {
  const isMysql = /mysql|mariadb/.test(group);
  const value = group.startsWith('strict') ? '1' : isMysql ? 'OFF' : '0';
  return [{ ParameterName: isMysql ? 'require_secure_transport' : 'rds.force_ssl', ParameterValue: value, Source: group.startsWith('default.') ? 'system' : 'user', ApplyType: 'dynamic', DataType: 'boolean', IsModifiable: true }];
}

/** The second holds the public subnet too. */
export function subnetGroups(place: Place): Fields[] {
  const { plan, region } = place;
  if (databaseCount(place) === 0) return [];
  const open = subnetIds(plan, region, 0);
  const group = (name: string, ids: string[]): Fields => ({
    DBSubnetGroupName: name, DBSubnetGroupArn: place.arn('rds', `subgrp:${name}`), DBSubnetGroupDescription: `${name} subnets`, VpcId: vpcId(plan, region, 0), SubnetGroupStatus: 'Complete', SupportedNetworkTypes: ['IPV4'],
    Subnets: ids.map((SubnetIdentifier) => ({ SubnetIdentifier, SubnetAvailabilityZone: { Name: zoneName(plan, region, open.indexOf(SubnetIdentifier)) }, SubnetStatus: 'Active' })),
  });
  return [group('databases', [1, 2].map((zone) => subnetId(plan, region, 0, zone))), group('open', open)];
}

export const groupTags = (place: Place, arn: string): Fields[] => tagsAt(place, 88, mix(place.plan.seed, 89, arn.length) % 1000);
