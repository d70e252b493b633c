import { z } from 'zod';
import { defineGcpResource, linkAt, listAt, numberAt, relationsTo, textAt } from '../define.ts';
import { textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

export const gcpBillingBudget = defineGcpResource({
  id: 'gcp:billing:budget',
  title: 'Budget',
  plural: 'Budgets',
  nativeType: 'billingbudgets.googleapis.com/Budget',
  api: 'billingbudgets.googleapis.com',
  accountKind: 'billing-account',
  permissions: ['billing.budgets.list'],
  reads: 'Each budget: how much, for which projects, and whom it tells when.',
  source: { from: 'list', lists: [listOf('billingbudgets.v1', 'billingAccounts.budgets', 'budgets', '{account}/budgets', { query: { pageSize: '100' } })] },

  attributes: z.object({ amount: z.number().nullable().describe('Null: what was spent before'), currency: z.string().nullable(), thresholds_pct: z.array(z.number()), projects: z.array(z.string()).describe('Empty: all'), topic_uid: z.string().nullable() }),

  normalise: ({ data }, naming) => ({
    name: textAt(data, 'displayName') ?? textAt(data, 'name')?.split('/').at(-1) ?? '',
    tags: {},
    attributes: {
      amount: numberAt(data, 'amount.specifiedAmount.units'),
      currency: textAt(data, 'amount.specifiedAmount.currencyCode'),
      thresholds_pct: listAt(data, 'thresholdRules').flatMap((rule) => Math.round((numberAt(rule, 'thresholdPercent') ?? 0) * 100)),
      projects: textsAt(data, 'budgetFilter.projects').sort(),
      topic_uid: linkAt(data, 'notificationsRule.pubsubTopic', 'pubsub.googleapis.com', naming),
    },
  }),

  relations: ({ attributes }) => [...relationsTo('targets', attributes.topic_uid), ...relationsTo('uses', attributes.projects.map((project) => `//cloudresourcemanager.googleapis.com/${project}`))],
});
