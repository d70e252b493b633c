import { expect, it } from 'vitest';
import { aRow, idOf, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkExpressRouteCircuit } from './express-route-circuit.ts';

const connection = 'Microsoft.Network/expressRouteGateways/expressRouteConnections';
const row = aRow('Microsoft.Network/expressRouteCircuits', 'DC', {
  sku: { name: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData' },
  properties: {
    serviceKey: 'hunter2', serviceProviderProperties: { serviceProviderName: 'Equinix', peeringLocation: 'Amsterdam', bandwidthInMbps: 200 }, serviceProviderProvisioningState: 'Provisioned', circuitProvisioningState: 'Enabled',
    peerings: [{ properties: { peeringType: 'AzurePrivatePeering', connections: [], expressRouteConnection: { id: idOf(connection, 'Hub/DC') } } }],
  },
});

readsAs(azureNetworkExpressRouteCircuit, row, {
  attributes: {
    sku: 'Standard_MeteredData', tier: 'Standard', family: 'MeteredData', provider: 'Equinix', peering_location: 'Amsterdam', bandwidth_mbps: 200, provider_state: 'Provisioned', circuit_state: 'Enabled', peerings: 1,
    connection_ids: [uidOf(connection, 'Hub/DC')],
  },
  relations: [`attached-to ${uidOf(connection, 'Hub/DC')}`],
});

it('keeps no service key', () => {
  expect(JSON.stringify(normalised(azureNetworkExpressRouteCircuit, row))).not.toContain('hunter2');
});
