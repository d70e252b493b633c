import { aRow, readsAs } from '../test-azure.ts';
import { azureCapacityReservationOrder } from './reservation-order.ts';

readsAs(azureCapacityReservationOrder, aRow('Microsoft.Capacity/reservationOrders', 'o-1', {
  id: '/providers/Microsoft.Capacity/reservationOrders/O-1', location: null,
  properties: { displayName: 'VMs 2026', provisioningState: 'Succeeded', term: 'P1Y', billingPlan: 'Monthly', originalQuantity: 4, reservations: [{ id: '/providers/x' }], createdDateTime: '2026-01-02T03:04:05.6Z', expiryDate: '2027-01-02' },
}), {
  name: 'VMs 2026',
  region: 'global',
  createdAt: new Date('2026-01-02T03:04:05.600Z'),
  attributes: { display_name: 'VMs 2026', state: 'Succeeded', term: 'P1Y', billing_plan: 'Monthly', quantity: 4, reservations: 1, expires_at: '2027-01-02', renews: null, resource_group: null },
});
