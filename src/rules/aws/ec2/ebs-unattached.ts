import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { addVolume, SavingSum } from './prices.ts';
import { volumeRemoval } from './volume-removal.ts';

export const awsEbsUnattached = defineRule({
  id: 'aws-ebs-unattached',
  title: 'Volume is attached to nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEc2Volume,
  headline: true,
  parameters: { unattached_days: { value: 0, help: 'Days since it was first seen here, as AWS does not say when it was detached; 0 flags it at once' } },
  rationale: 'A volume costs the same whether or not anything uses it.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen }) {
    if (attributes.instance_uids.length > 0) return pass;
    if (attributes.state === 'unknown') return unknown('AWS did not say in which state it is, which `ec2:DescribeVolumes` tells.');
    if (attributes.state !== 'available') return pass;
    if (daysBetween(firstSeen, now) < numberOf(parameters, 'unattached_days')) return pass;
    const sum = new SavingSum();
    const saving = addVolume(sum, attributes, region, prices) ? sum.saving('high') : undefined;
    return fail({
      summary: `${attributes.size_gib} GiB of ${attributes.volume_type} attached to nothing.`,
      evidence: { state: attributes.state, attachments: 0, size_gib: attributes.size_gib, volume_type: attributes.volume_type, iops: attributes.iops, throughput_mibps: attributes.throughput_mibps },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => volumeRemoval(attributes.volume_id, region, attributes.availability_zone),
});
