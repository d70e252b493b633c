import type { z } from 'zod';
import { defineRule, fail, noMetric, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { awsEc2DedicatedHost } from '../../../providers/aws/ec2/dedicated-host.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

type Host = z.infer<typeof awsEc2DedicatedHost.attributes>;

/** AWS dates when a host was allocated, and not when its last instance left: only hosts of T3 have a metric. */
export const awsEc2DedicatedHostEmpty = defineRule({
  id: 'aws-ec2-dedicated-host-empty',
  title: 'Dedicated host has no instance',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEc2DedicatedHost,
  parameters: { days: { value: 7, help: 'Days since it was allocated or first seen here' } },
  rationale: 'A dedicated host is paid for by the hour as a whole, whether or not any instance is on it.',
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/viewing_metrics_with_cloudwatch.html#dh-metrics
  metrics: ({ attributes }, parameters) =>
    (isMeasured(attributes) && attributes.instance_ids?.length === 0 ? { cpu: { namespace: 'AWS/EC2', name: 'DedicatedHostCPUUtilization', statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { HostId: attributes.host_id } } } : {}),

  evaluate(host, context) {
    const { attributes, account, region } = host;
    if (attributes.state === 'unknown') return unknown('AWS does not say in which state the host is.');
    if (!isJudged(attributes, account)) return notApplicable;
    if (attributes.instance_ids === null) return unknown('AWS does not say which instances are on the host.');
    if (attributes.instance_ids.length > 0 || isTooYoung(host, context)) return pass;
    const cpu = context.metric('cpu');
    if (isMeasured(attributes) && cpu === undefined) return noMetric('DedicatedHostCPUUtilization', metricPermission);
    // Some instance worked on it in these days.
    if ((cpu?.maximum ?? 0) > 0) return pass;
    return fail({
      summary: `No instance is on it now, and it was allocated ${attributes.allocated_at === null ? `more than ${numberOf(context.parameters, 'days')} days ago` : `on ${attributes.allocated_at.slice(0, 10)}`}; AWS does not say since when it is empty.`,
      evidence: { instance_ids: [], allocated_at: attributes.allocated_at, instance_family: attributes.instance_family, available_vcpus: attributes.available_vcpus, total_vcpus: attributes.total_vcpus, availability_zone: attributes.availability_zone, cpu_maximum: cpu?.maximum ?? null },
      ...savedBy(region, context.prices, 'medium', [[hoursPerMonth, 'h', `host.${attributes.instance_family ?? 'unknown'}`]]),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 release-hosts --region ${region} --host-ids ${attributes.host_id}`,
      undo: `aws ec2 allocate-hosts --region ${region} --availability-zone ${attributes.availability_zone ?? 'ZONE'} ${attributes.instance_type === null ? `--instance-family ${attributes.instance_family ?? 'FAMILY'}` : `--instance-type ${attributes.instance_type}`} --quantity 1 (as far as there is capacity, with a new id)`,
      permission: 'ec2:ReleaseHosts',
    },
  ],
});

/** Left alone: what another account shares, what a reservation pays for, what License Manager allocates and releases, and hardware of one's own. */
const isJudged = ({ state, owner_id: owner, host_reservation_id: reservation, in_resource_group: isManaged, outpost_arn: outpost }: Host, account: string): boolean =>
  state === 'available' && (owner === null || owner === account) && reservation === null && !isManaged && outpost === null;

const isMeasured = ({ instance_family: family }: Host): boolean => family === 't3';
