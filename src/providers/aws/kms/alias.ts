import type { AliasListEntry } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { keyUid } from './key-uid.ts';

export const awsKmsAlias = defineAwsResource({
  id: 'aws:kms:alias',
  title: 'KMS alias',
  plural: 'KMS aliases',
  nativeType: 'AWS::KMS::Alias',
  locality: 'regional',
  permissions: ['kms:ListAliases'],
  reads: 'Name of each alias and the key that it stands for.',

  attributes: z.object({
    alias_name: z.string(),
    key_uid: z.string().nullable().describe('Null: a name that AWS keeps for a key not made yet'),
    is_aws_managed: z.boolean(),
    created_at: z.string().nullable(),
    updated_at: z.string().nullable().describe('When it was last given another key'),
  }),

  async *list({ client }) {
    const { KMSClient, paginateListAliases } = await import('@aws-sdk/client-kms');
    for await (const page of pages(paginateListAliases({ client: client(KMSClient), pageSize: 100 }, {}), ({ NextMarker }) => NextMarker)) yield* page.Aliases ?? [];
  },

  normalise: (alias: AliasListEntry, { arn }) => {
    const name = alias.AliasName ?? '';
    return {
      uid: alias.AliasArn ?? arn('kms', name),
      name,
      createdAt: alias.CreationDate,
      tags: {},
      attributes: {
        alias_name: name,
        key_uid: keyUid(alias.TargetKeyId, arn),
        is_aws_managed: name.startsWith('alias/aws/'),
        created_at: alias.CreationDate?.toISOString() ?? null,
        updated_at: alias.LastUpdatedDate?.toISOString() ?? null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('targets', attributes.key_uid),
});
