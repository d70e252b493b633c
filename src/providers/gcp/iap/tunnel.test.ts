import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpIapTunnel } from './tunnel.ts';

describe('a group', () => {
  reads(gcpIapTunnel, { listed: { name: 'projects/123/iap_tunnel/locations/us-east4/destGroups/db', cidrs: ['10.0.0.0/24'], fqdns: ['db.example'] } }, { uid: '//iap.googleapis.com/projects/shop/iap_tunnel/locations/us-east4/destGroups/db', region: 'us-east4', attributes: { ranges: ['10.0.0.0/24'] }, relations: [] });
});
