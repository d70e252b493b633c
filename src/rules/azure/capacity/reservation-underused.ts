import { defineRule, fail, isYoung, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { azureCapacityReservationOrder } from '../../../providers/azure/capacity/reservation-order.ts';

const permission = '`Microsoft.Capacity/reservationOrders/reservations/read` (Reservations Reader at /providers/Microsoft.Capacity)';
const write = 'Microsoft.Capacity/reservationOrders/reservations/write';

export const azReservationUnderused = defineRule({
  id: 'az-reservation-underused',
  title: 'Reservation is not used up',
  category: 'waste',
  severity: 'medium',
  resourceType: azureCapacityReservationOrder,
  parameters: { pct: { value: 80, help: 'Use below which a reservation is too large, in percent' } },
  rationale: 'A reservation is paid for whether or not machines use it.',

  evaluate({ attributes, createdAt }, { now, parameters }) {
    const { running, state } = attributes;
    if (state === null) return unknown('Azure did not say whether the order is in force.');
    if (state.toLowerCase() !== 'succeeded') return notApplicable;
    if (isYoung(createdAt, now)) return pass;
    if (running === null) return unknown(`How much of it is used is not known: the list of reservations could not be read or shows none of it. Grant ${permission}.`);
    // All were cancelled, split into others or exchanged.
    if (running.length === 0) return notApplicable;
    const least = numberOf(parameters, 'pct');
    const low = running.filter(({ used_pct }) => used_pct !== null && used_pct < least);
    if (low.length > 0) {
      const words = low.map(({ id, display_name, used_pct, used_days }) => `${display_name ?? lastOf(id)} is used to ${used_pct} % over ${used_days} days`);
      return fail({
        summary: `${words.join('; ')}, less than ${least} %. What was paid for it only billing knows, so no saving is named.`,
        evidence: { state, reservations: low },
      });
    }
    const untold = running.filter(({ used_pct }) => used_pct === null);
    return untold.length === 0 ? pass : unknown(`Azure does not tell how much is used of ${untold.map(({ id, display_name }) => display_name ?? lastOf(id)).join(', ')}: it does so some days after the purchase.`);
  },

  remediation: ({ uid, attributes }) => (attributes.running ?? [{ id: `${uid}/reservations/RESERVATION_ID`, applied_scope: null }]).flatMap(stepsFor),
});

const lastOf = (id: string): string => id.split('/').at(-1) ?? id;

/** It cannot be made smaller: let others use it, and do not buy it again. */
function stepsFor({ id, applied_scope }: { id: string; applied_scope: string | null }): RemediationStep[] {
  const update = `az reservations reservation update --reservation-order-id '${id.split('/').at(-3) ?? ''}' --reservation-id '${lastOf(id)}'`;
  return [
    ...(applied_scope?.toLowerCase() === 'shared' ? [] : [{ command: `${update} --applied-scope-type Shared`, undo: `${update} --applied-scope-type Single --applied-scopes FORMER_SCOPE`, permission: write }]),
    { command: `${update} --renew false`, undo: `${update} --renew true`, permission: write },
  ];
}
