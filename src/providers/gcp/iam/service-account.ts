import { z } from 'zod';
import { booleanAt, defineGcpResource, textAt, uidOf } from '../define.ts';
import { authenticationFields, lastAuthentication, withLastAuthentication } from './last-authentication.ts';

const api = 'iam.googleapis.com';

export const gcpIamServiceAccount = defineGcpResource({
  id: 'gcp:iam:service-account',
  title: 'Service account',
  plural: 'Service accounts',
  nativeType: 'iam.googleapis.com/ServiceAccount',
  api,
  permissions: ['iam.serviceAccounts.list', 'policyanalyzer.serviceAccountLastAuthenticationActivities.query'],
  reads: 'Each service account of the project, and whether it is disabled.',
  source: {
    from: 'asset',
    assetTypes: ['iam.googleapis.com/ServiceAccount'],
    lists: [{ method: 'iam.v1.projects.serviceAccounts.list', host: api, path: 'v1/projects/{project}/serviceAccounts', query: { pageSize: '100' }, items: 'accounts' }],
  },

  attributes: z.object({
    email: z.string(),
    unique_id: z.string().nullable(),
    display_name: z.string().nullable(),
    description: z.string().nullable(),
    disabled: z.boolean(),
    made_by: z.string().describe('user, or google: a default account of Compute Engine or App Engine'),
    use_known: z.boolean().describe('Whether it could be read when it last authenticated'),
    last_authenticated_at: z.string().nullable().describe('To the day; null: not in the time that was observed'),
    observed_since: z.string().nullable(),
  }),

  normalise: (row, naming) => {
    const { data, assetName } = row;
    const email = textAt(data, 'email') ?? textAt(data, 'name')?.split('/').at(-1) ?? '';
    return {
      // Cloud Asset names an account by its number, its own list by its address.
      uid: email === '' ? uidOf(api, assetName ?? '', naming) : `//${api}/projects/${naming.account}/serviceAccounts/${email}`,
      name: email,
      attributes: {
        email,
        unique_id: textAt(data, 'uniqueId'),
        display_name: textAt(data, 'displayName'),
        description: textAt(data, 'description'),
        disabled: booleanAt(data, 'disabled') ?? false,
        made_by: /@developer\.gserviceaccount\.com$|@appspot\.gserviceaccount\.com$/.test(email) ? 'google' : 'user',
        ...lastAuthentication(row),
      },
    };
  },

  details: {
    fields: authenticationFields,
    read: (row, context) => withLastAuthentication(row, 'serviceAccountLastAuthentication', `//${api}/projects/${context.account}/serviceAccounts/${textAt(row.data, 'email') ?? ''}`, context),
  },
});
