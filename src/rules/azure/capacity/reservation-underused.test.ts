import { describe, expect, it } from 'vitest';
import { daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { anAzure } from '../../../../test/judge-azure.ts';
import { azureCapacityReservationOrder } from '../../../providers/azure/capacity/reservation-order.ts';
import { azReservationUnderused } from './reservation-underused.ts';

const uid = '/providers/microsoft.capacity/reservationorders/o-1';
const used = (used_pct: number | null, more: Record<string, unknown> = {}) => ({ id: `${uid}/reservations/r-1`, display_name: 'Machines', sku: 'Standard_D4s_v5', quantity: 4, applied_scope: 'Single', used_pct, used_days: used_pct === null ? null : 30, ...more });
const order = (running: unknown, attributes: Record<string, unknown> = {}) => anAzure(azureCapacityReservationOrder, { state: 'Succeeded', running, ...attributes }, { uid });

describe('az-reservation-underused', () => {
  it.each([
    ['is used up', order([used(99.5)]), 'pass'],
    ['is used to the limit', order([used(80)]), 'pass'],
    ['is used to less', order([used(79.9)]), 'fail'],
    ['nobody uses', order([used(0)]), 'fail'],
    ['has two parts, of which one is not used up', order([used(100), used(40, { id: `${uid}/reservations/r-2` })]), 'fail'],
    ['has two parts, of which one is not used up and one was not told', order([used(null), used(40, { id: `${uid}/reservations/r-2` })]), 'fail'],
    ['has two parts, of which one was not told', order([used(100), used(null, { id: `${uid}/reservations/r-2` })]), 'unknown'],
    ['has no use told', order([used(null)]), 'unknown'],
    ['has parts that may not be listed', order(null), 'unknown'],
    ['has no part in force', order([]), 'not_applicable'],
    ['has no state told', order([used(0)], { state: null }), 'unknown'],
    ['is over', order([used(0)], { state: 'Expired' }), 'not_applicable'],
  ])('an order that %s', (_, resource, expected) => {
    expect(verdict(azReservationUnderused, resource)).toBe(expected);
  });

  it('leaves an order alone that was made yesterday', () => {
    expect(verdict(azReservationUnderused, { ...order([used(0)]), createdAt: daysAgo(1) })).toBe('pass');
  });

  it('takes another threshold', () => {
    expect([40, 41].map((pct) => verdict(azReservationUnderused, order([used(40)]), { parameters: { pct } }))).toEqual(['pass', 'fail']);
  });

  it('says what was told and names no saving, as nobody told a price', () => {
    const answer = judge(azReservationUnderused, order([used(40.5), used(90, { id: `${uid}/reservations/r-2` })]));
    expect(answer).toMatchObject({ outcome: 'fail', summary: expect.stringContaining('Machines is used to 40.5 % over 30 days, less than 80 %'), evidence: { reservations: [{ used_pct: 40.5 }] } });
    expect(answer).not.toHaveProperty('saving');
  });

  it('names the permission where the list may not be read', () => {
    expect(judge(azReservationUnderused, order(null))).toMatchObject({ reason: expect.stringContaining('`Microsoft.Capacity/reservationOrders/reservations/read`') });
  });

  it('lets others use it where it is for one, and does not buy it again', () => {
    const flags = azReservationUnderused.remediation(order([used(40), used(90, { id: `${uid}/reservations/r-2`, applied_scope: 'Shared' })])).map(({ command }) => command.split("--reservation-id ")[1]);
    expect(flags).toEqual(["'r-1' --applied-scope-type Shared", "'r-1' --renew false", "'r-2' --renew false"]);
  });
});
