import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpNetworkingFirewall } from './firewall.ts';

describe('a firewall rule', () => {
  reads(gcpNetworkingFirewall, { asset: { name: '//compute.googleapis.com/projects/123/global/firewalls/ssh' }, listed: { name: 'ssh', selfLink: computeUrl('global/firewalls/ssh'), network: computeUrl('global/networks/main'), direction: 'INGRESS', priority: 900, sourceRanges: ['0.0.0.0/0'], allowed: [{ IPProtocol: 'tcp', ports: ['22'] }, { IPProtocol: 'icmp' }], targetTags: ['bastion'], logConfig: { enable: false } } }, {
    uid: '//compute.googleapis.com/projects/shop/global/firewalls/ssh', region: 'global',
    attributes: { direction: 'INGRESS', priority: 900, allowed: [{ protocol: 'tcp', ports: ['22'] }, { protocol: 'icmp', ports: [] }], source_ranges: ['0.0.0.0/0'], target_tags: ['bastion'], is_logged: false, disabled: false },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }],
  });
});
