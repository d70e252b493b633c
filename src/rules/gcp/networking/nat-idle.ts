import { defineRule, fail, type MetricQuestion, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpNetworkingRouter } from '../../../providers/gcp/networking/router.ts';
import { afterDays, counted, hoursPerMonth, isTooYoung, placeFlags, quoted, savedBy } from '../facts.ts';

const metric = 'router.googleapis.com/nat/sent_bytes_count';

export const gcpNatIdle = defineRule({
  id: 'gcp-nat-idle',
  title: 'NAT gateway has no traffic',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpNetworkingRouter,
  parameters: afterDays(14),
  rationale: 'A NAT gateway is billed by the hour for the machines behind it, and so are its addresses.',
  metrics: ({ attributes }, parameters): Record<string, MetricQuestion> => (attributes.nats.length === 0 || attributes.router_id === null ? {} : { sent: { name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { router_id: attributes.router_id } } }),

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.nats.length === 0) return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const sent = counted(context, { sent: metric });
    if ('evaluation' in sent) return sent.evaluation;
    if (sent.sum > 0) return pass;
    const { length } = attributes.nats;
    return fail({
      summary: `Nothing went through ${length === 1 ? 'its NAT gateway' : `its ${length} NAT gateways`}.`,
      evidence: { nats: attributes.nats.map(({ name }) => name), sent_bytes: 0 },
      // What it costs goes by the machines behind it, of which 32 are the most that count.
      ...savedBy(region, context.prices, 'medium', [[length * hoursPerMonth, 'h', 'nat']], { isUpper: true }),
    });
  },

  remediation: (router) => router.attributes.nats.map(({ name }) => ({ command: `gcloud compute routers nats delete ${quoted(name)} --router=${quoted(router.name)}${placeFlags(router)} --quiet`, undo: `gcloud compute routers nats create ${quoted(name)} --router=${quoted(router.name)}`, permission: 'compute.routers.update' })),
});
