import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2ElasticIp } from '../../../providers/aws/ec2/elastic-ip.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { addressRelease, addressSaving } from './address-cost.ts';

export const awsEipOnStopped = defineRule({
  id: 'aws-eip-on-stopped',
  title: 'Elastic IP address of a stopped instance',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2ElasticIp,
  reads: [awsEc2Instance],
  parameters: { days: { value: 7, help: 'Days since the instance was stopped' } },
  rationale: 'Nothing answers on the address while its instance is stopped, and it is billed by the hour.',

  evaluate({ attributes, region }, { now, parameters, prices, related, isListed }) {
    if (attributes.instance_uid === null) return notApplicable;
    const instance = related(attributes.instance_uid);
    if (instance === undefined) return isListed(awsEc2Instance.id) ? notApplicable : unknown('The instances of the region could not be listed (`ec2:DescribeInstances`).');
    if (instance.attributes['state'] !== 'stopped') return pass;
    const stoppedAt = instance.attributes['stopped_at'];
    if (typeof stoppedAt !== 'string') return unknown('AWS does not say when the instance was stopped.');
    if (daysBetween(new Date(stoppedAt), now) < numberOf(parameters, 'days')) return pass;
    const saving = addressSaving(region, prices, { includedIn: { ruleId: 'aws-ec2-stopped', uid: instance.uid } });
    return fail({
      summary: `Its instance has been stopped since ${stoppedAt.slice(0, 10)}.`,
      evidence: { public_ip: attributes.public_ip, instance: instance.uid, instance_stopped_at: stoppedAt },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => addressRelease(attributes.allocation_id, attributes.public_ip, region),
});
