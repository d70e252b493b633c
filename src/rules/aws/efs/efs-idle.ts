import { defineRule, fail, noMetric, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { awsEfsFileSystem } from '../../../providers/aws/efs/file-system.ts';
import { bytesPerGib, isTooYoung, metricPermission, type PricedPart, savedBy } from '../facts.ts';

interface FileSystemLike {
  standard_bytes: number | null;
  infrequent_access_bytes: number | null;
  archive_bytes: number | null;
  throughput_mode: string | null;
  provisioned_throughput_mibps: number | null;
  availability_zone: string | null;
}

export const awsEfsIdle = defineRule({
  id: 'aws-efs-idle',
  title: 'Nobody uses the file system',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEfsFileSystem,
  parameters: { days: { value: 30, help: 'Days without a client and without a byte read or written' } },
  rationale: 'What a file system holds is paid for every month, whether or not anybody mounts it.',
  metrics({ attributes }, parameters) {
    if (!isJudged(attributes)) return {};
    const ask = (name: string) => ({ namespace: 'AWS/EFS', name, statistic: 'sum' as const, days: numberOf(parameters, 'days'), dimensions: { FileSystemId: attributes.file_system_id } });
    return { connections: ask('ClientConnections'), io: ask('TotalIOBytes') };
  },

  evaluate(system, context) {
    const { attributes, region } = system;
    if (attributes.state === 'unknown') return unknown('AWS does not say in which state the file system is.');
    if (!isJudged(attributes)) return notApplicable;
    if (isTooYoung(system, context)) return pass;
    const [connections, io] = [context.metric('connections'), context.metric('io')];
    if ((connections?.sum ?? 0) > 0 || (io?.sum ?? 0) > 0) return pass;
    const isReachable = attributes.mount_target_count !== 0;
    // Without a mount target nobody can reach it, whatever the metrics say.
    if (isReachable && (connections === undefined || io === undefined)) return noMetric(connections === undefined ? 'ClientConnections' : 'TotalIOBytes', metricPermission);
    return fail({
      summary: isReachable ? `No client and no byte read or written in ${numberOf(context.parameters, 'days')} days.` : 'It has no mount target: nobody can reach it.',
      evidence: { mount_target_count: attributes.mount_target_count, size_bytes: attributes.size_bytes, client_connections: connections?.sum ?? null, total_io_bytes: io?.sum ?? null, since: connections?.since ?? null, until: connections?.until ?? null },
      ...savedBy(region, context.prices, 'high', partsOf(attributes)),
    });
  },

  remediation: ({ uid, attributes, region }) => removal(uid, attributes, region),
});

/** What replication writes stands by for its source, and is read by nobody. */
const isJudged = ({ state, overwrite_protection: protection }: { state: string; overwrite_protection: string | null }): boolean => state === 'available' && protection !== 'REPLICATING';

/**
 * GiB by class. Infrequent access costs less with elastic throughput; provisioned throughput is paid for beyond the 1 MiB/s that
 * comes with 20 GiB of Standard. https://aws.amazon.com/efs/pricing/
 */
function partsOf(system: FileSystemLike): PricedPart[] {
  const gib = (bytes: number | null): number => Math.round(((bytes ?? 0) / bytesPerGib) * 1000) / 1000;
  const standard = gib(system.standard_bytes);
  const isOneZone = system.availability_zone !== null;
  const throughput = system.throughput_mode === 'provisioned' ? Math.max(0, (system.provisioned_throughput_mibps ?? 0) - standard / 20) : 0;
  const parts: PricedPart[] = [
    [standard, 'GiB', isOneZone ? 'efs.onezone' : 'efs.standard'],
    [gib(system.infrequent_access_bytes), 'GiB', isOneZone ? 'efs.onezone.ia' : system.throughput_mode === 'elastic' ? 'efs.elastic.ia' : 'efs.ia'],
    [gib(system.archive_bytes), 'GiB', 'efs.archive'],
    [throughput, 'MiB/s', 'efs.provisioned.mibps'],
  ];
  return parts.filter(([amount]) => amount > 0);
}

/** A backup stays; a file system is deleted only without mount targets. */
function removal(uid: string, { file_system_id: id, mount_target_count: targets }: { file_system_id: string; mount_target_count: number | null }, region: string): RemediationStep[] {
  const backup = '--iam-role-arn BACKUP_ROLE_ARN';
  return [
    { command: `aws backup start-backup-job --region ${region} --backup-vault-name Default --resource-arn ${uid} ${backup}`, undo: `aws backup delete-recovery-point --region ${region} --backup-vault-name Default --recovery-point-arn RECOVERY_POINT_ARN`, permission: 'backup:StartBackupJob' },
    ...(targets === 0 ? [] : [{ command: `aws efs delete-mount-target --region ${region} --mount-target-id MOUNT_TARGET_ID`, undo: `aws efs create-mount-target --region ${region} --file-system-id ${id} --subnet-id SUBNET_ID --security-groups SECURITY_GROUP_IDS`, permission: 'elasticfilesystem:DeleteMountTarget' }]),
    { command: `aws efs delete-file-system --region ${region} --file-system-id ${id}`, undo: `aws backup start-restore-job --region ${region} --recovery-point-arn RECOVERY_POINT_ARN ${backup} --metadata file-system-id=${id},newFileSystem=true,Encrypted=true,PerformanceMode=generalPurpose,CreationToken=${id} (with a new id)`, permission: 'elasticfilesystem:DeleteFileSystem' },
  ];
}
