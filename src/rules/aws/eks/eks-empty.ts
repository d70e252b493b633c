import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEksCluster } from '../../../providers/aws/eks/cluster.ts';
import { awsEksFargateProfile } from '../../../providers/aws/eks/fargate-profile.ts';
import { awsEksNodegroup } from '../../../providers/aws/eks/nodegroup.ts';
import { afterDays, hoursPerMonth, isTooYoung, quoted, savedBy, unlisted } from '../facts.ts';

const users = [awsEksNodegroup, awsEksFargateProfile, awsEc2Instance];

export const awsEksEmpty = defineRule({
  id: 'aws-eks-empty',
  title: 'Cluster has nothing to run pods on',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEksCluster,
  usedBy: users,
  parameters: afterDays(7),
  rationale: 'A cluster is paid for by the hour, whether or not a node has ever joined it.',

  evaluate(cluster, context) {
    const { attributes, region } = cluster;
    if (attributes.status === null) return unknown('AWS does not say in which state it is.');
    if (attributes.status !== 'ACTIVE') return notApplicable;
    if (context.user !== undefined || isTooYoung(cluster, context)) return pass;
    return (
      unlisted(users, context.isListed) ??
      fail({
        summary: 'It has no node group, no Fargate profile, and no instance is tagged as its node.',
        evidence: { used_by: null, version: attributes.version },
        // Nodes outside of AWS have no instance.
        ...savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', 'eks.hour']]),
      })
    );
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws eks describe-cluster --region ${region} --name ${quoted(attributes.cluster_name)} > cluster.json`,
      undo: 'Nothing to undo: it keeps a copy of the settings.',
      permission: 'eks:DescribeCluster',
    },
    {
      command: `aws eks delete-cluster --region ${region} --name ${quoted(attributes.cluster_name)}`,
      undo: 'Nothing undoes it: make a cluster anew from the copy, and deploy to it again.',
      permission: 'eks:DeleteCluster',
    },
  ],
});
