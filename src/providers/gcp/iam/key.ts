import { z } from 'zod';
import { booleanAt, dateOf, defineGcpResource, relationsTo, textAt, uidOf } from '../define.ts';
import { authenticationFields, lastAuthentication, withLastAuthentication } from './last-authentication.ts';

const api = 'iam.googleapis.com';

export const gcpIamKey = defineGcpResource({
  id: 'gcp:iam:key',
  title: 'Service account key',
  plural: 'Service account keys',
  nativeType: 'iam.googleapis.com/ServiceAccountKey',
  api,
  permissions: ['iam.serviceAccountKeys.list', 'policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query'],
  reads: 'Each key that people made for a service account, with its dates; never the key. Those that Google keeps for itself are left out.',
  source: {
    from: 'asset',
    assetTypes: ['iam.googleapis.com/ServiceAccountKey'],
    isOne: (row) => textAt(row.data, 'keyType') !== 'SYSTEM_MANAGED',
    lists: [{ method: 'iam.v1.projects.serviceAccounts.keys.list', host: api, path: 'v1/{parent}/keys', query: { keyTypes: 'USER_MANAGED' }, items: 'keys' }],
    below: 'gcp:iam:service-account',
    parentName: (row) => textAt(row.data, 'name') ?? '',
  },

  attributes: z.object({
    service_account_uid: z.string(),
    key_id: z.string(),
    origin: z.string().nullable().describe('GOOGLE_PROVIDED, or USER_PROVIDED where it was uploaded'),
    algorithm: z.string().nullable(),
    valid_until: z.string().nullable().describe('Null: it does not end'),
    disabled: z.boolean(),
    disable_reason: z.string().nullable(),
    use_known: z.boolean().describe('Whether it could be read when it last authenticated'),
    last_authenticated_at: z.string().nullable().describe('To the day; null: not in the time that was observed'),
    observed_since: z.string().nullable(),
  }),

  normalise: (row, naming) => {
    const { data, assetName } = row;
    const uid = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    const until = textAt(data, 'validBeforeTime');
    return {
      uid,
      createdAt: dateOf(textAt(data, 'validAfterTime')),
      attributes: {
        service_account_uid: uid.replace(/\/keys\/[^/]+$/, ''),
        key_id: uid.split('/').at(-1) ?? '',
        origin: textAt(data, 'keyOrigin'),
        algorithm: textAt(data, 'keyAlgorithm'),
        valid_until: until?.startsWith('9999-') === true ? null : until,
        disabled: booleanAt(data, 'disabled') ?? false,
        disable_reason: textAt(data, 'disableReason'),
        ...lastAuthentication(row),
      },
    };
  },

  details: {
    fields: authenticationFields,
    read: (row, context) => withLastAuthentication(row, 'serviceAccountKeyLastAuthentication', uidOf(api, textAt(row.data, 'name') ?? row.assetName ?? '', { account: context.account, projectNumber: null }), context),
  },

  relations: ({ attributes }) => relationsTo('owned-by', attributes.service_account_uid),
});
