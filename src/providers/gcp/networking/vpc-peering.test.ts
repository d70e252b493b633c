import { expect, it } from 'vitest';
import { gcpNetworkingVpcPeering } from './vpc-peering.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const network = 'projects/shop/global/networks/default';
const peering = { name: 'to-hub', network: 'https://www.googleapis.com/compute/v1/projects/hub/global/networks/hub', state: 'ACTIVE', exchangeSubnetRoutes: true };

it.each([
  ['an asset', { assetName: `//compute.googleapis.com/${network}`, data: { peerings: [peering] } }],
  ['a list', { data: { selfLink: `https://www.googleapis.com/compute/v1/${network}`, peerings: [peering] } }],
])('is found inside the network of %s', (_, parent) => {
  const { source } = gcpNetworkingVpcPeering;
  const rows = source.from === 'body' ? source.rows(parent) : [];
  const made = rows.map((row) => gcpNetworkingVpcPeering.normalise(row, naming));
  expect(made).toMatchObject([{ uid: `//compute.googleapis.com/${network}/peerings/to-hub`, name: 'to-hub', attributes: { peer_project: 'hub', state: 'ACTIVE', exchanges_subnet_routes: true, imports_custom_routes: false } }]);
});

it('is none in a network without', () => {
  const { source } = gcpNetworkingVpcPeering;
  expect(source.from === 'body' && source.rows({ data: {} })).toEqual([]);
});
