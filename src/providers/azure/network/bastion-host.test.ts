import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureNetworkBastionHost } from './bastion-host.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';
const publicIp = 'Microsoft.Network/publicIPAddresses';

readsAs(azureNetworkBastionHost, aRow('Microsoft.Network/bastionHosts', 'Jump', {
  sku: { name: 'Standard' },
  properties: {
    scaleUnits: 2, dnsName: 'bst-1.bastion.azure.com', disableCopyPaste: false, enableFileCopy: true, enableIpConnect: false, enableTunneling: true, enableShareableLink: false,
    ipConfigurations: [{ properties: { subnet: { id: idOf(subnet, 'Main/AzureBastionSubnet') }, publicIPAddress: { id: idOf(publicIp, 'Jump-IP') } } }],
  },
}), {
  attributes: {
    sku: 'Standard', scale_units: 2, dns_name: 'bst-1.bastion.azure.com', copy_paste: true, file_copy: true, ip_connect: false, tunneling: true, shareable_links: false, subnet_ids: [uidOf(subnet, 'Main/AzureBastionSubnet')],
    public_ip_ids: [uidOf(publicIp, 'Jump-IP')],
  },
  relations: [`member-of ${uidOf(subnet, 'Main/AzureBastionSubnet')}`, `uses ${uidOf(publicIp, 'Jump-IP')}`],
});
