import { z } from 'zod';
import { defineGcpResource } from '../define.ts';
import { textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpIapTunnel = defineGcpResource({
  id: 'gcp:iap:tunnel',
  title: 'IAP tunnel destinations',
  plural: 'Groups of IAP tunnel destinations',
  nativeType: 'iap.googleapis.com/TunnelDestGroup',
  api: 'iap.googleapis.com',
  permissions: ['iap.tunnelDestGroups.list'],
  reads: 'Each group of addresses that may be reached through a tunnel.',
  source: { from: 'list', lists: [listOf('iap.v1', 'projects.iap_tunnel.locations.destGroups', 'tunnelDestGroups', 'projects/{project}/iap_tunnel/locations/-/destGroups', { query: { pageSize: '1000' } })] },

  attributes: z.object({ ranges: z.array(z.string()), hosts: z.array(z.string()) }),

  normalise: ({ data }) => ({ tags: {}, attributes: { ranges: textsAt(data, 'cidrs').sort(), hosts: textsAt(data, 'fqdns').sort() } }),
});
