import { z } from 'zod';
import { mapConcurrently } from '../../../platform/map-concurrently.ts';
import { defineAwsResource } from '../define.ts';
import { accountDetails, credentialSource } from './account-details.ts';
import { type KnownKey, keysOfUser } from './keys-of-user.ts';

interface KeyOfUser {
  key: KnownKey;
  userArn: string;
  userName: string;
}

const inParallel = 30;

export const awsIamAccessKey = defineAwsResource({
  id: 'aws:iam:access-key',
  title: 'IAM access key',
  plural: 'IAM access keys',
  nativeType: 'AWS::IAM::AccessKey',
  locality: 'global',
  permissions: ['iam:GetAccountAuthorizationDetails', 'iam:GenerateCredentialReport', 'iam:GetCredentialReport', 'iam:ListAccessKeys', 'iam:GetAccessKeyLastUsed'],
  reads: 'Id, status, creation and last use of each key. Secrets are never readable and never kept.',
  chain: 6,

  attributes: z.object({
    access_key_id: z.string(),
    user_name: z.string(),
    user_uid: z.string(),
    is_active: z.boolean(),
    created_at: z.string().nullable(),
    last_used: z.string().nullable().describe('Null: never used'),
    last_used_service: z.string().nullable(),
    last_used_region: z.string().nullable(),
  }),

  async *list(context) {
    const [{ users }, source] = await Promise.all([accountDetails(context), credentialSource(context)]);
    // The report tells who has a key at all: the others are not asked about. A user it does not know yet is.
    const withKeys = users.filter(({ Arn }) => source.kind === 'per-user' || (source.rows.get(Arn ?? '')?.keys.length ?? 1) > 0);
    const found = mapConcurrently(withKeys, inParallel, async ({ UserName, Arn }) => {
      const row = source.kind === 'report' ? source.rows.get(Arn ?? '') : undefined;
      const keys = await keysOfUser(UserName ?? '', row, context);
      return keys.map((key) => ({ key, userArn: Arn ?? '', userName: UserName ?? '' }) satisfies KeyOfUser);
    });
    for await (const keys of found) yield* keys;
  },

  normalise: ({ key, userArn, userName }: KeyOfUser) => ({
    uid: `${userArn}/access-key/${key.id}`,
    name: `${userName} · ${key.id}`,
    createdAt: key.createdAt === null ? undefined : new Date(key.createdAt),
    tags: {},
    attributes: {
      access_key_id: key.id,
      user_name: userName,
      user_uid: userArn,
      is_active: key.isActive,
      created_at: key.createdAt,
      last_used: key.lastUsed,
      last_used_service: key.lastUsedService,
      last_used_region: key.lastUsedRegion,
    },
  }),

  relations: ({ attributes }) => [{ kind: 'owned-by', uid: attributes.user_uid }],
});
