import { isInUse } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { keyArn } from './kms-keys.ts';

/** One by the shard and one on demand where anything runs: in use or not as the metrics say. */
const streams = ({ plan, region, regionName }: Place): string[] => (isInUse(plan, region) ? [`clicks-${regionName}`, `orders-${regionName}`] : []);

function summaryOf(place: Place, StreamName: string): Fields {
  const isOnDemand = StreamName.startsWith('orders');
  return {
    StreamName, StreamARN: place.arn('kinesis', `stream/${StreamName}`), StreamStatus: 'ACTIVE', StreamModeDetails: { StreamMode: isOnDemand ? 'ON_DEMAND' : 'PROVISIONED' }, RetentionPeriodHours: isOnDemand ? 168 : 24, StreamCreationTimestamp: new Date(timeAgo(place.plan, 260)),
    EnhancedMonitoring: [{ ShardLevelMetrics: [] }], OpenShardCount: isOnDemand ? 4 : 2, ConsumerCount: 0, ...(isOnDemand ? { EncryptionType: 'KMS', KeyId: keyArn(place.plan, place.region, 0) } : { EncryptionType: 'NONE' }),
  };
}

export const kinesisAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'kinesis.ListStreams': (input, place, asked) => {
    const page = pageOfFields(streams(place), input, { size: 'Limit', token: 'NextToken', next: 'NextToken', list: 'StreamNames' }, asked);
    return { ...page, HasMoreStreams: page['NextToken'] !== undefined };
  },
  'kinesis.DescribeStreamSummary': ({ StreamName }, place) => ({ StreamDescriptionSummary: summaryOf(place, String(StreamName)) }),
  'kinesis.ListTagsForStream': ({ StreamName }) => ({ Tags: [{ Key: 'team', Value: String(StreamName).startsWith('orders') ? 'shop' : 'web' }], HasMoreTags: false }),
};
