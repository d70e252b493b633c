import type { Data, Kind, Thing } from './thing.ts';

/** A kind of a service that names things `projects/p/locations/l/things/t`. `below`: what stands before the collection. */
export function service(assetType: string, below: string, collection: string, weight: number, own: (thing: Thing) => Data = () => ({ state: 'ACTIVE' }), rest: Partial<Kind> = {}): Kind {
  const word = collection.replace(/s$/, '').toLowerCase();
  return {
    assetType,
    weight,
    place: below.includes('{region}') ? 'region' : below.includes('{zone}') ? 'zone' : 'global',
    path: (thing) => {
      const before = below.startsWith('{parent}') ? below.replace('{parent}', thing.parent.path) : below.replace('{p}', `projects/${thing.project.id}`).replace('{region}', thing.region).replace('{zone}', thing.zone);
      return `${before}/${collection}/${word}-${thing.i}`;
    },
    data: (thing) => ({ name: thing.path, createTime: thing.createdAt, ...(thing.labels === undefined ? {} : { labels: thing.labels }), ...own(thing) }),
    ...rest,
  };
}

const regional = '{p}/locations/{region}';
const zonal = '{p}/locations/{zone}';
const publicPolicy = (thing: Thing): Data | undefined => (thing.chance(70) < 0.3 ? { version: 1, etag: 'BwX', bindings: [{ role: 'roles/viewer', members: [thing.chance(71) < 0.1 ? 'allUsers' : 'user:ann@example.com'] }] } : undefined);

function cluster(thing: Thing): Data {
  return {
    name: `cluster-${thing.i}`, selfLink: `https://container.googleapis.com/v1/${thing.path}`, status: 'RUNNING', location: thing.region, currentMasterVersion: '1.33.2-gke.100', currentNodeCount: thing.i % 3, resourceLabels: thing.labels,
    nodePools: [{ name: 'default-pool', status: 'RUNNING', initialNodeCount: 1, selfLink: `https://container.googleapis.com/v1/${thing.path}/nodePools/default-pool`, config: { machineType: 'e2-medium', diskSizeGb: 100, serviceAccount: 'default' }, management: { autoUpgrade: true, autoRepair: true } }],
    masterAuthorizedNetworksConfig: { enabled: false }, privateClusterConfig: { enablePrivateNodes: thing.chance(1) < 0.5 }, masterAuth: { clusterCaCertificate: 'LS0t' },
  };
}

const run = (thing: Thing): Data => ({ uid: thing.id, template: { serviceAccount: `sa-0@${thing.project.id}.iam.gserviceaccount.com`, scaling: { minInstanceCount: thing.i % 2, maxInstanceCount: 10 }, containers: [{ image: 'gcr.io/p/i', env: [{ name: 'PASSWORD', value: 'hunter2' }] }] }, ingress: 'INGRESS_TRAFFIC_ALL', uri: 'https://x.run.app' });

