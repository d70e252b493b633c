import type { Prices, RuleContext, Saving } from '../../../core/rule.ts';
import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsAutoscalingGroup } from '../../../providers/aws/autoscaling/group.ts';
import { awsEc2Ami } from '../../../providers/aws/ec2/ami.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2LaunchTemplate } from '../../../providers/aws/ec2/launch-template.ts';
import { awsEc2Snapshot } from '../../../providers/aws/ec2/snapshot.ts';
import { unlisted } from '../facts.ts';
import { ec2Arns, ownedArn } from '../../../providers/aws/ec2/arns.ts';
import { SavingSum } from './prices.ts';
import { addSnapshot } from './snapshot-cost.ts';

const users = [awsEc2Instance, awsEc2LaunchTemplate, awsAutoscalingGroup];

export const awsAmiUnused = defineRule({
  id: 'aws-ami-unused',
  title: 'Image that nothing is made from',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2Ami,
  reads: [awsEc2Snapshot],
  usedBy: users,
  parameters: { days: { value: 180, help: 'Days since it was made and last launched' } },
  rationale: 'An image costs what its snapshots cost, for as long as it is kept.',

  evaluate({ attributes, createdAt, region, uid }, { now, parameters, prices, related, isListed, user }) {
    // An image that is shared with everybody is launched by whoever likes.
    if (attributes.state !== 'available' || attributes.is_public) return notApplicable;
    if (createdAt === undefined) return unknown('AWS does not say when it was made.');
    const last = attributes.last_launched_at === null ? createdAt : new Date(attributes.last_launched_at);
    const days = Math.floor(Math.min(daysBetween(createdAt, now), daysBetween(last, now)));
    if (user !== undefined || days < numberOf(parameters, 'days')) return pass;
    const missing = unlisted(users, isListed);
    if (missing !== undefined) return missing;
    const [, partition = 'aws'] = uid.split(':');
    const snapshots = ec2Arns(ownedArn({ partition, region, account: attributes.owner_id }, undefined, ''), 'snapshot', attributes.snapshot_ids);
    return fail({
      summary: `No instance and no launch template uses it, and it was ${attributes.last_launched_at === null ? 'never launched' : `last launched ${days} days ago`} as far as AWS knows.`,
      evidence: { created_at: attributes.created_at, last_launched_at: attributes.last_launched_at, used_by: null, snapshot_ids: attributes.snapshot_ids },
      ...savedOf(snapshots, region, prices, related),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 enable-image-deprecation --region ${region} --image-id ${attributes.image_id} --deprecate-at "$(date -u +%Y-%m-%dT%H:%M:00Z)"`,
      undo: `aws ec2 disable-image-deprecation --region ${region} --image-id ${attributes.image_id}`,
      permission: 'ec2:EnableImageDeprecation',
    },
    {
      command: `aws ec2 deregister-image --region ${region} --image-id ${attributes.image_id}`,
      undo: `aws ec2 restore-image-from-recycle-bin --region ${region} --image-id ${attributes.image_id} (only where a Recycle Bin rule keeps it; else register it anew from its snapshots)`,
      permission: 'ec2:DeregisterImage',
    },
    ...attributes.snapshot_ids.map((id) => ({ command: `aws ec2 delete-snapshot --region ${region} --snapshot-id ${id}`, undo: `aws ec2 restore-snapshot-from-recycle-bin --region ${region} --snapshot-id ${id} (only where a Recycle Bin rule keeps it)`, permission: 'ec2:DeleteSnapshot' })),
  ],
});

/** What its snapshots cost at most; none where one of them is not known. */
function savedOf(uids: readonly string[], region: string, prices: Prices, related: RuleContext['related']): { saving?: Saving } {
  const sum = new SavingSum();
  const isKnown = uids.map((uid) => {
    const snapshot = related(uid)?.attributes as { volume_size_gib: number; storage_tier: string } | undefined;
    return snapshot !== undefined && addSnapshot(sum, snapshot, region, prices);
  }).every((isPriced) => isPriced);
  const saving = isKnown ? sum.upper().saving('medium') : undefined;
  return saving === undefined ? {} : { saving };
}
