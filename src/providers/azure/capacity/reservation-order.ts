import { z } from 'zod';
import { type AzureRow, booleanAt, dateOf, defineAzureResource, listAt, numberAt, textAt } from '../define.ts';

const reservationsRead = 'Microsoft.Capacity/reservationOrders/reservations/read';

const reservation = z.object({
  id: z.string(),
  display_name: z.string().nullable(),
  sku: z.string().nullable(),
  quantity: z.number().nullable(),
  applied_scope: z.string().nullable().describe('Single, Shared or ManagementGroup'),
  used_pct: z.number().nullable().describe('Over the longest time that Azure told'),
  used_days: z.number().nullable().describe('How long that time is'),
});

export const azureCapacityReservationOrder = defineAzureResource({
  id: 'azure:capacity:reservation-order',
  title: 'Reservation order',
  plural: 'Reservation orders',
  nativeType: 'Microsoft.Capacity/reservationOrders',
  apiVersion: '2022-11-01',
  accountKind: 'tenant',
  // The lists of single orders do not tell how much is used, the list of all reservations does.
  source: { from: 'tenant', path: 'providers/Microsoft.Capacity/reservationOrders', besides: { path: 'providers/Microsoft.Capacity/reservations', permission: reservationsRead, ownerOf: ({ id }) => id.replace(/\/reservations\/[^/]*$/i, '') } },
  permissions: ['Microsoft.Capacity/reservationOrders/read', reservationsRead],
  reads: 'Reservations that were bought, with term, number, when they end and how much of them is used.',

  attributes: z.object({
    display_name: z.string().nullable(),
    state: z.string().nullable().describe('Succeeded, Expired, Cancelled, …'),
    term: z.string().nullable().describe('P1Y or P3Y'),
    billing_plan: z.string().nullable(),
    quantity: z.number().nullable(),
    reservations: z.number(),
    expires_at: z.string().nullable(),
    renews: z.boolean().nullable(),
    running: z.array(reservation).nullable().describe('The reservations of it that are in force, with their use; null where their list could not be read or shows none of it'),
  }),

  normalise: (row) => ({
    name: textAt(row, 'properties.displayName') ?? row.name ?? row.id,
    createdAt: dateOf(textAt(row, 'properties.createdDateTime')),
    attributes: {
      display_name: textAt(row, 'properties.displayName'),
      state: textAt(row, 'properties.provisioningState'),
      term: textAt(row, 'properties.term'),
      billing_plan: textAt(row, 'properties.billingPlan'),
      quantity: numberAt(row, 'properties.originalQuantity'),
      reservations: listAt(row, 'properties.reservations').length,
      expires_at: textAt(row, 'properties.expiryDate'),
      renews: booleanAt(row, 'properties.renew'),
      running: runningOf(row),
    },
  }),
});

function runningOf({ details }: AzureRow): z.infer<typeof reservation>[] | null {
  const listed = details?.['besides'];
  if (!Array.isArray(listed) || listed.length === 0) return null;
  // What was split, merged or cancelled stays in the list and is used by nobody.
  const running = (listed as AzureRow[]).filter((one) => textAt(one, 'properties.provisioningState')?.toLowerCase() === 'succeeded');
  return running.map((one) => ({
    id: one.id.toLowerCase(),
    display_name: textAt(one, 'properties.displayName'),
    sku: textAt(one, 'sku.name'),
    quantity: numberAt(one, 'properties.quantity'),
    applied_scope: textAt(one, 'properties.appliedScopeType'),
    ...useOf(one),
  })).sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** Azure tells the use of a day, a week and a month: the longest says most. */
function useOf(row: AzureRow): { used_pct: number | null; used_days: number | null } {
  const told = listAt(row, 'properties.utilization.aggregates').flatMap((one) => {
    const [days, pct] = [numberAt(one, 'grain'), numberAt(one, 'value')];
    const isKnown = textAt(one, 'grainUnit')?.toLowerCase() === 'days' && textAt(one, 'valueUnit')?.toLowerCase() === 'percentage';
    return isKnown && days !== null && pct !== null ? [{ used_pct: pct, used_days: days }] : [];
  });
  return told.reduce((longest, one) => ((one.used_days ?? 0) > (longest.used_days ?? 0) ? one : longest), { used_pct: null, used_days: null } as { used_pct: number | null; used_days: number | null });
}
