import { expect, it } from 'vitest';
import { startAzureUnderTest, tenantAccount } from '../../../../test/collect-azure.ts';
import { aRow, normalised, readsAs } from '../test-azure.ts';
import { azureCapacityReservationOrder } from './reservation-order.ts';

const id = '/providers/Microsoft.Capacity/reservationOrders/O-1';
const use = (grain: number, value: number, more: Record<string, unknown> = {}) => ({ grain, grainUnit: 'days', value, valueUnit: 'percentage', ...more });
const reservation = (name: string, provisioningState: string, aggregates?: unknown[]) => ({ id: `${id}/reservations/${name}`, sku: { name: 'Standard_D4s_v5' }, properties: { displayName: name, quantity: 2, provisioningState, appliedScopeType: 'Shared', ...(aggregates === undefined ? {} : { utilization: { aggregates } }) } });
const row = aRow('Microsoft.Capacity/reservationOrders', 'o-1', {
  id, location: null,
  properties: { displayName: 'VMs 2026', provisioningState: 'Succeeded', term: 'P1Y', billingPlan: 'Monthly', originalQuantity: 4, reservations: [{ id: '/providers/x' }], createdDateTime: '2026-01-02T03:04:05.6Z', expiryDate: '2027-01-02' },
});
const running = (besides: unknown[]) => normalised(azureCapacityReservationOrder, { ...row, details: { besides } }).attributes['running'];

readsAs(azureCapacityReservationOrder, row, {
  name: 'VMs 2026',
  region: 'global',
  createdAt: new Date('2026-01-02T03:04:05.600Z'),
  attributes: { display_name: 'VMs 2026', state: 'Succeeded', term: 'P1Y', billing_plan: 'Monthly', quantity: 4, reservations: 1, expires_at: '2027-01-02', renews: null, running: null, resource_group: null },
});

it('has the use over the longest time of each reservation that is in force', () => {
  const common = { sku: 'Standard_D4s_v5', quantity: 2, applied_scope: 'Shared' };
  expect(running([reservation('B', 'Succeeded'), reservation('A', 'Succeeded', [use(30, 40.5), use(7, 90), use(1, 100)]), reservation('C', 'Cancelled', [use(30, 0)])])).toEqual([
    { id: `${id.toLowerCase()}/reservations/a`, display_name: 'A', ...common, used_pct: 40.5, used_days: 30 },
    { id: `${id.toLowerCase()}/reservations/b`, display_name: 'B', ...common, used_pct: null, used_days: null },
  ]);
});

it('takes no number of another unit for percent', () => {
  expect(running([reservation('a', 'Succeeded', [use(30, 3, { valueUnit: 'hours' }), use(720, 3, { grainUnit: 'hours' }), use(7, 50)])])).toMatchObject([{ used_pct: 50, used_days: 7 }]);
});

it('knows nothing where the list shows none of the order', () => {
  expect([running([]), running([reservation('a', 'Cancelled')])]).toEqual([null, []]);
});

it('is listed with its use, in a scan without details too', async () => {
  await using under = await startAzureUnderTest();
  const { resources, end } = await under.collectOne(azureCapacityReservationOrder.id, { accounts: [tenantAccount], depth: 'listed' });
  expect(end.result.status).toBe('complete');
  expect(resources.map(({ attributes }) => attributes['running'])).toMatchObject([[{ used_pct: 55.2, used_days: 30 }]]);
});

it('is listed without its use where that may not be read, and says which permission is missing', async () => {
  await using under = await startAzureUnderTest({ faults: [{ kind: 'deny', path: 'Microsoft.Capacity/reservations' }] });
  const { resources, end } = await under.collectOne(azureCapacityReservationOrder.id, { accounts: [tenantAccount] });
  expect(end.result).toMatchObject({ status: 'partial', isListed: true, error: { code: 'AZURE_ACCESS_DENIED', permission: 'Microsoft.Capacity/reservationOrders/reservations/read' } });
  expect(resources.map(({ attributes }) => attributes['running'])).toEqual([null]);
});
