import { z } from 'zod';
import { defineAzureResource, idAt, idsAt, listAt, relationsTo, textAt } from '../define.ts';
import { idsOf } from '../ids.ts';

export const azureNetworkPrivateEndpoint = defineAzureResource({
  id: 'azure:network:private-endpoint',
  title: 'Private endpoint',
  plural: 'Private endpoints',
  nativeType: 'Microsoft.Network/privateEndpoints',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Private endpoints with what they lead to and whether that accepted them.',

  attributes: z.object({
    subnet_id: z.string().nullable(),
    network_interface_ids: z.array(z.string()),
    target_ids: z.array(z.string()),
    group_ids: z.array(z.string()).describe('The part of the target: blob, sqlServer, vault, …'),
    connection_states: z.array(z.string()).describe('Approved, Pending, Rejected, Disconnected'),
    provisioning_state: z.string().nullable(),
  }),

  normalise(row) {
    const connections = [...listAt(row, 'properties.privateLinkServiceConnections'), ...listAt(row, 'properties.manualPrivateLinkServiceConnections')];
    const textsOf = (path: string): string[] => [...new Set(connections.flatMap((one) => textAt(one, path) ?? []))].sort();
    return {
      attributes: {
        subnet_id: idAt(row, 'properties.subnet.id'),
        network_interface_ids: idsAt(row, 'properties.networkInterfaces', 'id'),
        target_ids: idsOf(connections.map((one) => textAt(one, 'properties.privateLinkServiceId'))),
        group_ids: [...new Set(connections.flatMap((one) => listAt(one, 'properties.groupIds').filter((name) => typeof name === 'string')))].sort(),
        connection_states: textsOf('properties.privateLinkServiceConnectionState.status'),
        provisioning_state: textAt(row, 'properties.provisioningState'),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('member-of', attributes.subnet_id), ...relationsTo('targets', attributes.target_ids), ...relationsTo('uses', attributes.network_interface_ids)],
});
