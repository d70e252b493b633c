import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { computeApi, computeLink, computeLinks } from '../links.ts';
import { aggregated } from '../sources.ts';

export const gcpComputeInstanceGroup = defineGcpResource({
  id: 'gcp:compute:instance-group',
  title: 'Managed instance group',
  plural: 'Managed instance groups',
  nativeType: 'compute.googleapis.com/InstanceGroupManager',
  api: computeApi,
  permissions: ['compute.instanceGroupManagers.list'],
  reads: 'Each managed group with its size, its template and how it keeps its machines healthy.',
  source: aggregated('instanceGroupManagers', 'InstanceGroupManager'),

  attributes: z.object({
    target_size: z.number().nullable(),
    base_instance_name: z.string().nullable(),
    instance_group_uid: z.string().nullable(),
    template_uids: z.array(z.string()),
    health_check_uids: z.array(z.string()).describe('Of autohealing'),
    target_pool_uids: z.array(z.string()),
    update_type: z.string().nullable(),
    is_stable: z.boolean().nullable(),
    is_regional: z.boolean(),
    autoscaler_uid: z.string().nullable(),
  }),

  normalise: ({ data }, naming) => {
    const versions = listAt(data, 'versions').flatMap((version) => computeLink(version, 'instanceTemplate', naming) ?? []);
    const template = computeLink(data, 'instanceTemplate', naming);
    return {
      attributes: {
        target_size: numberAt(data, 'targetSize'),
        base_instance_name: textAt(data, 'baseInstanceName'),
        instance_group_uid: computeLink(data, 'instanceGroup', naming),
        template_uids: [...new Set([...(template === null ? [] : [template]), ...versions])],
        health_check_uids: listAt(data, 'autoHealingPolicies').flatMap((policy) => computeLink(policy, 'healthCheck', naming) ?? []),
        target_pool_uids: computeLinks(data, 'targetPools', naming),
        update_type: textAt(data, 'updatePolicy.type'),
        is_stable: booleanAt(data, 'status.isStable'),
        is_regional: textAt(data, 'region') !== null,
        autoscaler_uid: computeLink(data, 'status.autoscaler', naming),
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('created-from', attributes.template_uids), ...relationsTo('uses', [...attributes.health_check_uids, attributes.autoscaler_uid]), ...relationsTo('member-of', attributes.target_pool_uids), ...relationsTo('targets', attributes.instance_group_uid)],
});
