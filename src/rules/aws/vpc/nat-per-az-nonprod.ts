import { defineRule, fail, notApplicable, pass, unknown, wordsOf } from '../../../core/rule.ts';
import { awsVpcNatGateway } from '../../../providers/aws/vpc/nat-gateway.ts';
import { hoursPerMonth, isTooYoung, savedBy } from '../facts.ts';
import { natRemoval } from './nat-removal.ts';

export const awsNatPerAzNonprod = defineRule({
  id: 'aws-nat-per-az-nonprod',
  title: 'Network of a test environment has several NAT gateways',
  category: 'waste',
  severity: 'informational',
  resourceType: awsVpcNatGateway,
  parameters: {
    days: { value: 7, help: 'Days since it was made or first seen here' },
    tag_names: { value: 'env,environment,stage', help: 'Tags of the gateway that name the environment' },
    nonprod_values: { value: 'dev,develop,development,test,testing,staging,qa,uat,sandbox,nonprod,non-prod,preprod', help: 'Their values that mean no production' },
  },
  rationale: 'One NAT gateway in each zone is for what must survive the loss of a zone; a test environment can share one.',

  gather({ attributes }, memo) {
    const { vpc_id: vpc, nat_gateway_id: id, state } = attributes;
    if (vpc === null || state !== 'available') return;
    memo.set(vpc, [...(memo.get(vpc)?.split(' ') ?? []), id].sort().join(' '));
  },

  evaluate(gateway, context) {
    const { attributes, region, tags } = gateway;
    const [names, values] = [wordsOf(context.parameters, 'tag_names'), wordsOf(context.parameters, 'nonprod_values')];
    const tag = Object.entries(tags).find(([name, value]) => names.has(name.toLowerCase()) && values.has(value.trim().toLowerCase()));
    if (tag === undefined || attributes.state !== 'available') return notApplicable;
    if (attributes.vpc_id === null) return unknown('AWS does not say which network it is in.');
    const all = context.memo.get(attributes.vpc_id)?.split(' ') ?? [];
    // One is needed: the others are flagged.
    if (all.length < 2 || all[0] === attributes.nat_gateway_id || isTooYoung(gateway, context)) return pass;
    return fail({
      summary: `${tag[0]} is ${tag[1]}, and ${attributes.vpc_id} has ${all.length} NAT gateways.`,
      evidence: { [`tag:${tag[0]}`]: tag[1], vpc_id: attributes.vpc_id, nat_gateway_ids: all },
      ...savedBy(region, context.prices, 'low', [[hoursPerMonth, 'h', 'nat.hour']]),
    });
  },

  remediation: ({ attributes, region }) => natRemoval(attributes, region),
});
