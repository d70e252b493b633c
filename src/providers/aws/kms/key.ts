import type { KeyListEntry, KeyMetadata, Tag } from '@aws-sdk/client-kms';
import { z } from 'zod';
import { mapConcurrently } from '../../../platform/map-concurrently.ts';
import { type AwsListContext, defineAwsResource, detailOf } from '../define.ts';
import { isOpenToAnybody, policyDocument, principalsOf } from '../iam/policy-document.ts';
import { describedKey, keysOf } from './keys.ts';

interface KeyWithDetails {
  entry: KeyListEntry;
  /** Undefined where the key's own policy does not let us ask. */
  key: KeyMetadata | undefined;
  details?: { isRotated: boolean | null | undefined; rotationDays: number | undefined; policy: string | null | undefined; tags: Tag[] | undefined };
}

export const awsKmsKey = defineAwsResource({
  id: 'aws:kms:key',
  title: 'KMS key',
  plural: 'KMS keys',
  nativeType: 'AWS::KMS::Key',
  locality: 'regional',
  permissions: ['kms:ListKeys', 'kms:DescribeKey', 'kms:GetKeyRotationStatus', 'kms:GetKeyPolicy', 'kms:ListResourceTags'],
  reads: 'State, use, origin and manager of each key; with details also rotation, key policy and tags of those that are not managed by AWS.',
  chain: 2,

  attributes: z.object({
    key_id: z.string(),
    description: z.string().nullable(),
    key_state: z.string().nullable().describe('Enabled, Disabled, PendingDeletion, PendingImport, …; null: the key policy does not let the scan ask'),
    key_manager: z.string().nullable().describe('AWS or CUSTOMER'),
    key_spec: z.string().nullable(),
    key_usage: z.string().nullable(),
    origin: z.string().nullable().describe('AWS_KMS, EXTERNAL (imported), AWS_CLOUDHSM, EXTERNAL_KEY_STORE'),
    created_at: z.string().nullable(),
    deletion_at: z.string().nullable(),
    material_expires_at: z.string().nullable().describe('Imported material only'),
    is_multi_region: z.boolean().nullable(),
    multi_region_role: z.string().nullable().describe('PRIMARY or REPLICA'),
    primary_key_uid: z.string().nullable().describe('Of a replica'),
    is_public: z.boolean().nullable().describe('The key policy allows anybody something, without a condition; null for keys of AWS'),
    rotation_enabled: z.boolean().nullable().describe('Null where a key cannot rotate by itself'),
    rotation_period_days: z.int().nullable(),
    policy: z.json(),
    policy_principals: z.array(z.string()).nullable(),
  }),

  async *list(context) {
    yield* mapConcurrently(await keysOf(context), 50, async (entry): Promise<KeyWithDetails> => {
      const key = await detailOf(context, 'kms:DescribeKey', () => describedKey(entry.KeyId ?? '', context), ['NotFoundException']);
      return { entry, key: key ?? undefined };
    });
  },

  normalise: ({ entry, key, details }: KeyWithDetails, { arn }) => {
    const id = key?.KeyId ?? entry.KeyId ?? '';
    const uid = key?.Arn ?? entry.KeyArn ?? arn('kms', `key/${id}`);
    const primary = key?.MultiRegionConfiguration?.PrimaryKey?.Arn;
    const policy = policyDocument(details?.policy ?? undefined);
    return {
      uid,
      name: key?.Description === undefined || key.Description === '' ? id : key.Description,
      createdAt: key?.CreationDate,
      tags: Object.fromEntries((details?.tags ?? []).map(({ TagKey, TagValue }) => [TagKey ?? '', TagValue ?? ''])),
      attributes: {
        key_id: id,
        description: key?.Description ?? null,
        key_state: key?.KeyState ?? null,
        key_manager: key?.KeyManager ?? null,
        key_spec: key?.KeySpec ?? null,
        key_usage: key?.KeyUsage ?? null,
        origin: key?.Origin ?? null,
        created_at: key?.CreationDate?.toISOString() ?? null,
        deletion_at: key?.DeletionDate?.toISOString() ?? null,
        material_expires_at: key?.ValidTo?.toISOString() ?? null,
        is_multi_region: key?.MultiRegion ?? null,
        multi_region_role: key?.MultiRegionConfiguration?.MultiRegionKeyType ?? null,
        primary_key_uid: primary === undefined || primary === uid ? null : primary,
        is_public: details?.policy === undefined ? null : isOpenToAnybody(policy),
        rotation_enabled: details?.isRotated ?? null,
        rotation_period_days: details?.rotationDays ?? null,
        policy,
        policy_principals: details?.policy === undefined ? null : principalsOf(policy),
      },
    };
  },

  details: {
    fields: ['is_public', 'rotation_enabled', 'rotation_period_days', 'policy', 'policy_principals'],
    bringTags: true,
    // A key of AWS has AWS's policy and rotation; one that cannot be described cannot be asked about either.
    read: async (raw, context) => (raw.key === undefined || raw.key.KeyManager === 'AWS' ? raw : { ...raw, details: await detailsOf(raw.key, context) }),
  },

  relations: ({ attributes }) => (attributes.primary_key_uid === null ? [] : [{ kind: 'replica-of', uid: attributes.primary_key_uid }]),
});

/** Only keys whose material KMS makes itself rotate by themselves. */
const canRotate = ({ KeySpec, Origin, KeyState }: KeyMetadata): boolean => KeySpec === 'SYMMETRIC_DEFAULT' && Origin === 'AWS_KMS' && KeyState !== 'PendingDeletion' && KeyState !== 'PendingReplicaDeletion';

async function detailsOf(key: KeyMetadata, context: AwsListContext): Promise<NonNullable<KeyWithDetails['details']>> {
  const kms = await import('@aws-sdk/client-kms');
  const client = context.client(kms.KMSClient);
  const { KeyId } = key;
  const absent = ['NotFoundException', 'UnsupportedOperationException', 'KMSInvalidStateException'];
  const detail = <Answer>(operation: string, ask: () => Promise<Answer>) => detailOf(context, `kms:${operation}`, ask, absent);
  const tagsOfKey = async (): Promise<Tag[]> => {
    const tags: Tag[] = [];
    for await (const { Tags } of kms.paginateListResourceTags({ client, pageSize: 50 }, { KeyId })) tags.push(...(Tags ?? []));
    return tags;
  };
  const [rotation, policy, tags] = await Promise.all([
    canRotate(key) ? detail('GetKeyRotationStatus', () => client.send(new kms.GetKeyRotationStatusCommand({ KeyId }))) : null,
    detail('GetKeyPolicy', async () => (await client.send(new kms.GetKeyPolicyCommand({ KeyId, PolicyName: 'default' }))).Policy ?? null),
    detail('ListResourceTags', tagsOfKey),
  ]);
  return { isRotated: rotation === undefined || rotation === null ? rotation : (rotation.KeyRotationEnabled ?? false), rotationDays: rotation?.RotationPeriodInDays, policy, tags: tags ?? undefined };
}
