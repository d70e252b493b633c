import { expect, it } from 'vitest';
import { gcpNetworkingNetwork } from './network.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const made = (data: Record<string, unknown>) => gcpNetworkingNetwork.normalise({ data: { name: 'default', selfLink: 'https://www.googleapis.com/compute/v1/projects/shop/global/networks/default', ...data } }, naming);

it.each([
  [{ autoCreateSubnetworks: true }, 'auto'],
  [{ autoCreateSubnetworks: false }, 'custom'],
  [{ IPv4Range: '10.240.0.0/16' }, 'legacy'],
])('tells the mode of %j', (data, mode) => {
  expect(made(data)).toMatchObject({ uid: '//compute.googleapis.com/projects/shop/global/networks/default', region: 'global', attributes: { mode, is_default: true, peering_count: 0 } });
});
