import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpDataprocCluster } from './cluster.ts';

describe('a cluster', () => {
  reads(gcpDataprocCluster, { asset: { name: '//dataproc.googleapis.com/projects/shop/regions/us-east4/clusters/etl' }, listed: { clusterName: 'etl', projectId: 'shop', labels: { 'goog-dataproc-location': 'us-east4' }, status: { state: 'RUNNING', stateStartTime: '2026-01-01T00:00:00Z' }, config: { configBucket: 'staging', gceClusterConfig: { zoneUri: computeUrl('zones/us-east4-a'), networkUri: computeUrl('global/networks/main') }, masterConfig: { numInstances: 1, machineTypeUri: 'n2-standard-4' }, workerConfig: { numInstances: 2, machineTypeUri: computeUrl('zones/us-east4-a/machineTypes/n2-standard-4') } } } }, {
    uid: '//dataproc.googleapis.com/projects/shop/regions/us-east4/clusters/etl', name: 'etl', region: 'us-east4', attributes: { state: 'RUNNING', worker_count: 2, worker_machine_type: 'n2-standard-4' },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }, { kind: 'uses', uid: '//storage.googleapis.com/staging' }],
  });
});
