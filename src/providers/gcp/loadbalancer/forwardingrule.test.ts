import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpLoadbalancerForwardingrule } from './forwardingrule.ts';

describe('a forwarding rule', () => {
  reads(gcpLoadbalancerForwardingrule, { asset: { name: '//compute.googleapis.com/projects/123/global/forwardingRules/web' }, listed: { name: 'web', selfLink: computeUrl('global/forwardingRules/web'), IPAddress: '35.1.2.3', IPProtocol: 'TCP', portRange: '443-443', loadBalancingScheme: 'EXTERNAL_MANAGED', target: computeUrl('global/targetHttpsProxies/web'), labels: { env: 'prod' } } }, {
    uid: '//compute.googleapis.com/projects/shop/global/forwardingRules/web', region: 'global', tags: { env: 'prod' }, attributes: { ports: ['443-443'], is_external: true, target_kind: 'targetHttpsProxies' },
    relations: [{ kind: 'routes-to', uid: '//compute.googleapis.com/projects/shop/global/targetHttpsProxies/web' }],
  });
});
