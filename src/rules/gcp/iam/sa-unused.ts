import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpIamServiceAccount } from '../../../providers/gcp/iam/service-account.ts';
import { quoted } from '../facts.ts';

export const gcpSaUnused = defineRule({
  id: 'gcp-sa-unused',
  title: 'Service account is not used',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpIamServiceAccount,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without an authentication' } },
  rationale: 'An account that nothing uses keeps rights that nobody needs.',

  evaluate({ attributes }, { now, parameters, firstSeen }) {
    if (attributes.disabled) return notApplicable;
    const days = numberOf(parameters, 'days');
    if (!attributes.use_known) return unknown('When it last authenticated was not read (`policyanalyzer.serviceAccountLastAuthenticationActivities.query`, with the Policy Analyzer API switched on).');
    const { last_authenticated_at: last, observed_since: since } = attributes;
    if (last !== null && daysBetween(new Date(last), now) < days) return pass;
    // Without a date of its own, an account counts from the day it was first seen here.
    if (last === null && daysBetween(firstSeen, now) < days) return pass;
    return fail({ summary: last === null ? `It did not authenticate${since === null ? '' : ` since ${since.slice(0, 10)}`}.` : `Last authenticated on ${last.slice(0, 10)}.`, evidence: { last_authenticated_at: last, observed_since: since, made_by: attributes.made_by } });
  },

  remediation: ({ attributes: { email }, account }) => [
    { command: `gcloud iam service-accounts disable ${quoted(email)} --project=${quoted(account)}`, undo: `gcloud iam service-accounts enable ${quoted(email)} --project=${quoted(account)}`, permission: 'iam.serviceAccounts.disable' },
    { command: `gcloud iam service-accounts delete ${quoted(email)} --project=${quoted(account)} --quiet`, undo: 'gcloud iam service-accounts undelete UNIQUE_ID (within 30 days)', permission: 'iam.serviceAccounts.delete' },
  ],
});
