import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, idsAt, listAt, relationsTo, textAt } from '../define.ts';
import { idsOf, ownersOf } from '../ids.ts';

export const azureNetworkNetworkInterface = defineAzureResource({
  id: 'azure:network:network-interface',
  title: 'Network interface',
  plural: 'Network interfaces',
  nativeType: 'Microsoft.Network/networkInterfaces',
  apiVersion: '2023-05-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Network interfaces with their addresses, and the machine or private endpoint that they belong to.',

  attributes: z.object({
    vm_id: z.string().nullable(),
    private_endpoint_id: z.string().nullable(),
    private_link_service_id: z.string().nullable(),
    nsg_id: z.string().nullable(),
    private_ips: z.array(z.string()),
    subnet_ids: z.array(z.string()),
    public_ip_ids: z.array(z.string()),
    load_balancer_ids: z.array(z.string()).describe('Load balancers and application gateways that send to it'),
    ip_forwarding: z.boolean().nullable(),
    accelerated_networking: z.boolean().nullable(),
    mac_address: z.string().nullable(),
  }),

  normalise(row) {
    const configurations = listAt(row, 'properties.ipConfigurations');
    return {
      attributes: {
        vm_id: idAt(row, 'properties.virtualMachine.id'),
        private_endpoint_id: idAt(row, 'properties.privateEndpoint.id'),
        private_link_service_id: idAt(row, 'properties.privateLinkService.id'),
        nsg_id: idAt(row, 'properties.networkSecurityGroup.id'),
        private_ips: configurations.flatMap((one) => textAt(one, 'properties.privateIPAddress') ?? []).sort(),
        subnet_ids: idsAt(row, 'properties.ipConfigurations', 'properties.subnet.id'),
        public_ip_ids: idsAt(row, 'properties.ipConfigurations', 'properties.publicIPAddress.id'),
        load_balancer_ids: idsOf(configurations.flatMap((one) => ownersOf([...idsAt(one, 'properties.loadBalancerBackendAddressPools', 'id'), ...idsAt(one, 'properties.applicationGatewayBackendAddressPools', 'id')]))),
        ip_forwarding: booleanAt(row, 'properties.enableIPForwarding'),
        accelerated_networking: booleanAt(row, 'properties.enableAcceleratedNetworking'),
        mac_address: textAt(row, 'properties.macAddress'),
      },
    };
  },

  relations: ({ attributes }) => [
    ...relationsTo('attached-to', [attributes.vm_id, attributes.private_endpoint_id, attributes.private_link_service_id]),
    ...relationsTo('member-of', attributes.subnet_ids),
    ...relationsTo('member-of', attributes.load_balancer_ids),
    ...relationsTo('uses', attributes.nsg_id),
    ...relationsTo('uses', attributes.public_ip_ids),
  ],
});
