import { defineRule, fail, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsKinesisStream } from '../../../providers/aws/kinesis/stream.ts';
import { hoursPerMonth, isTooYoung, metricPermission, type PricedPart, savedBy } from '../facts.ts';

interface StreamLike {
  mode: string | null;
  shard_count: number | null;
  consumer_count: number | null;
  retention_hours: number | null;
}

/** A stream keeps its records for a day unless told otherwise. */
const usualRetentionHours = 24;

export const awsKinesisIdle = defineRule({
  id: 'aws-kinesis-idle',
  title: 'Nothing is put into the stream',
  category: 'waste',
  severity: 'medium',
  resourceType: awsKinesisStream,
  parameters: { days: { value: 14, help: 'Days without a single record; of a stream that keeps them for longer, so many days' } },
  rationale: 'A stream is paid for by the hour and shard, or by the hour, whether or not anything goes through it.',
  metrics({ attributes }, parameters) {
    if (attributes.status !== 'ACTIVE') return {};
    return { records: { namespace: 'AWS/Kinesis', name: 'IncomingRecords', statistic: 'sum', days: windowOf(attributes, numberOf(parameters, 'days')), dimensions: { StreamName: attributes.stream_name } } };
  },

  evaluate(stream, context) {
    const { attributes, region } = stream;
    if (attributes.status === null) return unknown('AWS does not say in which state the stream is.');
    if (attributes.status !== 'ACTIVE') return notApplicable;
    if (isTooYoung(stream, context)) return pass;
    const records = context.metric('records');
    if (records === undefined) return noMetric('IncomingRecords', metricPermission);
    if (records.sum > 0) return pass;
    return fail({
      summary: `No record was put into it in ${windowOf(attributes, numberOf(context.parameters, 'days'))} days, and it holds none any more.`,
      evidence: { incoming_records: 0, mode: attributes.mode, shard_count: attributes.shard_count, consumer_count: attributes.consumer_count, retention_hours: attributes.retention_hours, since: records.since, until: records.until },
      // An account may have agreed to a least throughput, and then pays nothing for a stream on demand by itself.
      ...savedBy(region, context.prices, 'high', partsOf(attributes), attributes.mode === 'ON_DEMAND' ? { bound: 'upper' } : {}),
    });
  },

  remediation: ({ attributes: { stream_name: name, mode, shard_count: shards }, region }) => [
    {
      command: `aws kinesis delete-stream --region ${region} --stream-name ${name} --enforce-consumer-deletion`,
      undo: `aws kinesis create-stream --region ${region} --stream-name ${name} ${mode === 'ON_DEMAND' ? '--stream-mode-details StreamMode=ON_DEMAND' : `--shard-count ${shards ?? 1}`} (empty; retention, encryption and consumers are set again)`,
      permission: 'kinesis:DeleteStream',
    },
  ],
});

/** Until the last record is gone, somebody may still want to read it. */
const windowOf = ({ retention_hours: hours }: Pick<StreamLike, 'retention_hours'>, days: number): number => Math.max(days, Math.ceil((hours ?? 0) / 24));

/** An hour of a shard, with what longer retention and consumers with a share of their own add to it. https://aws.amazon.com/kinesis/data-streams/pricing/ */
function partsOf({ mode, shard_count: shards, consumer_count: consumers, retention_hours: retention }: StreamLike): PricedPart[] {
  if (mode === 'ON_DEMAND') return [[hoursPerMonth, 'h', 'kinesis.ondemand.hour']];
  const hours = hoursPerMonth * (shards ?? 0);
  const parts: PricedPart[] = [[hours, 'shard-hours', 'kinesis.shard.hour'], [(retention ?? 0) > usualRetentionHours ? hours : 0, 'shard-hours', 'kinesis.extended.hour'], [hours * (consumers ?? 0), 'consumer-shard-hours', 'kinesis.consumer.hour']];
  return parts.filter(([amount]) => amount > 0);
}
