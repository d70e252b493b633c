import { z } from 'zod';
import { at, booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, textsAt } from '../links.ts';
import { globals } from '../sources.ts';

const traffic = z.object({ protocol: z.string(), ports: z.array(z.string()).describe('Empty: all') });
const trafficAt = (data: unknown, path: string): z.infer<typeof traffic>[] => listAt(data, path).map((one) => ({ protocol: textAt(one, 'IPProtocol') ?? 'all', ports: textsAt(one, 'ports') }));

export const gcpNetworkingFirewall = defineGcpResource({
  id: 'gcp:networking:firewall',
  title: 'Firewall rule',
  plural: 'Firewall rules',
  nativeType: 'compute.googleapis.com/Firewall',
  api: computeApi,
  permissions: ['compute.firewalls.list'],
  reads: 'Each firewall rule: from where to what it lets through or refuses, and whether that is logged.',
  source: globals('firewalls', 'Firewall'),

  attributes: z.object({
    network_uid: z.string().nullable(),
    direction: z.string(),
    priority: z.number(),
    disabled: z.boolean(),
    allowed: z.array(traffic),
    denied: z.array(traffic),
    source_ranges: z.array(z.string()),
    destination_ranges: z.array(z.string()),
    source_tags: z.array(z.string()),
    target_tags: z.array(z.string()).describe('Neither tags nor accounts: all machines of the network'),
    source_service_accounts: z.array(z.string()),
    target_service_accounts: z.array(z.string()),
    is_logged: z.boolean(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      network_uid: computeLink(data, 'network', naming),
      direction: textAt(data, 'direction') ?? 'INGRESS',
      priority: numberAt(data, 'priority') ?? 1000,
      disabled: booleanAt(data, 'disabled') ?? false,
      allowed: trafficAt(data, 'allowed'),
      denied: trafficAt(data, 'denied'),
      source_ranges: textsAt(data, 'sourceRanges').sort(),
      destination_ranges: textsAt(data, 'destinationRanges').sort(),
      source_tags: textsAt(data, 'sourceTags'),
      target_tags: textsAt(data, 'targetTags'),
      source_service_accounts: textsAt(data, 'sourceServiceAccounts'),
      target_service_accounts: textsAt(data, 'targetServiceAccounts'),
      is_logged: booleanAt(data, 'logConfig.enable') ?? at(data, 'enableLogging') === true,
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.network_uid),
});
