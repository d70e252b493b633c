import { defineRule, notApplicable, unknown } from '../../../core/rule.ts';
import { azureCapacityReservationOrder } from '../../../providers/azure/capacity/reservation-order.ts';
import { irreversible, step } from '../facts.ts';

export const azReservationUnderused = defineRule({
  id: 'az-reservation-underused',
  title: 'Reservation is not used up',
  category: 'waste',
  severity: 'medium',
  resourceType: azureCapacityReservationOrder,
  rationale: 'A reservation is paid for whether or not machines use it.',

  evaluate(resource) {
    const { attributes } = resource;
    if (attributes.state?.toLowerCase() !== 'succeeded') return notApplicable;
    return unknown('How much of a reservation is used is not collected.');
  },

  remediation: ({ uid }) => [step('reservations reservation-order show', uid, irreversible, 'Microsoft.Capacity/reservationOrders/read')],
});
