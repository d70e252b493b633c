import { z } from 'zod';
import { at, booleanAt, defineGcpResource, labelsOf, listAt, relationsTo, textAt } from '../define.ts';
import { isOn, metadataAt } from '../instance-metadata.ts';
import { computeApi, computeLink, endAt, serviceAccountAt, textsAt } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpComputeInstanceTemplate = defineGcpResource({
  id: 'gcp:compute:instance-template',
  title: 'Instance template',
  plural: 'Instance templates',
  nativeType: 'compute.googleapis.com/InstanceTemplate',
  api: computeApi,
  permissions: ['compute.instanceTemplates.list'],
  reads: 'Each template: what kind of machine it makes, from which images and as whom; of its metadata only the switches.',
  source: aggregated('instanceTemplates', 'InstanceTemplate'),

  attributes: z.object({
    machine_type: z.string().nullable(),
    image_uids: z.array(z.string()),
    network_uids: z.array(z.string()),
    subnetwork_uids: z.array(z.string()),
    service_account_uids: z.array(z.string()),
    scopes: z.array(z.string()),
    network_tags: z.array(z.string()),
    has_external_ip: z.boolean(),
    can_ip_forward: z.boolean(),
    is_spot: z.boolean(),
    has_secure_boot: z.boolean(),
    blocks_project_ssh_keys: z.boolean(),
  }),

  normalise: ({ data }, naming) => {
    const properties = at(data, 'properties');
    const interfaces = listAt(properties, 'networkInterfaces');
    const links = (items: unknown[], path: string): string[] => [...new Set(items.flatMap((item) => computeLink(item, path, naming) ?? []))];
    const accounts = listAt(properties, 'serviceAccounts');
    return {
      tags: labelsOf(at(properties, 'labels')),
      attributes: {
        machine_type: endAt(properties, 'machineType'),
        image_uids: links(listAt(properties, 'disks'), 'initializeParams.sourceImage'),
        network_uids: links(interfaces, 'network'),
        subnetwork_uids: links(interfaces, 'subnetwork'),
        service_account_uids: accounts.flatMap((account) => serviceAccountAt(account, 'email', naming) ?? []),
        scopes: accounts.flatMap((account) => textsAt(account, 'scopes')),
        network_tags: textsAt(properties, 'tags.items'),
        has_external_ip: interfaces.some((one) => listAt(one, 'accessConfigs').length > 0),
        can_ip_forward: booleanAt(properties, 'canIpForward') ?? false,
        is_spot: textAt(properties, 'scheduling.provisioningModel') === 'SPOT' || booleanAt(properties, 'scheduling.preemptible') === true,
        has_secure_boot: booleanAt(properties, 'shieldedInstanceConfig.enableSecureBoot') ?? false,
        blocks_project_ssh_keys: isOn(metadataAt((properties ?? {}) as Record<string, unknown>, 'block-project-ssh-keys')),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('created-from', attributes.image_uids), ...relationsTo('member-of', [...attributes.network_uids, ...attributes.subnetwork_uids]), ...relationsTo('assumes', attributes.service_account_uids)],
});
