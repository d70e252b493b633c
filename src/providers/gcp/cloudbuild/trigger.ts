import { z } from 'zod';
import { booleanAt, defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { serviceAccountAt } from '../links.ts';
import { listOf, locationsOf } from '../sources.ts';

const api = 'cloudbuild.googleapis.com';

export const gcpCloudbuildTrigger = defineGcpResource({
  id: 'gcp:cloudbuild:trigger',
  title: 'Build trigger',
  plural: 'Build triggers',
  nativeType: 'cloudbuild.googleapis.com/BuildTrigger',
  api,
  permissions: ['cloudbuild.builds.list'],
  reads: 'Each trigger: what starts it, as whom it builds and whether it is on; neither its steps nor its variables.',
  source: { from: 'asset', assetTypes: ['cloudbuild.googleapis.com/BuildTrigger'], lists: [listOf('cloudbuild.v1', 'projects.locations.triggers', 'triggers', 'projects/{project}/locations/{place}/triggers', { query: { pageSize: '100' }, places: locationsOf('cloudbuild', 'v2') })] },

  attributes: z.object({
    disabled: z.boolean(),
    description: z.string().nullable(),
    source_kind: z.string().nullable().describe('github, triggerTemplate, pubsubConfig, webhookConfig, repositoryEventConfig, …'),
    repository: z.string().nullable(),
    needs_approval: z.boolean(),
    service_account_uid: z.string().nullable(),
    file_name: z.string().nullable(),
  }),

  normalise: ({ data, assetName }, naming) => {
    const kind = ['github', 'triggerTemplate', 'pubsubConfig', 'webhookConfig', 'repositoryEventConfig', 'gitFileSource'].find((name) => typeof data[name] === 'object' && data[name] !== null) ?? null;
    return {
      uid: uidOf(api, textAt(data, 'resourceName') ?? assetName ?? `projects/${naming.account}/locations/global/triggers/${textAt(data, 'id') ?? ''}`, naming),
      region: /\/locations\/([^/]+)/.exec(textAt(data, 'resourceName') ?? assetName ?? '')?.[1] ?? 'global',
      tags: {},
      attributes: {
        disabled: booleanAt(data, 'disabled') ?? false,
        description: textAt(data, 'description'),
        source_kind: kind,
        repository: textAt(data, 'github.name') ?? textAt(data, 'triggerTemplate.repoName') ?? textAt(data, 'repositoryEventConfig.repository'),
        needs_approval: booleanAt(data, 'approvalConfig.approvalRequired') ?? false,
        service_account_uid: serviceAccountAt(data, 'serviceAccount', naming),
        file_name: textAt(data, 'filename'),
      },
    };
  },

  relations: ({ attributes }) => relationsTo('assumes', attributes.service_account_uid),
});
