import { describe, expect, it } from 'vitest';
import { computeUrl, naming, reads } from '../test-gcp.ts';
import { gcpNetworkingRoute } from './route.ts';

describe('a route', () => {
  reads(gcpNetworkingRoute, { asset: { name: '//compute.googleapis.com/projects/123/global/routes/nat' }, listed: { name: 'nat', selfLink: computeUrl('global/routes/nat'), network: computeUrl('global/networks/main'), destRange: '0.0.0.0/0', priority: 800, tags: ['private'], nextHopVpnTunnel: computeUrl('regions/us-east4/vpnTunnels/hq') } }, {
    uid: '//compute.googleapis.com/projects/shop/global/routes/nat', attributes: { destination: '0.0.0.0/0', next_hop_kind: 'vpn-tunnel', network_tags: ['private'] },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }, { kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/vpnTunnels/hq' }],
  });

  it('may lead to a bare address', () => {
    expect(gcpNetworkingRoute.normalise({ data: { name: 'r', nextHopIp: '10.0.0.9' } }, naming).attributes).toMatchObject({ next_hop_kind: 'ip', next_hop: '10.0.0.9' });
  });
});
