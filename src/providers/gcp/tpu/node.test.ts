import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpTpuNode } from './node.ts';

describe('a node', () => {
  reads(gcpTpuNode, { asset: { name: '//tpu.googleapis.com/projects/shop/locations/us-central1-a/nodes/t' }, listed: { name: 'projects/shop/locations/us-central1-a/nodes/t', id: '42', state: 'READY', acceleratorType: 'v3-8', networkConfig: { network: 'projects/shop/global/networks/main' } } }, {
    uid: '//tpu.googleapis.com/projects/shop/locations/us-central1-a/nodes/t', region: 'us-central1', attributes: { chips: 8, state: 'READY' }, relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }],
  });
});
