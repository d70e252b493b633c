import { z } from 'zod';
import { booleanAt, defineGcpResource, textAt } from '../define.ts';
import { textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpIamRole = defineGcpResource({
  id: 'gcp:iam:role',
  title: 'Custom role',
  plural: 'Custom roles',
  nativeType: 'iam.googleapis.com/Role',
  api: 'iam.googleapis.com',
  permissions: ['iam.roles.list'],
  reads: 'Each role that people made in the project, with what it permits.',
  source: { from: 'asset', assetTypes: ['iam.googleapis.com/Role'], lists: [listOf('iam.v1', 'projects.roles', 'roles', 'projects/{project}/roles', { query: { view: 'FULL', pageSize: '300' } })] },

  attributes: z.object({ role_title: z.string().nullable(), description: z.string().nullable(), stage: z.string().nullable(), permissions: z.array(z.string()), deleted: z.boolean() }),

  normalise: ({ data }) => ({ tags: {}, attributes: { role_title: textAt(data, 'title'), description: textAt(data, 'description'), stage: textAt(data, 'stage'), permissions: textsAt(data, 'includedPermissions').sort(), deleted: booleanAt(data, 'deleted') ?? false } }),
});
