import { defineRule, fail, noMetric, numberOf, pass } from '../../../core/rule.ts';
import { gcpPubsubSubscription } from '../../../providers/gcp/pubsub/subscription.ts';
import { afterDays, counted, gib, irreversible, isTooYoung, metricPermission, savedBy, step } from '../facts.ts';

const metric = (name: string): string => `pubsub.googleapis.com/subscription/${name}`;

export const gcpPubsubOrphanSubscription = defineRule({
  id: 'gcp-pubsub-orphan-subscription',
  title: 'Subscription is read by nobody',
  category: 'waste',
  severity: 'low',
  resourceType: gcpPubsubSubscription,
  parameters: afterDays(14),
  rationale: 'Messages that nobody takes are stored and paid for until they expire.',
  metrics: ({ name, attributes }, parameters) => {
    const dimensions = { subscription_id: name };
    const backlog = { name: metric('backlog_bytes'), statistic: 'average' as const, days: 1, dimensions };
    return attributes.is_topic_deleted ? { backlog } : { backlog, sent: { name: metric('sent_message_count'), statistic: 'sum', days: numberOf(parameters, 'days'), dimensions } };
  },

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    const backlog = context.metric('backlog');
    const kept = backlog === undefined ? null : gib(backlog.average);
    const evidence = { topic: attributes.topic_uid, is_topic_deleted: attributes.is_topic_deleted, delivery: attributes.delivery, backlog_bytes: backlog?.average ?? null };
    const saving = kept === null ? {} : savedBy(region, context.prices, 'medium', [[kept, 'GiB', 'pubsub.retained']]);
    if (attributes.is_topic_deleted) return fail({ summary: 'Its topic was deleted, so nothing new can come.', evidence, ...saving });
    const sent = counted(context, { sent: metric('sent_message_count') });
    if ('evaluation' in sent) return sent.evaluation;
    if (sent.sum > 0) return pass;
    if (backlog === undefined) return noMetric(metric('backlog_bytes'), metricPermission);
    // Where nothing waits, nothing was published: the subscription may well be read.
    return backlog.maximum > 0 ? fail({ summary: `Nobody took a message in ${numberOf(context.parameters, 'days')} days, and messages wait.`, evidence, ...saving }) : pass;
  },

  remediation: (subscription) => [step('pubsub subscriptions delete', subscription, irreversible, 'pubsub.subscriptions.delete', 'none')],
});
