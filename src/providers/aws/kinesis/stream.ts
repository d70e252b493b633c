import type { StreamDescriptionSummary, Tag } from '@aws-sdk/client-kinesis';
import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { keyUid } from '../kms/key-uid.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';

interface StreamWithTags {
  stream: Partial<StreamDescriptionSummary>;
  tags?: Tag[];
}

export const awsKinesisStream = defineAwsResource({
  id: 'aws:kinesis:stream',
  title: 'Kinesis stream',
  plural: 'Kinesis streams',
  nativeType: 'AWS::Kinesis::Stream',
  locality: 'regional',
  permissions: ['kinesis:ListStreams', 'kinesis:DescribeStreamSummary', 'kinesis:ListTagsForStream'],
  reads: 'Mode, shards, consumers, retention and encryption of each stream; with details also tags. Records are never read.',
  chain: 2,

  attributes: z.object({
    stream_name: z.string(),
    status: z.string().nullable().describe('ACTIVE, CREATING, UPDATING or DELETING'),
    created_at: z.string().nullable(),
    mode: z.string().nullable().describe('PROVISIONED or ON_DEMAND'),
    shard_count: z.int().nullable().describe('Open ones'),
    consumer_count: z.int().nullable().describe('With a share of their own (enhanced fan-out)'),
    retention_hours: z.int().nullable(),
    encryption_type: z.string().nullable().describe('NONE or KMS'),
    kms_key_uid: z.string().nullable(),
  }),

  async *list(context) {
    const { KinesisClient, DescribeStreamSummaryCommand, paginateListStreams } = await import('@aws-sdk/client-kinesis');
    const client = context.client(KinesisClient);
    const names: string[] = [];
    let isCutOff = false;
    for await (const page of pages(paginateListStreams({ client, pageSize: 100 }, {}), ({ NextToken }) => NextToken)) {
      names.push(...(page.StreamNames ?? []));
      isCutOff = page.HasMoreStreams === true && page.NextToken === undefined;
    }
    if (isCutOff) throw new AppError('AWS_UNAVAILABLE', { detail: 'ListStreams said that there are more streams, and not how to ask for them.' });
    yield* readEach(names, context, { absent: ['ResourceNotFoundException'], read: async (StreamName): Promise<StreamWithTags> => ({ stream: { StreamName, ...(await client.send(new DescribeStreamSummaryCommand({ StreamName }))).StreamDescriptionSummary } }) });
  },

  normalise: ({ stream, tags }: StreamWithTags, { arn }) => {
    const name = stream.StreamName ?? '';
    return {
      uid: stream.StreamARN ?? arn('kinesis', `stream/${name}`),
      name,
      createdAt: stream.StreamCreationTimestamp,
      tags: tagsOf(tags),
      attributes: {
        stream_name: name,
        status: stream.StreamStatus ?? null,
        created_at: stream.StreamCreationTimestamp?.toISOString() ?? null,
        // AWS says the mode of all streams since there are two; older servers leave it out, and then it is this one.
        mode: stream.StreamModeDetails?.StreamMode ?? (stream.OpenShardCount === undefined ? null : 'PROVISIONED'),
        shard_count: stream.OpenShardCount ?? null,
        consumer_count: stream.ConsumerCount ?? null,
        retention_hours: stream.RetentionPeriodHours ?? null,
        encryption_type: stream.EncryptionType ?? null,
        kms_key_uid: keyUid(stream.KeyId, arn),
      },
    };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await tagsOfStream(raw.stream, context) }) },

  relations: ({ attributes }) => relationsTo('encrypted-by', attributes.kms_key_uid),
});

async function tagsOfStream({ StreamName }: Partial<StreamDescriptionSummary>, context: AwsListContext): Promise<Tag[]> {
  const { KinesisClient, ListTagsForStreamCommand } = await import('@aws-sdk/client-kinesis');
  const client = context.client(KinesisClient);
  const read = async (): Promise<Tag[]> => {
    const tags: Tag[] = [];
    for (let hasMore = true; hasMore; ) {
      const page = await client.send(new ListTagsForStreamCommand({ StreamName, Limit: 50, ExclusiveStartTagKey: tags.at(-1)?.Key }));
      tags.push(...(page.Tags ?? []));
      hasMore = page.HasMoreTags === true && (page.Tags ?? []).length > 0;
    }
    return tags;
  };
  return (await detailOf(context, 'kinesis:ListTagsForStream', read, ['ResourceNotFoundException'])) ?? [];
}
