import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsSecretsmanagerSecret } from '../../../providers/aws/secretsmanager/secret.ts';
import { isTooYoung, savedBy } from '../facts.ts';

/**
 * AWS tells the day of the last retrieval of each region by itself: a primary says nothing of its replicas, which go with it.
 * https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_SecretListEntry.html
 */
export const awsSecretUnused = defineRule({
  id: 'aws-secret-unused',
  title: 'Nobody reads the secret',
  category: 'waste',
  severity: 'low',
  resourceType: awsSecretsmanagerSecret,
  usedBy: [awsSecretsmanagerSecret],
  parameters: { days: { value: 90, help: 'Days without a retrieval; never retrieved counts from the creation' } },
  rationale: 'A secret is paid for by the month, and one that nobody reads may still open a door.',

  evaluate(secret, context) {
    const { attributes, region, createdAt } = secret;
    const days = numberOf(context.parameters, 'days');
    // What a service manages, it reads and removes by itself; what is to be deleted costs nothing; a replica goes with its primary.
    if (attributes.owning_service !== null || attributes.deleted_at !== null || attributes.is_replica) return notApplicable;
    const last = attributes.last_accessed_on;
    // It may have been at the end of that day.
    if (last !== null && daysBetween(new Date(last), context.now) < days + 1) return pass;
    if (last === null && createdAt === undefined) return unknown('It was never retrieved, and AWS does not say when it was made.');
    if (last === null && isTooYoung(secret, context)) return pass;
    if (context.user !== undefined) return unknown(`It has a replica (${context.user.uid}), and AWS tells of each region by itself when it was last retrieved there.`);
    return fail({
      summary: last === null ? `Never retrieved since it was made on ${(createdAt as Date).toISOString().slice(0, 10)}.` : `Last retrieved on ${last}.`,
      evidence: { last_accessed_on: last, created_at: attributes.created_at, last_changed_at: attributes.last_changed_at, rotation_enabled: attributes.rotation_enabled, primary_region: attributes.primary_region },
      ...savedBy(region, context.prices, 'medium', [[1, 'secret', 'secrets.secret']]),
    });
  },

  remediation: ({ uid, region }) => [
    { command: `aws secretsmanager delete-secret --region ${region} --secret-id ${uid} --recovery-window-in-days 30`, undo: `aws secretsmanager restore-secret --region ${region} --secret-id ${uid} (within the 30 days)`, permission: 'secretsmanager:DeleteSecret' },
  ],
});
