import { defineRule, notApplicable } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { judgeTypeChange, sameSizeOf } from './instance-type-change.ts';

/** Families with an arm64 twin of the same memory per processor. */
const twins = { t2: 't4g', t3: 't4g', t3a: 't4g', m4: 'm6g', m5: 'm6g', m5a: 'm6g', m6i: 'm6g', m6a: 'm6g', m7i: 'm7g', c4: 'c6g', c5: 'c6g', c5a: 'c6g', c6i: 'c6g', c6a: 'c6g', c7i: 'c7g', r4: 'r6g', r5: 'r6g', r5a: 'r6g', r6i: 'r6g', r6a: 'r6g' } as const;

export const awsEc2GravitonCandidate = defineRule({
  id: 'aws-ec2-graviton-candidate',
  title: 'Instance could run on arm64 for less',
  category: 'waste',
  severity: 'informational',
  resourceType: awsEc2Instance,
  isOnByDefault: false,
  rationale: 'The arm64 twin of the same size costs about a fifth less; whether the image and its software run there is for a person to test.',

  evaluate(instance, context) {
    const { instance_type: type, architecture } = instance.attributes;
    if (architecture !== 'x86_64') return notApplicable;
    return judgeTypeChange(instance, sameSizeOf(type, twins), context, { summary: `${type} where ${sameSizeOf(type, twins) ?? ''} costs less, if its software runs on arm64.`, confidence: 'low' });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 run-instances --region ${region} --instance-type ${sameSizeOf(attributes.instance_type, twins) ?? attributes.instance_type} --image-id ARM64_AMI_ID`,
      undo: `aws ec2 terminate-instances --region ${region} --instance-ids TEST_INSTANCE_ID`,
      permission: 'ec2:RunInstances',
    },
  ],
});
