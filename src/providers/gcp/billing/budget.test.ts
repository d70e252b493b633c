import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBillingBudget } from './budget.ts';

describe('a budget', () => {
  reads(gcpBillingBudget, { listed: { name: 'billingAccounts/0A-1B/budgets/b', displayName: 'All', amount: { specifiedAmount: { currencyCode: 'EUR', units: '1000' } }, thresholdRules: [{ thresholdPercent: 0.5 }], notificationsRule: { pubsubTopic: 'projects/shop/topics/money' } } }, { uid: '//billingbudgets.googleapis.com/billingAccounts/0A-1B/budgets/b', name: 'All', attributes: { amount: 1000, thresholds_pct: [50] }, relations: [{ kind: 'targets', uid: '//pubsub.googleapis.com/projects/shop/topics/money' }] });
});
