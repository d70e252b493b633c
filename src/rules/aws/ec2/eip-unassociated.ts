import { defineRule, fail, numberOf, pass } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2ElasticIp } from '../../../providers/aws/ec2/elastic-ip.ts';
import { addressRelease, addressSaving } from './address-cost.ts';

export const awsEipUnassociated = defineRule({
  id: 'aws-eip-unassociated',
  title: 'Elastic IP address is associated with nothing',
  category: 'waste',
  severity: 'low',
  resourceType: awsEc2ElasticIp,
  parameters: { days: { value: 0, help: 'Days since it was first seen here; AWS does not say when it was allocated' } },
  rationale: 'Every public IPv4 address is billed by the hour, used or not.',

  evaluate({ attributes, region }, { now, parameters, prices, firstSeen }) {
    if (attributes.association_id !== null || attributes.network_interface_id !== null) return pass;
    if (daysBetween(firstSeen, now) < numberOf(parameters, 'days')) return pass;
    const saving = addressSaving(region, prices);
    return fail({
      summary: `${attributes.public_ip} is associated with nothing.`,
      evidence: { public_ip: attributes.public_ip, association_id: null, network_interface_id: null },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => addressRelease(attributes.allocation_id, attributes.public_ip, region),
});
