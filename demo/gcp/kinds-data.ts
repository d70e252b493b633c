import type { Data, Kind, Thing } from './thing.ts';

const shared = (thing: Thing): Data => (thing.labels === undefined ? {} : { labels: thing.labels });

const bucketName = (thing: Thing): string => `${thing.project.id}-bucket-${thing.i}`;
const emailOf = (thing: Thing): string => (thing.i === 0 ? `${thing.project.number}-compute@developer.gserviceaccount.com` : `sa-${thing.i - 1}@${thing.project.id}.iam.gserviceaccount.com`);
const datasetOf = (thing: Thing): string => `dataset_${thing.i}`;
const ms = (text: string): string => String(Date.parse(text));

const bucket: Kind = {
  assetType: 'storage.googleapis.com/Bucket',
  weight: 60,
  place: 'region',
  path: bucketName,
  data: (thing) => ({
    kind: 'storage#bucket', id: bucketName(thing), name: bucketName(thing), selfLink: `https://www.googleapis.com/storage/v1/b/${bucketName(thing)}`, projectNumber: thing.project.number,
    timeCreated: thing.createdAt, location: thing.region.toUpperCase(), locationType: 'region', storageClass: thing.pick(1, ['STANDARD', 'NEARLINE', 'COLDLINE']), ...shared(thing),
    iamConfiguration: { uniformBucketLevelAccess: { enabled: thing.chance(2) < 0.7 }, publicAccessPrevention: thing.chance(3) < 0.5 ? 'enforced' : 'inherited' },
    acl: thing.chance(4) < 0.1 ? [{ entity: 'allUsers', role: 'READER' }] : [{ entity: 'project-owners-1', role: 'OWNER' }],
    ...(thing.chance(5) < 0.4 ? { versioning: { enabled: true } } : {}), ...(thing.chance(6) < 0.3 ? { lifecycle: { rule: [{ action: { type: 'Delete' }, condition: { age: 30 } }] } } : {}),
    softDeletePolicy: { retentionDurationSeconds: '604800' },
  }),
  policy: (thing) => (thing.chance(70) < 0.4 ? { version: 1, etag: 'CAE=', bindings: [{ role: 'roles/storage.objectViewer', members: [thing.chance(71) < 0.15 ? 'allUsers' : 'group:web@example.com'] }] } : undefined),
};

const sql: Kind = {
  assetType: 'sqladmin.googleapis.com/Instance',
  nameHost: 'cloudsql.googleapis.com',
  weight: 6,
  place: 'region',
  path: (thing) => `projects/${thing.project.id}/instances/sql-${thing.i}`,
  data: (thing) => ({
    kind: 'sql#instance', name: `sql-${thing.i}`, project: thing.project.id, region: thing.region, gceZone: thing.zone, state: 'RUNNABLE', databaseVersion: thing.pick(1, ['POSTGRES_16', 'MYSQL_8_0', 'SQLSERVER_2022_STANDARD']), createTime: thing.createdAt, selfLink: `https://sqladmin.googleapis.com/v1/projects/${thing.project.id}/instances/sql-${thing.i}`,
    ipAddresses: thing.chance(2) < 0.5 ? [{ type: 'PRIMARY', ipAddress: '34.9.0.1' }] : [{ type: 'PRIVATE', ipAddress: '10.9.0.1' }],
    settings: { tier: 'db-custom-2-7680', activationPolicy: thing.chance(3) < 0.8 ? 'ALWAYS' : 'NEVER', availabilityType: 'ZONAL', dataDiskType: 'PD_SSD', dataDiskSizeGb: String(10 + thing.i), userLabels: thing.labels ?? {}, backupConfiguration: { enabled: thing.chance(4) < 0.8 }, ipConfiguration: { sslMode: 'ALLOW_UNENCRYPTED_AND_ENCRYPTED', authorizedNetworks: thing.chance(5) < 0.2 ? [{ value: '0.0.0.0/0' }] : [] }, databaseFlags: [{ name: 'log_connections', value: thing.chance(6) < 0.5 ? 'on' : 'off' }], deletionProtectionEnabled: false },
  }),
};

