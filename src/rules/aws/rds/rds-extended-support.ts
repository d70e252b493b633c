import { defineRule, fail, notApplicable, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { savedBy } from '../facts.ts';
import { hoursOf } from './database.ts';
import { hasExtendedSupport, supportOf } from './standard-support.ts';

/** Of the unit's `extended_support`. Of one that AWS upgrades by itself nothing is paid. */
const enrolled = 'open-source-rds-extended-support';

export const awsRdsExtendedSupport = defineRule({
  id: 'aws-rds-extended-support',
  title: 'Database runs a version in paid extended support',
  category: 'waste',
  severity: 'medium',
  resourceType: awsRdsDbInstance,
  rationale: 'Every vCPU of a database on a version in extended support is paid for by the hour besides the database itself, and twice as much from the third year on.',

  evaluate({ attributes, region }, { now, prices }) {
    const { engine, engine_version: running, extended_support: support } = attributes;
    if (engine === 'unknown') return unknown('AWS does not say which engine it runs.');
    // A stopped one runs up no hours.
    if (!hasExtendedSupport(engine) || attributes.status === 'stopped' || support === `${enrolled}-disabled`) return notApplicable;
    if (running === null) return unknown('AWS does not say which version it runs.');
    const { major, days } = supportOf(engine, running);
    if (days === undefined) return unknown(`When standard support of ${engine} ${major} ends is not known here.`);
    const isSince = (day: string | null): boolean => day !== null && now.getTime() >= Date.parse(day);
    if (!isSince(days.paidFrom)) return pass;
    if (support !== enrolled) return unknown(`Standard support of ${engine} ${major} is over, and AWS does not say whether the database is in extended support.`);
    const isThirdYear = isSince(days.thirdYearFrom);
    const vcpus = vcpusOf(attributes.instance_class);
    return fail({
      summary: `Standard support of ${engine} ${major} ended on ${days.standardUntil}; extended support is paid for since ${days.paidFrom}${isThirdYear ? `, and twice as much since ${days.thirdYearFrom}` : ''}.`,
      evidence: { engine, engine_version: running, extended_support: support, instance_class: attributes.instance_class, vcpus: vcpus ?? null, multi_az: attributes.multi_az, standard_support_until: days.standardUntil, paid_from: days.paidFrom, third_year_from: days.thirdYearFrom },
      ...(vcpus === undefined ? {} : savedBy(region, prices, 'high', [[vcpus * hoursOf(attributes), 'vCPU-hours', isThirdYear ? 'rds.extended.third.vcpu' : 'rds.extended.vcpu']])),
    });
  },

  remediation: ({ attributes, region }) => upgrade(attributes, region),
});

const vcpusBySize: Readonly<Record<string, number>> = { micro: 2, small: 2, medium: 2, large: 2, xlarge: 4, '2xlarge': 8, '4xlarge': 16, '8xlarge': 32, '12xlarge': 48, '16xlarge': 64, '24xlarge': 96, '32xlarge': 128, '48xlarge': 192 };

/** Sizes have the same vCPUs in every family since the third generation; the older ones and serverless are not known. https://aws.amazon.com/rds/instance-types/ */
function vcpusOf(instanceClass: string | null): number | undefined {
  const [, family = '', size = ''] = /^db\.([a-z0-9]+)\.([a-z0-9]+)$/.exec(instanceClass ?? '') ?? [];
  if (/^(t[12]|m[1-4]|r[1-3]|c[1-4])$/.test(family)) return undefined;
  return Object.hasOwn(vcpusBySize, size) ? vcpusBySize[size] : undefined;
}

/** The instances of a cluster are upgraded with it. Nothing goes back to an older version but a snapshot. */
function upgrade({ db_instance_id: id, db_cluster_id: cluster }: { db_instance_id: string; db_cluster_id: string | null }, region: string): RemediationStep[] {
  const [noun, name, action] = cluster === null ? ['instance', id, 'DBInstance'] : ['cluster', cluster, 'DBCluster'];
  const which = `--db-${noun}-identifier ${name}`;
  const [snapshot, kept] = cluster === null ? ['db-snapshot', '--db-snapshot-identifier'] : ['db-cluster-snapshot', '--db-cluster-snapshot-identifier'];
  const restore = cluster === null ? `restore-db-instance-from-db-snapshot --region ${region} --db-instance-identifier ${name}-before ${kept}` : `restore-db-cluster-from-snapshot --region ${region} --engine ENGINE --db-cluster-identifier ${name}-before --snapshot-identifier`;
  return [
    { command: `aws rds create-${snapshot} --region ${region} ${which} ${kept} ${name}-before-upgrade`, undo: `aws rds delete-${snapshot} --region ${region} ${kept} ${name}-before-upgrade`, permission: `rds:Create${cluster === null ? 'DBSnapshot' : 'DBClusterSnapshot'}` },
    { command: `aws rds modify-db-${noun} --region ${region} ${which} --engine-version NEXT_VERSION --allow-major-version-upgrade --no-apply-immediately`, undo: `aws rds ${restore} ${name}-before-upgrade (as a database of its own)`, permission: `rds:Modify${action}` },
  ];
}
