import { expect, it } from 'vitest';
import { azureResourcesOther } from './other.ts';

const naming = { account: 's', region: 'global' };
const row = { id: '/subscriptions/s/resourceGroups/RG/providers/Microsoft.Maps/accounts/map', name: 'map', type: 'Microsoft.Maps/accounts', location: 'West Europe', kind: 'Gen2', sku: { name: 'G2' } };

it('keeps the properties as they are told, without secrets', () => {
  const { uid, region, attributes } = azureResourcesOther.normalise({ ...row, properties: { provisioningState: 'Succeeded', size: 3, clientSecret: 'very', nested: { connectionString: 'secret', name: 'x' } } }, naming);
  expect([uid, region]).toEqual([row.id.toLowerCase(), 'westeurope']);
  expect(attributes).toMatchObject({ native_type: 'microsoft.maps/accounts', kind: 'Gen2', sku_name: 'G2', provisioning_state: 'Succeeded', properties: { size: 3, clientSecret: '***', nested: { connectionString: '***', name: 'x' } } });
});

it('does not take what a list leaves out for what is empty', () => {
  expect(azureResourcesOther.normalise({ ...row, provisioningState: 'Failed' }, naming).attributes).toMatchObject({ properties: null, provisioning_state: 'Failed' });
});