const account: Kind = {
  assetType: 'iam.googleapis.com/ServiceAccount',
  weight: 12,
  place: 'global',
  path: (thing) => `projects/${thing.project.id}/serviceAccounts/${emailOf(thing)}`,
  assetPath: (thing) => `projects/${thing.project.id}/serviceAccounts/${thing.id}`,
  data: (thing) => ({ name: thing.path, projectId: thing.project.id, uniqueId: thing.id, email: emailOf(thing), displayName: thing.i === 0 ? 'Compute Engine default service account' : `Service ${thing.i}`, etag: 'MDEwMjE5MjA=', oauth2ClientId: thing.id, ...(thing.chance(1) < 0.1 ? { disabled: true } : {}) }),
  policy: (thing) => (thing.chance(70) < 0.1 ? { version: 1, bindings: [{ role: 'roles/iam.serviceAccountTokenCreator', members: ['user:ann@example.com'] }] } : undefined),
};

/** Every fourth is one that Google keeps for itself. */
const key: Kind = {
  assetType: 'iam.googleapis.com/ServiceAccountKey',
  weight: 10,
  place: 'global',
  parent: 'iam.googleapis.com/ServiceAccount',
  path: (thing) => `${thing.parent.path}/keys/key${thing.id}`,
  assetPath: (thing) => `projects/${thing.project.id}/serviceAccounts/${thing.parent.id}/keys/key${thing.id}`,
  data: (thing) => ({ name: thing.path, keyAlgorithm: 'KEY_ALG_RSA_2048', keyOrigin: 'GOOGLE_PROVIDED', keyType: thing.i % 4 === 3 ? 'SYSTEM_MANAGED' : 'USER_MANAGED', validAfterTime: thing.createdAt, validBeforeTime: thing.i % 4 === 3 ? thing.ago(-10) : '9999-12-31T23:59:59Z', ...(thing.chance(1) < 0.1 ? { disabled: true } : {}) }),
};

const zone: Kind = {
  assetType: 'dns.googleapis.com/ManagedZone',
  weight: 2,
  place: 'global',
  path: (thing) => `projects/${thing.project.id}/managedZones/zone-${thing.i}`,
  assetPath: (thing) => `projects/${thing.project.number}/managedZones/${thing.id}`,
  data: (thing) => ({ kind: 'dns#managedZone', id: thing.id, name: `zone-${thing.i}`, dnsName: `zone${thing.i}.example.com.`, creationTime: thing.createdAt, nameServers: ['ns-cloud-a1.googledomains.com.'], visibility: thing.chance(1) < 0.8 ? 'public' : 'private', dnssecConfig: { state: thing.chance(2) < 0.5 ? 'on' : 'off', defaultKeySpecs: [{ algorithm: 'rsasha256', keyType: 'zoneSigning' }] }, ...shared(thing) }),
};

const record: Kind = {
  assetType: 'dns.googleapis.com/ResourceRecordSet',
  weight: 25,
  place: 'global',
  parent: 'dns.googleapis.com/ManagedZone',
  path: (thing) => `${thing.parent.path}/rrsets/host${thing.i}.zone${thing.parent.i}.example.com./A`,
  assetPath: (thing) => `projects/${thing.project.number}/managedZones/${thing.parent.id}/rrsets/host${thing.i}.zone${thing.parent.i}.example.com./A`,
  data: (thing) => ({ kind: 'dns#resourceRecordSet', name: `host${thing.i}.zone${thing.parent.i}.example.com.`, type: 'A', ttl: 300, rrdatas: [`35.2.0.${thing.i % 250}`] }),
};

