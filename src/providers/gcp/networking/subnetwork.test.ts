import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpNetworkingSubnetwork } from './subnetwork.ts';

describe('a subnetwork', () => {
  reads(gcpNetworkingSubnetwork, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/subnetworks/a' }, listed: { name: 'a', selfLink: computeUrl('regions/us-east4/subnetworks/a'), region: computeUrl('regions/us-east4'), network: computeUrl('global/networks/main'), ipCidrRange: '10.0.0.0/20', privateIpGoogleAccess: true, logConfig: { enable: true, flowSampling: 0.5, aggregationInterval: 'INTERVAL_5_SEC' }, secondaryIpRanges: [{ rangeName: 'pods', ipCidrRange: '10.8.0.0/16' }] } }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/subnetworks/a', region: 'us-east4',
    attributes: { range: '10.0.0.0/20', flow_logs: true, flow_log_sampling: 0.5, private_google_access: true, secondary_ranges: [{ name: 'pods', range: '10.8.0.0/16' }] },
    relations: [{ kind: 'member-of', uid: '//compute.googleapis.com/projects/shop/global/networks/main' }],
  });
});
