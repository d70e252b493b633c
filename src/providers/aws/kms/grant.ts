import type { GrantListEntry } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';
import { describedKey, keysOf } from './keys.ts';

interface GrantOfKey {
  grant: GrantListEntry;
  keyArn: string;
}

export const awsKmsGrant = defineAwsResource({
  id: 'aws:kms:grant',
  title: 'KMS grant',
  plural: 'KMS grants',
  nativeType: 'AWS::KMS::Grant',
  locality: 'regional',
  permissions: ['kms:ListKeys', 'kms:DescribeKey', 'kms:ListGrants'],
  reads: 'Who may do what with each key that is not managed by AWS, beyond its policy.',
  chain: 3,

  attributes: z.object({
    grant_id: z.string(),
    grant_name: z.string().nullable(),
    key_uid: z.string(),
    grantee: z.string().nullable(),
    retiring_principal: z.string().nullable(),
    issuing_account: z.string().nullable(),
    operations: z.array(z.string()),
    is_constrained: z.boolean().describe('Only with a given encryption context'),
    created_at: z.string().nullable(),
  }),

  async *list(context) {
    // Services make and retire grants on AWS's own keys all the time; they can be given to nobody else.
    const answers = readEach(await keysOf(context), context, { read: ({ KeyId = '' }) => grantsOf(KeyId, context), absent: ['NotFoundException', 'KMSInvalidStateException'] });
    for await (const grants of answers) yield* grants;
  },

  normalise: ({ grant, keyArn }: GrantOfKey) => {
    const id = grant.GrantId ?? '';
    return {
      uid: `${keyArn}/grant/${id}`,
      name: grant.Name === undefined || grant.Name === '' ? id : grant.Name,
      createdAt: grant.CreationDate,
      tags: {},
      attributes: {
        grant_id: id,
        grant_name: grant.Name === undefined || grant.Name === '' ? null : grant.Name,
        key_uid: keyArn,
        grantee: grant.GranteePrincipal ?? null,
        retiring_principal: grant.RetiringPrincipal ?? null,
        issuing_account: grant.IssuingAccount ?? null,
        operations: [...(grant.Operations ?? [])].sort(),
        is_constrained: grant.Constraints !== undefined,
        created_at: grant.CreationDate?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => [...relationsTo('attached-to', attributes.key_uid), ...relationsTo('grants', attributes.grantee?.startsWith('arn:') === true ? attributes.grantee : null)],
});

async function grantsOf(keyId: string, context: AwsListContext): Promise<GrantOfKey[]> {
  const { KMSClient, paginateListGrants } = await import('@aws-sdk/client-kms');
  const key = await describedKey(keyId, context);
  const found: GrantOfKey[] = [];
  if (key.KeyManager === 'AWS') return found;
  for await (const page of pages(paginateListGrants({ client: context.client(KMSClient), pageSize: 100 }, { KeyId: keyId }), ({ NextMarker }) => NextMarker)) {
    for (const grant of page.Grants ?? []) found.push({ grant, keyArn: key.Arn ?? keyId });
  }
  return found;
}
