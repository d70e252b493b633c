import { defineRule, notApplicable, unknown } from '../../../core/rule.ts';
import { gcpComputeCommitment } from '../../../providers/gcp/compute/commitment.ts';
import { step } from '../facts.ts';

export const gcpCommitmentUnderused = defineRule({
  id: 'gcp-commitment-underused',
  title: 'Commitment is not used up',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpComputeCommitment,
  parameters: { pct: { value: 80, help: 'Use below which a commitment is too large, in percent' } },
  rationale: 'A commitment is paid for to its end, whether or not machines use it.',

  evaluate({ attributes }) {
    if (attributes.status !== 'ACTIVE') return notApplicable;
    return unknown('How much of a commitment is used, only the billing export and the console tell (Billing, Commitments).');
  },

  remediation: (commitment) => [step('compute commitments update --no-auto-renew', commitment, `gcloud compute commitments update '${commitment.name}' --auto-renew`, 'compute.commitments.update')],
});
