import { service } from './kinds-services.ts';
import type { Data, Kind, Thing } from './thing.ts';

const regional = '{p}/locations/{region}';

const nodePool = (thing: Thing): Data => ({
  name: `pool-${thing.i}`, selfLink: `https://container.googleapis.com/v1/${thing.path}`, status: 'RUNNING', initialNodeCount: 1, config: { machineType: 'e2-medium', diskSizeGb: 100, serviceAccount: 'default' }, management: { autoUpgrade: thing.chance(1) < 0.7, autoRepair: true },
});

/** What Cloud Asset knows besides. */
export const moreKinds: readonly Kind[] = [
  service('container.googleapis.com/NodePool', '{parent}', 'nodePools', 2, nodePool, { parent: 'container.googleapis.com/Cluster', place: 'region' }),
  service('monitoring.googleapis.com/UptimeCheckConfig', '{p}', 'uptimeCheckConfigs', 1, () => ({ displayName: 'Web', monitoredResource: { type: 'uptime_url', labels: { host: 'shop.example' } }, httpCheck: { path: '/', port: 443, useSsl: true }, period: '60s' })),
  service('bigqueryreservation.googleapis.com/Reservation', regional, 'reservations', 1, () => ({ slotCapacity: '100', edition: 'ENTERPRISE' })),
];

const settings = (thing: Thing): Data => ({ accessSettings: { corsSettings: { allowHttpOptions: thing.chance(1) < 0.5 } } });

/** Known to their own lists alone. */
export const moreListOnlyKinds: readonly Kind[] = [
  service('compute.googleapis.com/InterconnectLocation', '{p}/global', 'interconnectLocations', 1, (thing) => ({ name: `place-${thing.i}`, selfLink: `https://www.googleapis.com/compute/v1/${thing.path}`, city: 'Frankfurt, Germany', status: 'AVAILABLE' })),
  service('dataproc.googleapis.com/Job', '{p}/regions/{region}', 'jobs', 2, (thing) => ({ name: undefined, reference: { projectId: thing.project.id, jobId: `job-${thing.i}` }, placement: { clusterName: 'cluster-0' }, status: { state: 'DONE', stateStartTime: thing.createdAt }, pysparkJob: { args: ['hunter2'] } }), { place: 'region' }),
  service('dataproc.googleapis.com/WorkflowTemplate', '{p}/regions/{region}', 'workflowTemplates', 1, () => ({ version: 1, jobs: [{ stepId: 'a' }] }), { place: 'region' }),
  service('firestore.googleapis.com/CollectionGroupIndex', '{parent}/collectionGroups/orders', 'indexes', 2, () => ({ queryScope: 'COLLECTION', state: 'READY', fields: [{ fieldPath: 'total', order: 'ASCENDING' }] }), { parent: 'firestore.googleapis.com/Database' }),
  service('redis.googleapis.com/BackupCollection', regional, 'backupCollections', 1, (thing) => ({ cluster: `projects/${thing.project.id}/locations/${thing.region}/clusters/cluster-0` })),
  service('redis.googleapis.com/Backup', '{parent}', 'backups', 2, () => ({ state: 'ACTIVE', totalSizeBytes: '1024', backupType: 'AUTOMATED' }), { parent: 'redis.googleapis.com/BackupCollection' }),
  service('cloudtasks.googleapis.com/Task', '{parent}', 'tasks', 3, () => ({ dispatchCount: 1, httpRequest: { url: 'https://x', headers: { authorization: 'hunter2' } } }), { parent: 'cloudtasks.googleapis.com/Queue' }),
  service('logging.googleapis.com/LogExclusion', '{p}', 'exclusions', 1, (thing) => ({ name: `exclusion-${thing.i}`, filter: 'severity<INFO' })),
  service('iap.googleapis.com/Web', '{p}', 'iap_web', 0, settings),
  service('iap.googleapis.com/Appengine', '{p}/iap_web', 'appengine', 0, settings),
  service('iap.googleapis.com/Compute', '{p}/iap_web', 'compute', 0, settings),
  service('iap.googleapis.com/TunnelDestGroup', '{p}/iap_tunnel/locations/{region}', 'destGroups', 1, () => ({ cidrs: ['10.0.0.0/24'] })),
  service('iap.googleapis.com/Brand', '{p}', 'brands', 0, () => ({ applicationTitle: 'Shop', orgInternalOnly: true })),
  service('iap.googleapis.com/IdentityAwareProxyClient', '{parent}', 'identityAwareProxyClients', 1, () => ({ displayName: 'Shop' }), { parent: 'iap.googleapis.com/Brand' }),
  service('cloudbilling.googleapis.com/ProjectBillingInfo', '{p}', 'billingInfo', 0, (thing) => ({ projectId: thing.project.id, billingAccountName: 'billingAccounts/0A0A0A-1B1B1B-2C2C2C', billingEnabled: true })),
];
