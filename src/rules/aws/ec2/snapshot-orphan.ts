import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2Snapshot } from '../../../providers/aws/ec2/snapshot.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { snapshotRemoval, snapshotSaving } from './snapshot-cost.ts';

export const awsSnapshotOrphan = defineRule({
  id: 'aws-snapshot-orphan',
  title: 'Snapshot of a volume that is gone',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Snapshot,
  reads: [awsEc2Volume],
  parameters: { days: { value: 30, help: 'Age in days from which it is flagged' } },
  rationale: 'Nothing refers to it any more: neither its volume nor an image.',

  evaluate({ attributes, region }, { now, parameters, prices, related, isListed }) {
    if (attributes.managed_by !== null || attributes.volume_uid === null || attributes.started_at === null) return notApplicable;
    if (related(attributes.volume_uid) !== undefined) return pass;
    if (daysBetween(new Date(attributes.started_at), now) < numberOf(parameters, 'days')) return pass;
    if (!isListed(awsEc2Volume.id)) return unknown('The volumes of the region could not be listed (`ec2:DescribeVolumes`).');
    if (attributes.image_ids === null) return unknown('The own images could not be listed (`ec2:DescribeImages`), and one may restore from it.');
    if (attributes.image_ids.length > 0) return pass;
    const saving = snapshotSaving(attributes, region, prices);
    return fail({
      summary: `Its volume ${attributes.volume_id ?? ''} is gone and no image uses it.`,
      evidence: { started_at: attributes.started_at, volume_id: attributes.volume_id, volume_exists: false, images: 0, volume_size_gib: attributes.volume_size_gib },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => snapshotRemoval(attributes.snapshot_id, region),
});
