import { z } from 'zod';
import { booleanAt, defineGcpResource, numberAt, textAt } from '../define.ts';
import { listOf } from '../sources.ts';

export const gcpBigqueryReservation = defineGcpResource({
  id: 'gcp:bigquery:reservation',
  title: 'BigQuery reservation',
  plural: 'BigQuery reservations',
  nativeType: 'bigqueryreservation.googleapis.com/Reservation',
  api: 'bigqueryreservation.googleapis.com',
  permissions: ['bigquery.reservations.list'],
  reads: 'Each reservation with its slots and its edition.',
  // This service has no list of its places; that it takes `-` is not documented.
  source: { from: 'asset', assetTypes: ['bigqueryreservation.googleapis.com/Reservation'], lists: [listOf('bigqueryreservation.v1', 'projects.locations.reservations', 'reservations', 'projects/{project}/locations/-/reservations', { query: { pageSize: '100' } })] },

  attributes: z.object({ slots: z.number().nullable().describe('Paid for all the time'), max_slots: z.number().nullable(), edition: z.string().nullable(), ignores_idle_slots: z.boolean() }),

  normalise: ({ data }) => ({ attributes: { slots: numberAt(data, 'slotCapacity'), max_slots: numberAt(data, 'autoscale.maxSlots'), edition: textAt(data, 'edition'), ignores_idle_slots: booleanAt(data, 'ignoreIdleSlots') ?? false } }),
});
