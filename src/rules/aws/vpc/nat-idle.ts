import { defineRule, fail, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { awsVpcNatGateway } from '../../../providers/aws/vpc/nat-gateway.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';
import { natRemoval } from './nat-removal.ts';

export const awsNatIdle = defineRule({
  id: 'aws-nat-idle',
  title: 'NAT gateway carries nothing',
  category: 'waste',
  severity: 'medium',
  resourceType: awsVpcNatGateway,
  parameters: { days: { value: 14, help: 'Days that are looked at' }, mb_day: { value: 1, help: 'MB a day to the outside that still count as nothing' } },
  rationale: 'A NAT gateway is paid for by the hour, with its address, whether or not anything goes through it.',
  metrics: ({ attributes }, parameters) => (attributes.state !== 'available' ? {} : { out: { namespace: 'AWS/NATGateway', name: 'BytesOutToDestination', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { NatGatewayId: attributes.nat_gateway_id } } }),

  evaluate(gateway, context) {
    const { attributes, region } = gateway;
    if (attributes.state !== 'available' || isTooYoung(gateway, context)) return pass;
    const out = context.metric('out');
    if (out === undefined) return noMetric('BytesOutToDestination', metricPermission);
    const days = numberOf(context.parameters, 'days');
    if (out.sum > numberOf(context.parameters, 'mb_day') * 1e6 * days) return pass;
    return fail({
      summary: `${Math.round(out.sum / 1e4) / 100} MB went out through it in ${days} days.`,
      evidence: { bytes_out: out.sum, vpc_id: attributes.vpc_id, public_ips: attributes.public_ips, since: out.since, until: out.until },
      ...savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'nat.hour'], [hoursPerMonth * attributes.public_ips.length, 'h', 'ipv4']]),
    });
  },

  remediation: ({ attributes, region }) => natRemoval(attributes, region),
});
