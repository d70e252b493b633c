import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpInterconnectAttachment } from './attachment.ts';

describe('an attachment', () => {
  reads(gcpInterconnectAttachment, { asset: { name: '//compute.googleapis.com/projects/123/regions/us-east4/interconnectAttachments/hq' }, listed: { name: 'hq', selfLink: computeUrl('regions/us-east4/interconnectAttachments/hq'), region: computeUrl('regions/us-east4'), state: 'ACTIVE', type: 'DEDICATED', bandwidth: 'BPS_10G', vlanTag8021q: 1000, adminEnabled: true, router: computeUrl('regions/us-east4/routers/r'), interconnect: computeUrl('global/interconnects/i') } }, {
    uid: '//compute.googleapis.com/projects/shop/regions/us-east4/interconnectAttachments/hq', region: 'us-east4', attributes: { state: 'ACTIVE', bandwidth: 'BPS_10G', vlan: 1000 },
    relations: [{ kind: 'attached-to', uid: '//compute.googleapis.com/projects/shop/regions/us-east4/routers/r' }, { kind: 'attached-to', uid: '//compute.googleapis.com/projects/shop/global/interconnects/i' }],
  });
});
