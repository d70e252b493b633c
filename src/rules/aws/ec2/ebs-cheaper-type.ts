import { type Evaluation, fail, isYoung, notApplicable, pass, type RuleContext, unknown } from '../../../core/rule.ts';
import type { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import type { z } from 'zod';
import { cents, gp3TwinOf, volumeCost } from './prices.ts';
import { stoppedHolder } from './stopped-holder.ts';

type Volume = z.infer<typeof awsEc2Volume.attributes>;

/** Up to so many gp3 takes the place of io1. */
const gp3Iops = 16_000;

/** Says its speed: what is left out would be gp3's least. */
export function moveToGp3(volume: Volume, region: string): string {
  const { iops, throughput_mibps: throughput } = gp3TwinOf(volume);
  return `aws ec2 modify-volume --region ${region} --volume-id ${volume.volume_id} --volume-type gp3 --iops ${iops} --throughput ${throughput}`;
}

/** What a volume cannot be judged without; undefined where all of it is told. */
function untold({ volume_type, size_gib, iops }: Volume): Evaluation | undefined {
  // Without its IOPS nobody knows whether gp3 is as fast.
  const missing = volume_type === 'unknown' ? 'type' : size_gib === 0 ? 'size' : volume_type === 'io1' && iops === null ? 'IOPS' : undefined;
  return missing === undefined ? undefined : unknown(`AWS did not say its ${missing}, which \`ec2:DescribeVolumes\` tells.`);
}

/** The saving of the same volume as gp3 with at least the same IOPS and throughput. */
export function judgeMoveToGp3(type: 'gp2' | 'io1', volume: { attributes: Volume; region: string; createdAt: Date | undefined }, context: RuleContext): Evaluation {
  const { attributes, region, createdAt } = volume;
  const isOther = ![type, 'unknown'].includes(attributes.volume_type);
  if (isOther || (type === 'io1' && (attributes.iops ?? 0) > gp3Iops)) return notApplicable;
  if (isYoung(createdAt, context.now)) return pass;
  const unclear = untold(attributes);
  if (unclear !== undefined) return unclear;
  const twin = gp3TwinOf(attributes);
  const now = volumeCost(attributes, region, context.prices);
  const then = volumeCost(twin, region, context.prices);
  const price = context.prices.unit(region, 'ebs.gp3');
  const facts = { volume_type: attributes.volume_type, size_gib: attributes.size_gib, iops: attributes.iops, gp3_iops: twin.iops, gp3_throughput_mibps: twin.throughput_mibps };
  if (now === undefined || then === undefined || price === undefined) {
    return fail({ summary: `${attributes.volume_type} where gp3 does the same.`, evidence: facts });
  }
  if (now - then <= 0.01) return pass;
  const holder = stoppedHolder(attributes.instance_uids, context);
  return fail({
    summary: `${attributes.volume_type} where gp3 does the same for less.`,
    evidence: facts,
    saving: {
      monthly: cents(now - then),
      currency: 'USD',
      formula: `$${now} as ${attributes.volume_type} − $${then} as gp3 with ${twin.iops} IOPS and ${twin.throughput_mibps} MiB/s`,
      source: price.source,
      priceDate: price.date,
      bound: price.source === 'shipped-table' ? 'estimate' : 'exact',
      confidence: 'high',
      ...(holder === undefined ? {} : { includedIn: { ruleId: 'aws-ec2-stopped', uid: holder.uid } }),
    },
  });
}
