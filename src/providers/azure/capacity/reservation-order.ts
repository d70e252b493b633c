import { z } from 'zod';
import { booleanAt, dateOf, defineAzureResource, listAt, numberAt, textAt } from '../define.ts';

export const azureCapacityReservationOrder = defineAzureResource({
  id: 'azure:capacity:reservation-order',
  title: 'Reservation order',
  plural: 'Reservation orders',
  nativeType: 'Microsoft.Capacity/reservationOrders',
  apiVersion: '2022-11-01',
  accountKind: 'tenant',
  source: { from: 'tenant', path: 'providers/Microsoft.Capacity/reservationOrders' },
  reads: 'Reservations that were bought, with term, number and when they end.',

  attributes: z.object({
    display_name: z.string().nullable(),
    state: z.string().nullable().describe('Succeeded, Expired, Cancelled, …'),
    term: z.string().nullable().describe('P1Y or P3Y'),
    billing_plan: z.string().nullable(),
    quantity: z.number().nullable(),
    reservations: z.number(),
    expires_at: z.string().nullable(),
    renews: z.boolean().nullable(),
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
    },
  }),
});
