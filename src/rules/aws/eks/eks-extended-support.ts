import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { awsEksCluster } from '../../../providers/aws/eks/cluster.ts';
import { hoursPerMonth, savedByChange } from '../facts.ts';

/** Last day of standard support. https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html */
const standardUntil: Readonly<Record<string, string>> = {
  '1.25': '2024-05-01', '1.26': '2024-06-11', '1.27': '2024-07-24', '1.28': '2024-11-26', '1.29': '2025-03-23', '1.30': '2025-07-23', '1.31': '2025-11-26', '1.32': '2026-03-23',
  '1.33': '2026-07-29', '1.34': '2026-12-02', '1.35': '2027-03-27',
};
const oldest = 25;

export const awsEksExtendedSupport = defineRule({
  id: 'aws-eks-extended-support',
  title: 'Cluster runs a version in paid extended support',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEksCluster,
  rationale: 'A cluster on a version in extended support costs six times the hourly price of one on a current version.',

  evaluate({ attributes, region }, { now, prices }) {
    if (attributes.version === null) return unknown('AWS does not say which version it runs.');
    // AWS moves such a cluster to the next version by itself.
    if (attributes.support_type === 'STANDARD') return notApplicable;
    const [, minor] = /^1\.(\d+)$/.exec(attributes.version) ?? [];
    if (minor === undefined) return unknown(`The version ${attributes.version} is none that is known here.`);
    const until = Object.hasOwn(standardUntil, attributes.version) ? standardUntil[attributes.version] : undefined;
    const isOver = Number(minor) < oldest || (until !== undefined && now.getTime() >= Date.parse(until));
    if (!isOver) return until === undefined ? unknown(`When standard support of ${attributes.version} ends is not known here.`) : pass;
    return fail({
      summary: `Standard support of ${attributes.version} ended${until === undefined ? ' long ago' : ` on ${until}`}.`,
      evidence: { version: attributes.version, support_type: attributes.support_type, standard_support_until: until ?? null },
      ...savedByChange(region, prices, 'high', [hoursPerMonth, 'h', 'eks.extended.hour'], [hoursPerMonth, 'h', 'eks.hour']),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws eks update-cluster-version --region ${region} --name ${attributes.cluster_name} --kubernetes-version NEXT_VERSION`,
      undo: 'Nothing undoes it: a cluster goes up one version at a time and never back.',
      permission: 'eks:UpdateClusterVersion',
    },
  ],
});
