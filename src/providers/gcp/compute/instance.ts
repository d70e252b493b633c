import { z } from 'zod';
import { at, booleanAt, defineGcpResource, linkAt, listAt, relationsTo, textAt, uidOf } from '../define.ts';
import { isOn, metadataAt } from '../instance-metadata.ts';

const api = 'compute.googleapis.com';

export const gcpComputeInstance = defineGcpResource({
  id: 'gcp:compute:instance',
  title: 'VM instance',
  plural: 'VM instances',
  nativeType: 'compute.googleapis.com/Instance',
  api,
  permissions: ['compute.instances.list'],
  reads: 'Each machine with its state, disks, networks, service account and the switches that protect it; of its metadata only those switches.',
  source: {
    from: 'asset',
    assetTypes: ['compute.googleapis.com/Instance'],
    lists: [{ method: 'compute.v1.instances.aggregatedList', host: api, path: 'compute/v1/projects/{project}/aggregated/instances', items: 'instances', isAggregated: true }],
  },

  attributes: z.object({
    instance_id: z.string().nullable().describe('The number that its metrics go by'),
    status: z.string().describe('RUNNING, TERMINATED (stopped), SUSPENDED, …'),
    machine_type: z.string(),
    cpu_platform: z.string().nullable(),
    is_spot: z.boolean(),
    last_started_at: z.string().nullable(),
    last_stopped_at: z.string().nullable(),
    last_suspended_at: z.string().nullable(),
    disk_uids: z.array(z.string()),
    network_uids: z.array(z.string()),
    subnetwork_uids: z.array(z.string()),
    internal_ips: z.array(z.string()),
    external_ips: z.array(z.string()).describe('Empty: it cannot be reached from outside by an address of its own'),
    network_tags: z.array(z.string()),
    can_ip_forward: z.boolean(),
    service_account_emails: z.array(z.string()),
    scopes: z.array(z.string()),
    has_vtpm: z.boolean(),
    has_integrity_monitoring: z.boolean(),
    has_secure_boot: z.boolean(),
    is_confidential: z.boolean(),
    has_deletion_protection: z.boolean(),
    blocks_project_ssh_keys: z.boolean(),
    has_serial_port: z.boolean(),
    os_login: z.boolean().nullable().describe('Null: as the project says'),
    instance_template_uid: z.string().nullable(),
    created_by: z.string().nullable().describe('The instance group or cluster that made it'),
  }),

  normalise: ({ data }, naming) => {
    const interfaces = listAt(data, 'networkInterfaces');
    const uids = (items: unknown[], path: string): string[] => [...new Set(items.flatMap((item) => linkAt(item, path, api, naming) ?? []))];
    const osLogin = metadataAt(data, 'enable-oslogin');
    const template = metadataAt(data, 'instance-template');
    const texts = (path: string): string[] => listAt(data, path).map(String);
    return {
      attributes: {
        instance_id: textAt(data, 'id'),
        status: textAt(data, 'status') ?? 'UNKNOWN',
        machine_type: textAt(data, 'machineType')?.split('/').at(-1) ?? '',
        cpu_platform: textAt(data, 'cpuPlatform'),
        is_spot: textAt(data, 'scheduling.provisioningModel') === 'SPOT' || booleanAt(data, 'scheduling.preemptible') === true,
        last_started_at: textAt(data, 'lastStartTimestamp'),
        last_stopped_at: textAt(data, 'lastStopTimestamp'),
        last_suspended_at: textAt(data, 'lastSuspendedTimestamp'),
        disk_uids: uids(listAt(data, 'disks'), 'source'),
        network_uids: uids(interfaces, 'network'),
        subnetwork_uids: uids(interfaces, 'subnetwork'),
        internal_ips: interfaces.flatMap((one) => textAt(one, 'networkIP') ?? []),
        external_ips: interfaces.flatMap((one) => [...listAt(one, 'accessConfigs').map((config) => textAt(config, 'natIP')), ...listAt(one, 'ipv6AccessConfigs').map((config) => textAt(config, 'externalIpv6'))]).filter((ip) => ip !== null),
        network_tags: texts('tags.items'),
        can_ip_forward: booleanAt(data, 'canIpForward') ?? false,
        service_account_emails: listAt(data, 'serviceAccounts').flatMap((account) => textAt(account, 'email') ?? []),
        scopes: listAt(data, 'serviceAccounts').flatMap((account) => listAt(account, 'scopes').map(String)),
        has_vtpm: booleanAt(data, 'shieldedInstanceConfig.enableVtpm') ?? false,
        has_integrity_monitoring: booleanAt(data, 'shieldedInstanceConfig.enableIntegrityMonitoring') ?? false,
        has_secure_boot: booleanAt(data, 'shieldedInstanceConfig.enableSecureBoot') ?? false,
        is_confidential: booleanAt(data, 'confidentialInstanceConfig.enableConfidentialCompute') ?? at(data, 'confidentialInstanceConfig.confidentialInstanceType') !== undefined,
        has_deletion_protection: booleanAt(data, 'deletionProtection') ?? false,
        blocks_project_ssh_keys: isOn(metadataAt(data, 'block-project-ssh-keys')),
        has_serial_port: isOn(metadataAt(data, 'serial-port-enable')),
        os_login: osLogin === null ? null : isOn(osLogin),
        instance_template_uid: template === null ? null : uidOf(api, template.replace(/^\//, ''), naming),
        created_by: metadataAt(data, 'created-by'),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('uses', attributes.disk_uids),
    ...relationsTo('member-of', [...attributes.network_uids, ...attributes.subnetwork_uids]),
    ...relationsTo('created-from', attributes.instance_template_uid),
  ],
});
