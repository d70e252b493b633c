import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { awsEc2NetworkInterface } from '../../../providers/aws/ec2/network-interface.ts';
import { afterDays, isTooYoung } from '../facts.ts';
import { addressSaving } from './address-cost.ts';

export const awsEniDetached = defineRule({
  id: 'aws-eni-detached',
  title: 'Network interface is attached to nothing',
  category: 'waste',
  severity: 'informational',
  resourceType: awsEc2NetworkInterface,
  parameters: afterDays(7, 'Days since it was first seen here; AWS does not say when it was made'),
  rationale: 'A forgotten interface keeps addresses, security groups and subnets from being removed.',

  evaluate(networkInterface, context) {
    const { attributes, region } = networkInterface;
    if (attributes.is_requester_managed) return notApplicable;
    if (isTooYoung(networkInterface, context)) return pass;
    if (attributes.status === 'unknown') return unknown('AWS did not say whether it is in use, which `ec2:DescribeNetworkInterfaces` tells.');
    if (attributes.status !== 'available') return pass;
    const saving = attributes.public_ip === null ? undefined : addressSaving(region, context.prices, { confidence: 'low' });
    return fail({
      summary: `Attached to nothing${attributes.public_ip === null ? '' : `, with the public address ${attributes.public_ip}`}.`,
      evidence: { status: attributes.status, description: attributes.description, private_ips: attributes.private_ips, public_ip: attributes.public_ip, subnet_id: attributes.subnet_id },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 delete-network-interface --region ${region} --network-interface-id ${attributes.network_interface_id}`,
      undo: `aws ec2 create-network-interface --region ${region} --subnet-id ${attributes.subnet_id ?? 'SUBNET_ID'} (with a new id)`,
      permission: 'ec2:DeleteNetworkInterface',
    },
  ],
});
