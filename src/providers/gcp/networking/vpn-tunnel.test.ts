import { describe, expect, it } from 'vitest';
import { computeUrl, naming, reads } from '../test-gcp.ts';
import { gcpNetworkingVpnTunnel } from './vpn-tunnel.ts';

const listed = { id: '77', name: 'hq', selfLink: computeUrl('regions/us-east4/vpnTunnels/hq'), region: computeUrl('regions/us-east4'), status: 'ESTABLISHED', peerIp: '203.0.113.9', ikeVersion: 2, vpnGateway: computeUrl('regions/us-east4/vpnGateways/gw'), router: computeUrl('regions/us-east4/routers/r'), sharedSecret: 'hunter2', sharedSecretHash: 'hunter2' };

describe('a tunnel', () => {
  reads(gcpNetworkingVpnTunnel, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/vpnTunnels/hq' }, listed }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/vpnTunnels/hq', region: 'us-east4', attributes: { tunnel_id: '77', status: 'ESTABLISHED', ike_version: '2' },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/vpnGateways/gw' }, { kind: 'uses', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/routers/r' }],
  });

  it('keeps its secret to itself', () => {
    expect(JSON.stringify(gcpNetworkingVpnTunnel.normalise({ data: listed }, naming))).not.toContain('hunter2');
  });
});
