import { z } from 'zod';
import { defineGcpResource, listAt, relationsTo, textAt, uidOf } from '../define.ts';

export const gcpIamIamPolicy = defineGcpResource({
  id: 'gcp:iam:iam-policy',
  title: 'IAM policy',
  plural: 'IAM policies',
  nativeType: 'cloudasset.googleapis.com/IamPolicy',
  api: 'cloudresourcemanager.googleapis.com',
  permissions: ['cloudasset.assets.listIamPolicy', 'resourcemanager.projects.getIamPolicy'],
  reads: 'The policy of each thing in the project that has one of its own: who has which role, and under which condition.',
  source: {
    from: 'policy',
    assetTypes: [],
    lists: [{ method: 'cloudresourcemanager.v3.projects.getIamPolicy', host: 'cloudresourcemanager.googleapis.com', path: 'v3/projects/{project}:getIamPolicy', items: '', isPost: true }],
    lacks: "Cloud Asset did not answer, so only the project's own policy was read, and not those of the things in it.",
  },

  attributes: z.object({
    resource_uid: z.string(),
    resource_type: z.string(),
    bindings: z.array(z.object({ role: z.string(), members: z.array(z.string()), condition: z.string().nullable() })),
    has_public_member: z.boolean().describe('allUsers or allAuthenticatedUsers'),
    audit_configs: z.array(z.object({ service: z.string(), log_types: z.array(z.string()) })),
  }),

  normalise: ({ assetName, assetType, iamPolicy }, naming) => {
    const resource = uidOf('cloudresourcemanager.googleapis.com', assetName ?? `projects/${naming.account}`, naming);
    const bindings = listAt(iamPolicy, 'bindings').map((binding) => ({ role: textAt(binding, 'role') ?? '', members: listAt(binding, 'members').map(String).sort(), condition: textAt(binding, 'condition.expression') }));
    return {
      uid: `${resource}/iamPolicy`,
      name: resource.split('/').at(-1) ?? resource,
      attributes: {
        resource_uid: resource,
        resource_type: assetName === undefined ? 'cloudresourcemanager.googleapis.com/Project' : (assetType ?? ''),
        bindings: bindings.sort((a, b) => compared(a.role, b.role) || compared(a.condition ?? '', b.condition ?? '')),
        has_public_member: bindings.some(({ members }) => members.some((member) => /^all(Authenticated)?Users$/.test(member))),
        audit_configs: listAt(iamPolicy, 'auditConfigs').map((config) => ({ service: textAt(config, 'service') ?? '', log_types: listAt(config, 'auditLogConfigs').flatMap((one) => textAt(one, 'logType') ?? []).sort() })),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('owned-by', attributes.resource_uid),
});

const compared = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
