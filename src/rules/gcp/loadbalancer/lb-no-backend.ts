import { defineRule, fail, type MetricQuestion, numberOf, pass, unknown } from '../../../core/rule.ts';
import { gcpLoadbalancerBackendservice } from '../../../providers/gcp/loadbalancer/backendservice.ts';
import { gcpLoadbalancerForwardingrule } from '../../../providers/gcp/loadbalancer/forwardingrule.ts';
import { afterDays, counted, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

const metric = 'loadbalancing.googleapis.com/https/request_count';
const isWeb = (kind: string | null): boolean => kind !== null && /^targetHttps?Proxies$/.test(kind);

export const gcpLbNoBackend = defineRule({
  id: 'gcp-lb-no-backend',
  title: 'Load balancer has nothing behind it',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpLoadbalancerForwardingrule,
  reads: [gcpLoadbalancerBackendservice],
  parameters: afterDays(7),
  rationale: 'A forwarding rule is billed by the hour, whether or not anything answers behind it.',
  metrics: ({ attributes, name }, parameters): Record<string, MetricQuestion> => (isWeb(attributes.target_kind) && attributes.is_external ? { requests: { name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { forwarding_rule_name: name } } } : {}),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const evidence = { ip_address: attributes.ip_address, scheme: attributes.scheme, target: attributes.target_uid, backend_service: attributes.backend_service_uid };
    const saving = savedBy(region, context.prices, 'high', [[hoursPerMonth, 'h', 'fr']]);
    if (attributes.backend_service_uid !== null) {
      const backends = context.related(attributes.backend_service_uid)?.attributes['backend_uids'];
      if (!Array.isArray(backends)) return unknown('Its backend service was not seen (`compute.backendServices.list`).');
      return backends.length > 0 ? pass : fail({ summary: 'Its backend service has no backends.', evidence, ...saving });
    }
    if (attributes.target_uid === null) return unknown('Google did not say where it leads.');
    if (!isWeb(attributes.target_kind) || !attributes.is_external) return unknown('What is behind a target of this kind cannot be told from the rule.');
    const requests = counted(context, { requests: metric });
    if ('evaluation' in requests) return requests.evaluation;
    return requests.sum > 0 ? pass : fail({ summary: 'Nobody asked it anything in the window.', evidence: { ...evidence, requests: 0 }, ...saving });
  },

  remediation: (rule) => [step('compute forwarding-rules delete', rule, irreversible, 'compute.forwardingRules.delete')],
});
