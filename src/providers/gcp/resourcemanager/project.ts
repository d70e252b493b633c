import { z } from 'zod';
import { defineGcpResource, relationsTo, textAt } from '../define.ts';

const api = 'cloudresourcemanager.googleapis.com';

export const gcpResourcemanagerProject = defineGcpResource({
  id: 'gcp:resourcemanager:project',
  title: 'Project',
  plural: 'Projects',
  nativeType: 'cloudresourcemanager.googleapis.com/Project',
  api,
  permissions: ['resourcemanager.projects.get'],
  reads: 'The project itself: its state, its labels and what it stands below.',
  source: {
    from: 'asset',
    assetTypes: ['cloudresourcemanager.googleapis.com/Project'],
    lists: [{ method: 'cloudresourcemanager.v3.projects.get', host: api, path: 'v3/projects/{project}', items: '' }],
  },

  attributes: z.object({
    project_id: z.string(),
    number: z.string().nullable(),
    state: z.string(),
    parent: z.string().nullable().describe('organizations/… or folders/…'),
  }),

  // Cloud Asset hands on the older form of a project, with `projectNumber`, `lifecycleState` and `parent` of two parts.
  normalise: ({ data }, { account, projectNumber }) => {
    const [kind, id] = [textAt(data, 'parent.type'), textAt(data, 'parent.id')];
    const isOlder = textAt(data, 'projectNumber') !== null;
    return {
      uid: `//${api}/projects/${account}`,
      name: (isOlder ? textAt(data, 'name') : textAt(data, 'displayName')) ?? account,
      attributes: {
        project_id: textAt(data, 'projectId') ?? account,
        number: textAt(data, 'projectNumber') ?? /^projects\/(\d+)$/.exec(textAt(data, 'name') ?? '')?.[1] ?? projectNumber,
        state: textAt(data, 'lifecycleState') ?? textAt(data, 'state') ?? 'ACTIVE',
        parent: kind !== null && id !== null ? `${kind}s/${id}` : textAt(data, 'parent'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.parent === null ? null : `//${api}/${attributes.parent}`),
});
