import { defineRule, fail, noMetric, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { awsVpcVpcEndpoint } from '../../../providers/aws/vpc/vpc-endpoint.ts';
import { hoursPerMonth, isTooYoung, metricPermission, savedBy } from '../facts.ts';

export const awsVpceIdle = defineRule({
  id: 'aws-vpce-idle',
  title: 'Interface endpoint carries nothing',
  category: 'waste',
  severity: 'low',
  resourceType: awsVpcVpcEndpoint,
  parameters: { days: { value: 14, help: 'Days that are looked at' } },
  rationale: 'An interface endpoint is paid for by the hour in each zone, whether or not anything goes through it.',
  metrics({ attributes }, parameters) {
    if (!isBilled(attributes)) return {};
    // CloudWatch knows it by all four dimensions together. https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-cloudwatch-metrics.html
    const dimensions = { 'Endpoint Type': 'Interface', 'Service Name': attributes.service_name ?? '', 'VPC Endpoint Id': attributes.vpc_endpoint_id, 'VPC Id': attributes.vpc_id ?? '' };
    return { bytes: { namespace: 'AWS/PrivateLinkEndpoints', name: 'BytesProcessed', statistic: 'sum', days: numberOf(parameters, 'days'), dimensions } };
  },

  evaluate(endpoint, context) {
    const { attributes, region } = endpoint;
    if (!isBilled(attributes)) return notApplicable;
    if (isTooYoung(endpoint, context)) return pass;
    const bytes = context.metric('bytes');
    if (bytes === undefined) return noMetric('BytesProcessed', metricPermission);
    if (bytes.sum > 0) return pass;
    return fail({
      summary: `Nothing went through it in ${numberOf(context.parameters, 'days')} days.`,
      evidence: { bytes_processed: bytes.sum, service_name: attributes.service_name, vpc_id: attributes.vpc_id, subnet_ids: attributes.subnet_ids, since: bytes.since, until: bytes.until },
      ...savedBy(region, context.prices, 'medium', [[hoursPerMonth * attributes.subnet_ids.length, 'h', 'vpce.hour']]),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws ec2 delete-vpc-endpoints --region ${region} --vpc-endpoint-ids ${attributes.vpc_endpoint_id}`,
      undo: `aws ec2 create-vpc-endpoint --region ${region} --vpc-endpoint-type Interface --vpc-id ${attributes.vpc_id ?? 'VPC_ID'} --service-name ${attributes.service_name ?? 'SERVICE'} --subnet-ids ${attributes.subnet_ids.join(' ')}`,
      permission: 'ec2:DeleteVpcEndpoints',
    },
  ],
});

const isBilled = ({ endpoint_type: type, is_requester_managed: isManaged, state }: { endpoint_type: string; is_requester_managed: boolean; state: string }): boolean => type === 'Interface' && !isManaged && state.toLowerCase() === 'available';
