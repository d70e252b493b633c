import { expect, it } from 'vitest';
import { gcpCloudassetAsset } from './asset.ts';

it('keeps what the service says, without secrets', () => {
  const row = { assetName: '//networkservices.googleapis.com/projects/123/locations/global/meshes/m', assetType: 'networkservices.googleapis.com/Mesh', location: 'europe-west1', data: { displayName: 'Mesh', state: 'ACTIVE', privateKey: 'hunter2', template: { containers: [{ env: [{ name: 'TOKEN', value: 'hunter2' }] }] } } };
  const made = gcpCloudassetAsset.normalise(row, { account: 'shop', projectNumber: '123', region: 'global' });
  expect(made).toMatchObject({ uid: '//networkservices.googleapis.com/projects/shop/locations/global/meshes/m', name: 'Mesh', attributes: { native_type: 'networkservices.googleapis.com/Mesh', state: 'ACTIVE', data: { template: { containers: [{ env: [{ name: 'TOKEN', value: '***' }] }] } } } });
  expect(JSON.stringify(made)).not.toContain('hunter2');
});