/** Services whose things say little else than that they are there. */
const plain: readonly Kind[] = [
  service('run.googleapis.com/Service', regional, 'services', 10, run, { policy: publicPolicy }),
  service('run.googleapis.com/Revision', '{parent}', 'revisions', 12, run, { parent: 'run.googleapis.com/Service', place: 'region' }),
  service('run.googleapis.com/Job', regional, 'jobs', 2),
  service('cloudfunctions.googleapis.com/Function', regional, 'functions', 6, () => ({ state: 'ACTIVE', environment: 'GEN_2', serviceConfig: { service: 'x', environmentVariables: { PASSWORD: 'hunter2' } } })),
  service('cloudbuild.googleapis.com/BuildTrigger', regional, 'triggers', 2, (thing) => ({ id: thing.id, disabled: false, resourceName: thing.path })),
  service('vpcaccess.googleapis.com/Connector', regional, 'connectors', 1, () => ({ state: 'READY', network: 'net-0' })),
  service('workflows.googleapis.com/Workflow', regional, 'workflows', 1),
  service('eventarc.googleapis.com/Trigger', regional, 'triggers', 1),
  service('apigateway.googleapis.com/Gateway', regional, 'gateways', 1),
  service('spanner.googleapis.com/Instance', '{p}', 'instances', 1, () => ({ state: 'READY', nodeCount: 1, processingUnits: 1000, config: 'projects/p/instanceConfigs/regional-europe-west1' })),
  service('spanner.googleapis.com/Database', '{parent}', 'databases', 2, () => ({ state: 'READY' }), { parent: 'spanner.googleapis.com/Instance' }),
  service('firestore.googleapis.com/Database', '{p}', 'databases', 1, () => ({ type: 'FIRESTORE_NATIVE', locationId: 'eur3' })),
  service('bigtableadmin.googleapis.com/Instance', '{p}', 'instances', 1, () => ({ state: 'READY', type: 'PRODUCTION' }), { nameHost: 'bigtable.googleapis.com' }),
  service('bigtableadmin.googleapis.com/Cluster', '{parent}', 'clusters', 1, () => ({ state: 'READY', serveNodes: 3, location: 'projects/p/locations/europe-west1-b' }), { parent: 'bigtableadmin.googleapis.com/Instance', nameHost: 'bigtable.googleapis.com' }),
  service('bigtableadmin.googleapis.com/Table', '{parent}', 'tables', 2, () => ({}), { parent: 'bigtableadmin.googleapis.com/Instance', nameHost: 'bigtable.googleapis.com' }),
  service('alloydb.googleapis.com/Cluster', regional, 'clusters', 1, () => ({ state: 'READY' })),
  service('redis.googleapis.com/Instance', regional, 'instances', 2, (thing) => ({ state: 'READY', memorySizeGb: 5, tier: 'STANDARD_HA', authEnabled: thing.chance(1) < 0.5, transitEncryptionMode: 'DISABLED' })),
  service('redis.googleapis.com/Cluster', regional, 'clusters', 1),
  service('file.googleapis.com/Instance', zonal, 'instances', 1, () => ({ state: 'READY', tier: 'BASIC_HDD', fileShares: [{ name: 'share', capacityGb: '1024' }] })),
  service('file.googleapis.com/Backup', regional, 'backups', 1, () => ({ state: 'READY', storageBytes: '123456789' })),
  service('dns.googleapis.com/Policy', '{p}', 'policies', 1, () => ({ enableLogging: false })),
  service('dataproc.googleapis.com/Cluster', '{p}/regions/{region}', 'clusters', 1, (thing) => ({ clusterName: `cluster-${thing.i}`, status: { state: 'RUNNING' } })),
  service('dataflow.googleapis.com/Job', regional, 'jobs', 1, (thing) => ({ id: thing.id, name: `job-${thing.i}`, location: thing.region, currentState: 'JOB_STATE_RUNNING', type: 'JOB_TYPE_STREAMING' })),
  service('pubsub.googleapis.com/Topic', '{p}', 'topics', 15, () => ({}), { policy: publicPolicy }),
  service('pubsub.googleapis.com/Subscription', '{p}', 'subscriptions', 20, (thing) => ({ topic: thing.chance(1) < 0.1 ? '_deleted-topic_' : (thing.other('pubsub.googleapis.com/Topic')?.path ?? ''), ackDeadlineSeconds: 10, messageRetentionDuration: '604800s', state: 'ACTIVE' })),
  service('composer.googleapis.com/Environment', regional, 'environments', 1, () => ({ state: 'RUNNING' })),
  service('iam.googleapis.com/Role', '{p}', 'roles', 2, () => ({ title: 'Own role', stage: 'GA', includedPermissions: ['compute.disks.list'] })),
  service('cloudkms.googleapis.com/KeyRing', '{p}/locations/global', 'keyRings', 1),
  service('cloudkms.googleapis.com/CryptoKey', '{parent}', 'cryptoKeys', 3, (thing) => ({ purpose: 'ENCRYPT_DECRYPT', ...(thing.chance(1) < 0.5 ? { rotationPeriod: '7776000s' } : {}), primary: { state: 'ENABLED' } }), { parent: 'cloudkms.googleapis.com/KeyRing', policy: publicPolicy }),
  service('secretmanager.googleapis.com/Secret', '{p}', 'secrets', 10, () => ({ replication: { automatic: {} } }), { policy: publicPolicy }),
  service('artifactregistry.googleapis.com/Repository', regional, 'repositories', 2, () => ({ format: 'DOCKER', sizeBytes: '987654321' })),
  service('artifactregistry.googleapis.com/DockerImage', '{parent}', 'dockerImages', 10, () => ({ imageSizeBytes: '123456' }), { parent: 'artifactregistry.googleapis.com/Repository', place: 'region' }),
  service('logging.googleapis.com/LogSink', '{p}', 'sinks', 2, (thing) => ({ name: `sink-${thing.i}`, destination: 'storage.googleapis.com/logs' })),
  service('logging.googleapis.com/LogMetric', '{p}', 'metrics', 2, (thing) => ({ name: `metric-${thing.i}`, filter: 'severity>=ERROR' })),
  service('logging.googleapis.com/LogBucket', '{p}/locations/global', 'buckets', 1, () => ({ retentionDays: 30, lifecycleState: 'ACTIVE' })),
  service('monitoring.googleapis.com/AlertPolicy', '{p}', 'alertPolicies', 2, () => ({ displayName: 'CPU', enabled: true, conditions: [] })),
  service('monitoring.googleapis.com/NotificationChannel', '{p}', 'notificationChannels', 1, () => ({ type: 'email', enabled: true })),
  service('cloudscheduler.googleapis.com/Job', regional, 'jobs', 2, () => ({ state: 'ENABLED', schedule: '0 3 * * *' })),
  service('cloudtasks.googleapis.com/Queue', regional, 'queues', 1, () => ({ state: 'RUNNING' })),
  service('apikeys.googleapis.com/Key', '{p}/locations/global', 'keys', 1, () => ({ displayName: 'Browser key', restrictions: {} })),
  service('aiplatform.googleapis.com/Endpoint', regional, 'endpoints', 1, () => ({ deployedModels: [] })),
  service('notebooks.googleapis.com/Instance', zonal, 'instances', 1, () => ({ state: 'ACTIVE' })),
  service('tpu.googleapis.com/Node', zonal, 'nodes', 1, () => ({ state: 'READY' })),
  service('serviceusage.googleapis.com/Service', '{p}', 'services', 0, () => ({ state: 'ENABLED' })),
  service('networkservices.googleapis.com/Mesh', '{p}/locations/global', 'meshes', 1),
  service('osconfig.googleapis.com/PatchDeployment', '{p}', 'patchDeployments', 1),
];

export const serviceKinds: readonly Kind[] = [...plain, service('container.googleapis.com/Cluster', regional, 'clusters', 2, cluster)];