const dataset: Kind = {
  assetType: 'bigquery.googleapis.com/Dataset',
  weight: 4,
  place: 'region',
  path: (thing) => `projects/${thing.project.id}/datasets/${datasetOf(thing)}`,
  data: (thing) => ({ kind: 'bigquery#dataset', id: `${thing.project.id}:${datasetOf(thing)}`, datasetReference: { projectId: thing.project.id, datasetId: datasetOf(thing) }, location: thing.region, creationTime: ms(thing.createdAt), lastModifiedTime: ms(thing.ago(1)), access: [{ role: 'OWNER', specialGroup: 'projectOwners' }, ...(thing.chance(1) < 0.1 ? [{ role: 'READER', specialGroup: 'allAuthenticatedUsers' }] : [])], ...shared(thing) }),
  listed: ({ kind, id, datasetReference, location, labels }) => ({ kind, id, datasetReference, location, ...(labels === undefined ? {} : { labels }) }),
};

const table: Kind = {
  assetType: 'bigquery.googleapis.com/Table',
  weight: 40,
  place: 'region',
  parent: 'bigquery.googleapis.com/Dataset',
  path: (thing) => `${thing.parent.path}/tables/table_${thing.i}`,
  data: (thing) => ({ kind: 'bigquery#table', id: `${thing.project.id}:${datasetOf(thing.parent)}.table_${thing.i}`, tableReference: { projectId: thing.project.id, datasetId: datasetOf(thing.parent), tableId: `table_${thing.i}` }, type: thing.chance(1) < 0.9 ? 'TABLE' : 'VIEW', location: thing.parent.region, creationTime: ms(thing.createdAt), lastModifiedTime: ms(thing.ago(3)), numBytes: String(Math.floor(thing.chance(2) * 1e12)), numLongTermBytes: '0', numRows: String(thing.i * 1000), ...shared(thing) }),
  listed: ({ kind, id, tableReference, type, creationTime, labels }) => ({ kind, id, tableReference, type, creationTime, ...(labels === undefined ? {} : { labels }) }),
};

const project: Kind = {
  assetType: 'cloudresourcemanager.googleapis.com/Project',
  weight: 0,
  place: 'global',
  path: (thing) => `projects/${thing.project.number}`,
  data: (thing) => ({ projectNumber: thing.project.number, projectId: thing.project.id, name: `Project ${thing.project.index + 1}`, lifecycleState: 'ACTIVE', createTime: thing.createdAt, parent: { type: 'organization', id: '1000001' }, labels: { env: 'prod' } }),
  listed: (data, thing) => ({ name: `projects/${thing.project.number}`, projectId: thing.project.id, displayName: data['name'], state: 'ACTIVE', createTime: data['createTime'], parent: 'organizations/1000001', labels: { env: 'prod' } }),
  policy: (thing) => ({ version: 1, etag: 'BwX', bindings: [{ role: 'roles/owner', members: ['user:ann@example.com'] }, { role: 'roles/viewer', members: ['group:all@example.com', `serviceAccount:sa-0@${thing.project.id}.iam.gserviceaccount.com`] }], auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'ADMIN_READ' }] }] }),
};

/** Not known to Cloud Asset: its own list alone tells. */
const build: Kind = {
  assetType: 'cloudbuild.googleapis.com/Build',
  weight: 8,
  place: 'global',
  path: (thing) => `projects/${thing.project.number}/locations/global/builds/build-${thing.i}`,
  data: (thing) => ({ name: thing.path, id: `build-${thing.i}`, projectId: thing.project.id, status: thing.pick(1, ['SUCCESS', 'FAILURE']), createTime: thing.createdAt, startTime: thing.createdAt, finishTime: thing.createdAt, images: ['gcr.io/p/app:1'], tags: ['trigger'], substitutions: { _PASSWORD: 'hunter2' }, serviceAccount: `projects/${thing.project.id}/serviceAccounts/sa-0@${thing.project.id}.iam.gserviceaccount.com`, logsBucket: 'gs://logs' }),
};

export const dataKinds: readonly Kind[] = [bucket, sql, account, key, zone, record, dataset, table, project];
export const listOnlyKinds: readonly Kind[] = [build];
