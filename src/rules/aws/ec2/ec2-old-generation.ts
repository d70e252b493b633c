import { defineRule } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { judgeTypeChange, sameSizeOf, typeChange } from './instance-type-change.ts';

/** The next generation that needs no other processor; what is not named has none that costs less. */
const newer = { t2: 't3', m3: 'm5', m4: 'm5', c3: 'c5', c4: 'c5', r3: 'r5', r4: 'r5' } as const;

export const awsEc2OldGeneration = defineRule({
  id: 'aws-ec2-old-generation',
  title: 'Instance is of an old generation where a newer one costs less',
  category: 'waste',
  severity: 'informational',
  resourceType: awsEc2Instance,
  rationale: 'A newer generation of the same size is faster and costs less an hour; its image must have ENA and NVMe drivers.',

  evaluate(instance, context) {
    const { instance_type: type } = instance.attributes;
    return judgeTypeChange(instance, sameSizeOf(type, newer), context, { summary: `${type} where ${sameSizeOf(type, newer) ?? ''} costs less.`, confidence: 'medium' });
  },

  remediation: ({ attributes, region }) => typeChange(attributes.instance_id, region, attributes.instance_type, sameSizeOf(attributes.instance_type, newer) ?? attributes.instance_type),
});
