import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { addVolume, cents, hoursPerMonth, SavingSum, type VolumeLike } from './prices.ts';

export const awsEc2Stopped = defineRule({
  id: 'aws-ec2-stopped',
  title: 'Instance is stopped',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEc2Instance,
  reads: [awsEc2Volume],
  headline: true,
  parameters: { stopped_days: { value: 0, help: 'Days since it was stopped; 0 flags it at once' } },
  rationale: 'A stopped instance computes nothing, but its volumes and addresses are still paid for.',

  evaluate({ attributes, region }, { now, parameters, prices, related }) {
    if (attributes.state !== 'stopped') return attributes.state === 'running' ? pass : notApplicable;
    const days = numberOf(parameters, 'stopped_days');
    if (days > 0) {
      if (attributes.stopped_at === null) return unknown('AWS does not say when it was stopped.');
      if (daysBetween(new Date(attributes.stopped_at), now) < days) return pass;
    }
    const sum = new SavingSum();
    const arePriced = attributes.volume_uids.map((uid) => {
      const volume = related(uid);
      return volume !== undefined && addVolume(sum, volume.attributes as unknown as VolumeLike, region, prices);
    });
    if (attributes.public_ip !== null) sum.add(hoursPerMonth, 'h', prices.unit(region, 'ipv4'), 'public IPv4');
    const hour = prices.unit(region, `ec2.${attributes.instance_type}`);
    // A sum that leaves a volume out would be too small and look exact.
    const saving = arePriced.every((isPriced) => isPriced) ? sum.saving('high', hour === undefined ? {} : { estimateIfRunning: cents(hour.usd * hoursPerMonth) }) : undefined;
    return fail({
      summary: attributes.stopped_at === null ? 'Stopped; AWS does not say since when.' : `Stopped since ${attributes.stopped_at.slice(0, 10)}.`,
      evidence: {
        state: attributes.state,
        stopped_at: attributes.stopped_at,
        stop_reason: attributes.stop_reason,
        instance_type: attributes.instance_type,
        volumes: attributes.volume_uids.length,
        public_ip: attributes.public_ip,
      },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 create-image --region ${region} --instance-id ${attributes.instance_id} --name "before-terminate-${attributes.instance_id}"`,
      undo: 'aws ec2 deregister-image --image-id AMI_ID',
      permission: 'ec2:CreateImage',
    },
    {
      command: `aws ec2 terminate-instances --region ${region} --instance-ids ${attributes.instance_id}`,
      undo: `aws ec2 run-instances --region ${region} --image-id AMI_ID --instance-type ${attributes.instance_type}`,
      permission: 'ec2:TerminateInstances',
    },
  ],
});
