import { defineRule, fail, pass } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2KeyPair } from '../../../providers/aws/ec2/key-pair.ts';
import { awsEc2LaunchTemplate } from '../../../providers/aws/ec2/launch-template.ts';
import { afterDays, isTooYoung, quoted, unlisted } from '../facts.ts';

const users = [awsEc2Instance, awsEc2LaunchTemplate];

export const awsKeypairUnused = defineRule({
  id: 'aws-keypair-unused',
  title: 'Key pair that no machine knows',
  category: 'waste',
  severity: 'informational',
  resourceType: awsEc2KeyPair,
  usedBy: users,
  parameters: afterDays(180),
  rationale: 'It costs nothing, but whoever holds the private half gets into the next machine that is given it.',

  evaluate(pair, context) {
    if (context.user !== undefined || isTooYoung(pair, context)) return pass;
    return (
      unlisted(users, context.isListed) ??
      fail({ summary: 'No instance and no launch template was given it.', evidence: { used_by: null, key_type: pair.attributes.key_type, created_at: pair.attributes.created_at } })
    );
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 describe-key-pairs --region ${region} --key-names ${quoted(attributes.key_name)} --include-public-key --query 'KeyPairs[0].PublicKey' --output text > key.pub`,
      undo: 'Nothing to undo: it keeps the public half.',
      permission: 'ec2:DescribeKeyPairs',
    },
    {
      command: `aws ec2 delete-key-pair --region ${region} --key-name ${quoted(attributes.key_name)}`,
      undo: `aws ec2 import-key-pair --region ${region} --key-name ${quoted(attributes.key_name)} --public-key-material fileb://key.pub`,
      permission: 'ec2:DeleteKeyPair',
    },
  ],
});
