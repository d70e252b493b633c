import { z } from 'zod';
import { booleanAt, defineGcpResource, listAt, numberAt, textAt } from '../define.ts';
import { computeApi, endAt } from '../links.ts';

export const gcpComputeCommitment = defineGcpResource({
  id: 'gcp:compute:commitment',
  title: 'Committed use',
  plural: 'Committed uses',
  nativeType: 'compute.googleapis.com/Commitment',
  api: computeApi,
  permissions: ['compute.commitments.list'],
  reads: 'Each commitment with what was promised, for how long, and whether it renews itself.',
  source: {
    from: 'asset',
    assetTypes: ['compute.googleapis.com/Commitment'],
    lists: [{ method: 'compute.v1.regionCommitments.aggregatedList', host: computeApi, path: 'compute/v1/projects/{project}/aggregated/commitments', items: 'commitments', isAggregated: true }],
  },

  attributes: z.object({
    status: z.string(),
    plan: z.string().nullable().describe('TWELVE_MONTH or THIRTY_SIX_MONTH'),
    commitment_type: z.string().nullable(),
    category: z.string().nullable(),
    starts_at: z.string().nullable(),
    ends_at: z.string().nullable(),
    renews: z.boolean(),
    vcpus: z.number(),
    memory_gib: z.number(),
    accelerators: z.array(z.object({ name: z.string(), amount: z.number() })),
  }),

  normalise: ({ data }) => {
    const amountOf = (kind: string): number => listAt(data, 'resources').reduce<number>((sum, one) => sum + (textAt(one, 'type') === kind ? (numberAt(one, 'amount') ?? 0) : 0), 0);
    return {
      attributes: {
        status: textAt(data, 'status') ?? 'UNKNOWN',
        plan: textAt(data, 'plan'),
        commitment_type: textAt(data, 'type'),
        category: textAt(data, 'category'),
        starts_at: textAt(data, 'startTimestamp'),
        ends_at: textAt(data, 'endTimestamp'),
        renews: booleanAt(data, 'autoRenew') ?? false,
        vcpus: amountOf('VCPU'),
        memory_gib: amountOf('MEMORY') / 1024,
        accelerators: listAt(data, 'resources').flatMap((one) => (textAt(one, 'type') === 'ACCELERATOR' ? [{ name: endAt(one, 'acceleratorType') ?? '', amount: numberAt(one, 'amount') ?? 0 }] : [])),
      },
    };
  },
});
