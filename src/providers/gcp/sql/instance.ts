import { z } from 'zod';
import { booleanAt, defineGcpResource, linkAt, listAt, numberAt, relationsTo, textAt, uidOf } from '../define.ts';

/** As Cloud Asset names it; its interface is called sqladmin. */
const nameHost = 'cloudsql.googleapis.com';

export const gcpSqlInstance = defineGcpResource({
  id: 'gcp:sql:instance',
  title: 'Cloud SQL instance',
  plural: 'Cloud SQL instances',
  nativeType: 'sqladmin.googleapis.com/Instance',
  api: 'sqladmin.googleapis.com',
  permissions: ['cloudsql.instances.list'],
  reads: 'Each database instance with its version, size, state, addresses, backups and flags; never what is in it.',
  source: {
    from: 'asset',
    assetTypes: ['sqladmin.googleapis.com/Instance'],
    lists: [{ method: 'sqladmin.v1.instances.list', host: 'sqladmin.googleapis.com', path: 'v1/projects/{project}/instances', query: { maxResults: '500' }, items: 'items' }],
  },

  attributes: z.object({
    database_version: z.string(),
    tier: z.string().nullable(),
    edition: z.string().nullable(),
    state: z.string(),
    activation_policy: z.string().nullable().describe('ALWAYS, or NEVER where it is stopped'),
    availability: z.string().nullable().describe('ZONAL or REGIONAL'),
    disk_type: z.string().nullable(),
    disk_size_gib: z.number().nullable(),
    public_ips: z.array(z.string()),
    private_network_uid: z.string().nullable(),
    authorized_networks: z.array(z.string()),
    ssl_mode: z.string().nullable(),
    requires_ssl: z.boolean(),
    backups: z.boolean(),
    point_in_time_recovery: z.boolean(),
    deletion_protection: z.boolean(),
    database_flags: z.record(z.string(), z.string()),
    kms_key: z.string().nullable(),
    primary: z.string().nullable().describe('Of a replica: the instance it follows'),
    replicas: z.array(z.string()),
  }),

  normalise: ({ data }, naming) => {
    const settings = (path: string): string | null => textAt(data, `settings.${path}`);
    const mode = settings('ipConfiguration.sslMode');
    const key = textAt(data, 'diskEncryptionConfiguration.kmsKeyName');
    return {
      uid: `//${nameHost}/projects/${naming.account}/instances/${textAt(data, 'name') ?? ''}`,
      tags: Object.fromEntries(Object.entries((data['settings'] as { userLabels?: Record<string, unknown> } | undefined)?.userLabels ?? {}).map(([name, value]) => [name, String(value ?? '')])),
      attributes: {
        database_version: textAt(data, 'databaseVersion') ?? '',
        tier: settings('tier'),
        edition: settings('edition'),
        state: textAt(data, 'state') ?? 'UNKNOWN',
        activation_policy: settings('activationPolicy'),
        availability: settings('availabilityType'),
        disk_type: settings('dataDiskType'),
        disk_size_gib: numberAt(data, 'settings.dataDiskSizeGb'),
        public_ips: listAt(data, 'ipAddresses').flatMap((one) => (textAt(one, 'type') === 'PRIMARY' ? (textAt(one, 'ipAddress') ?? []) : [])),
        private_network_uid: linkAt(data, 'settings.ipConfiguration.privateNetwork', 'compute.googleapis.com', naming),
        authorized_networks: listAt(data, 'settings.ipConfiguration.authorizedNetworks').flatMap((one) => textAt(one, 'value') ?? []),
        ssl_mode: mode,
        requires_ssl: mode === null ? (booleanAt(data, 'settings.ipConfiguration.requireSsl') ?? false) : mode !== 'ALLOW_UNENCRYPTED_AND_ENCRYPTED' && mode !== 'SSL_MODE_UNSPECIFIED',
        backups: booleanAt(data, 'settings.backupConfiguration.enabled') ?? false,
        point_in_time_recovery: booleanAt(data, 'settings.backupConfiguration.pointInTimeRecoveryEnabled') ?? booleanAt(data, 'settings.backupConfiguration.binaryLogEnabled') ?? false,
        deletion_protection: booleanAt(data, 'settings.deletionProtectionEnabled') ?? false,
        database_flags: Object.fromEntries(listAt(data, 'settings.databaseFlags').flatMap((flag) => (textAt(flag, 'name') === null ? [] : [[textAt(flag, 'name') ?? '', textAt(flag, 'value') ?? '']]))),
        kms_key: key === null ? null : uidOf('cloudkms.googleapis.com', key, naming),
        primary: textAt(data, 'masterInstanceName')?.split(':').at(-1) ?? null,
        replicas: listAt(data, 'replicaNames').map(String),
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', attributes.private_network_uid),
    ...relationsTo('encrypted-by', attributes.kms_key),
    ...relationsTo('replica-of', attributes.primary === null ? null : uid.replace(/[^/]+$/, attributes.primary)),
  ],
});
