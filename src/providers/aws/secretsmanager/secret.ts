import type { SecretListEntry } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { keyUid } from '../kms/key-uid.ts';
import { pages } from '../pages.ts';

export const awsSecretsmanagerSecret = defineAwsResource({
  id: 'aws:secretsmanager:secret',
  title: 'Secret',
  plural: 'Secrets',
  nativeType: 'AWS::SecretsManager::Secret',
  locality: 'regional',
  permissions: ['secretsmanager:ListSecrets'],
  reads: 'Last access, rotation, key, owner and replication of each secret, those scheduled for deletion too. Values are never read.',

  attributes: z.object({
    secret_name: z.string(),
    description: z.string().nullable(),
    created_at: z.string().nullable(),
    last_accessed_on: z.string().nullable().describe('The day of the last retrieval in this region, YYYY-MM-DD; null: never'),
    last_changed_at: z.string().nullable(),
    deleted_at: z.string().nullable().describe('When it was scheduled for deletion; null: it was not'),
    rotation_enabled: z.boolean(),
    rotation_function_uid: z.string().nullable(),
    rotation_days: z.int().nullable(),
    last_rotated_at: z.string().nullable(),
    kms_key_uid: z.string().nullable().describe('Null: the key of AWS for secrets'),
    owning_service: z.string().nullable().describe('The service that made it and manages it, e.g. rds'),
    primary_region: z.string().nullable().describe('Of a secret with replicas: where it is changed'),
    is_replica: z.boolean(),
    partner: z.string().nullable().describe('Who holds a managed external secret'),
  }),

  async *list({ client }) {
    const { SecretsManagerClient, paginateListSecrets } = await import('@aws-sdk/client-secrets-manager');
    for await (const page of pages(paginateListSecrets({ client: client(SecretsManagerClient), pageSize: 100 }, { IncludePlannedDeletion: true }), ({ NextToken }) => NextToken)) yield* page.SecretList ?? [];
  },

  normalise: (secret: SecretListEntry, { arn, region }) => {
    const name = secret.Name ?? '';
    return {
      uid: secret.ARN ?? arn('secretsmanager', `secret:${name}`),
      name,
      createdAt: secret.CreatedDate,
      tags: tagsOf(secret.Tags),
      attributes: {
        secret_name: name,
        description: secret.Description ?? null,
        ...datesOf(secret),
        rotation_enabled: secret.RotationEnabled ?? false,
        rotation_function_uid: secret.RotationLambdaARN ?? null,
        rotation_days: secret.RotationRules?.AutomaticallyAfterDays ?? null,
        kms_key_uid: keyUid(secret.KmsKeyId, arn),
        owning_service: secret.OwningService ?? null,
        primary_region: secret.PrimaryRegion ?? null,
        is_replica: secret.PrimaryRegion !== undefined && secret.PrimaryRegion !== region,
        partner: secret.Type ?? null,
      },
    };
  },

  relations: ({ uid, attributes }) => [
    ...relationsTo('encrypted-by', attributes.kms_key_uid),
    ...relationsTo('uses', attributes.rotation_function_uid),
    ...relationsTo('created-from', attributes.is_replica ? inRegion(uid, attributes.primary_region ?? '') : null),
  ],
});

const datesOf = (secret: SecretListEntry) => ({
  created_at: secret.CreatedDate?.toISOString() ?? null,
  last_accessed_on: secret.LastAccessedDate?.toISOString().slice(0, 10) ?? null,
  last_changed_at: secret.LastChangedDate?.toISOString() ?? null,
  deleted_at: secret.DeletedDate?.toISOString() ?? null,
  last_rotated_at: secret.LastRotatedDate?.toISOString() ?? null,
});

/** A replica has the ARN of its primary but for the region. */
const inRegion = (uid: string, region: string): string => uid.split(':').with(3, region).join(':');
