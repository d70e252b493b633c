import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpBigqueryReservation } from './reservation.ts';

describe('a reservation', () => {
  reads(gcpBigqueryReservation, { asset: { name: '//bigqueryreservation.googleapis.com/projects/shop/locations/EU/reservations/etl' }, listed: { name: 'projects/shop/locations/EU/reservations/etl', slotCapacity: '100', edition: 'ENTERPRISE', autoscale: { maxSlots: '200' } } }, {
    uid: '//bigqueryreservation.googleapis.com/projects/shop/locations/EU/reservations/etl', region: 'eu', attributes: { slots: 100, max_slots: 200 }, relations: [],
  });
});
