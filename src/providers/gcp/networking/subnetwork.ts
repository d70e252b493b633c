import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpNetworkingSubnetwork = defineGcpResource({
  id: 'gcp:networking:subnetwork',
  title: 'Subnetwork',
  plural: 'Subnetworks',
  nativeType: 'compute.googleapis.com/Subnetwork',
  api: computeApi,
  permissions: ['compute.subnetworks.list'],
  reads: 'Each subnetwork with its ranges, and whether its flows are logged.',
  source: aggregated('subnetworks', 'Subnetwork'),

  attributes: z.object({
    network_uid: z.string().nullable(),
    range: z.string().nullable(),
    secondary_ranges: z.array(z.object({ name: z.string(), range: z.string() })),
    purpose: z.string().nullable(),
    role: z.string().nullable(),
    stack_type: z.string().nullable(),
    private_google_access: z.boolean(),
    flow_logs: z.boolean(),
    flow_log_interval: z.string().nullable(),
    flow_log_sampling: z.number().nullable(),
    flow_log_metadata: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => ({
    attributes: {
      network_uid: computeLink(data, 'network', naming),
      range: textAt(data, 'ipCidrRange'),
      secondary_ranges: listAt(data, 'secondaryIpRanges').map((one) => ({ name: textAt(one, 'rangeName') ?? '', range: textAt(one, 'ipCidrRange') ?? '' })),
      purpose: textAt(data, 'purpose'),
      role: textAt(data, 'role'),
      stack_type: textAt(data, 'stackType'),
      private_google_access: booleanAt(data, 'privateIpGoogleAccess') ?? false,
      flow_logs: booleanAt(data, 'logConfig.enable') ?? booleanAt(data, 'enableFlowLogs') ?? false,
      flow_log_interval: textAt(data, 'logConfig.aggregationInterval'),
      flow_log_sampling: numberAt(data, 'logConfig.flowSampling'),
      flow_log_metadata: textAt(data, 'logConfig.metadata'),
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.network_uid),
});
