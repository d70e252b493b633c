import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpIamKey } from '../../../providers/gcp/iam/key.ts';
import { quoted, shortNameOf } from '../facts.ts';

export const gcpSaKeyUnused = defineRule({
  id: 'gcp-sa-key-unused',
  title: 'Key of a service account is not used',
  category: 'waste',
  severity: 'high',
  resourceType: gcpIamKey,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without an authentication; never used counts from the creation' } },
  rationale: 'Whoever finds the key can use it, and nobody would notice that it is used again.',

  evaluate({ attributes, createdAt }, { now, parameters, firstSeen }) {
    if (attributes.valid_until !== null && Date.parse(attributes.valid_until) < now.getTime()) return notApplicable;
    if (!attributes.use_known) return unknown('When it was last used was not read (`policyanalyzer.serviceAccountKeyLastAuthenticationActivities.query`, with the Policy Analyzer API switched on).');
    const { last_authenticated_at: last } = attributes;
    const since = last === null ? (createdAt ?? firstSeen) : new Date(last);
    if (daysBetween(since, now) < numberOf(parameters, 'days')) return pass;
    return fail({
      summary: last === null ? `Never used since it was made on ${since.toISOString().slice(0, 10)}.` : `Last used on ${last.slice(0, 10)}.`,
      risk: attributes.disabled ? 'Low' : 'High',
      evidence: { status: attributes.disabled ? 'Disabled' : 'Enabled', last_authenticated_at: last, created_at: createdAt?.toISOString() ?? null, service_account: attributes.service_account_uid },
    });
  },

  remediation: ({ attributes, account }) => {
    const flags = `${quoted(attributes.key_id)} --iam-account=${quoted(shortNameOf(attributes.service_account_uid))} --project=${quoted(account)}`;
    return [
      { command: `gcloud iam service-accounts keys disable ${flags}`, undo: `gcloud iam service-accounts keys enable ${flags}`, permission: 'iam.serviceAccountKeys.disable' },
      { command: `gcloud iam service-accounts keys delete ${flags} --quiet`, undo: 'Nothing undoes it: make a new key.', permission: 'iam.serviceAccountKeys.delete' },
    ];
  },
});
