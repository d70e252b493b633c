import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpNetworkingRouter } from './router.ts';

describe('a router', () => {
  reads(gcpNetworkingRouter, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/routers/r' }, listed: { id: '55', name: 'r', selfLink: computeUrl('regions/us-east4/routers/r'), region: computeUrl('regions/us-east4'), network: computeUrl('global/networks/main'), bgp: { asn: 64512 }, interfaces: [{ linkedVpnTunnel: computeUrl('regions/us-east4/vpnTunnels/hq') }], bgpPeers: [{ name: 'p', peerIpAddress: '169.254.0.2', peerAsn: 65001, md5AuthenticationKeyName: 'k' }], nats: [{ name: 'nat', natIpAllocateOption: 'MANUAL_ONLY', natIps: [computeUrl('regions/us-east4/addresses/out')], sourceSubnetworkIpRangesToNat: 'ALL_SUBNETWORKS_ALL_IP_RANGES', logConfig: { enable: true } }] } }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/routers/r', region: 'us-east4', attributes: { router_id: '55', asn: 64512, nats: [{ name: 'nat', is_logged: true, address_uids: ['//compute.googleapis.com/projects/shop/regions/us-east4/addresses/out'] }] },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/addresses/out' }, { kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/vpnTunnels/hq' }],
  });
});
