import { describe, expect, it } from 'vitest';
import { daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { anAzure, azurePrices } from '../../../../test/judge-azure.ts';
import type { Resource } from '../../../core/resource.ts';
import { azureComputeDisk } from '../../../providers/azure/compute/disk.ts';
import { azureComputeSnapshot } from '../../../providers/azure/compute/snapshot.ts';
import { azureComputeVirtualMachine } from '../../../providers/azure/compute/virtual-machine.ts';
import { azureComputeVmss } from '../../../providers/azure/compute/vmss.ts';
import { azureNetworkNetworkInterface } from '../../../providers/azure/network/network-interface.ts';
import { tierOf } from './disk-cost.ts';
import { azDiskPremiumIdle } from './disk-premium-idle.ts';
import { azDiskUnattached } from './disk-unattached.ts';
import { azSnapshotOld } from './snapshot-old.ts';
import { azSnapshotPremium } from './snapshot-premium.ts';
import { azVmDeallocated } from './vm-deallocated.ts';
import { azVmIdle } from './vm-idle.ts';
import { azVmStoppedAllocated } from './vm-stopped-allocated.ts';
import { azVmUnderused, smallerSize } from './vm-underused.ts';
import { azVmssEmpty } from './vmss-empty.ts';

const prices = azurePrices({
  'disk.P10': 20, 'disk.E10': 10, 'disk.premium2.gib': 0.08, 'disk.premium2.iops': 0.005, 'disk.premium2.mbps': 0.04, 'disk.ultra.gib': 0.12, 'disk.ultra.iops': 0.05, 'disk.ultra.mbps': 0.35, 'vm.Standard_D4s_v5': 0.2, 'vm.Standard_D2s_v5': 0.1,
  'ip.standard': 0.005, 'snapshot.standard': 0.05, 'snapshot.premium': 0.13,
});
const disk = (attributes: Record<string, unknown> = {}, resource: Partial<Resource> = {}) => anAzure(azureComputeDisk, { state: 'Unattached', size_gib: 128, sku: 'Premium_LRS', ...attributes }, resource);
const vm = (attributes: Record<string, unknown> = {}, resource: Partial<Resource> = {}) => anAzure(azureComputeVirtualMachine, { power_state: 'running', size: 'Standard_D4s_v5', ...attributes }, resource);

describe('az-disk-unattached', () => {
  it.each([
    ['of 128 GiB', disk(), 'fail $20'],
    // 20 × 1.5
    ['that is zone-redundant', disk({ sku: 'Premium_ZRS' }), 'fail $30'],
    // 128 × 0.08 + 1000 × 0.005 + 75 × 0.04
    ['of the second premium kind', disk({ sku: 'PremiumV2_LRS', iops: 4000, throughput_mbps: 200 }), 'fail $18.24'],
    // 128 × 0.12 + 500 × 0.05 + 100 × 0.35
    ['of the ultra kind', disk({ sku: 'UltraSSD_LRS', iops: 500, throughput_mbps: 100 }), 'fail $75.36'],
    ['of a kind that nobody knows', disk({ sku: 'Odd_LRS' }), 'fail'],
    ['without a size', disk({ size_gib: null }), 'fail'],
    ['in a region without prices', disk({}, { region: 'nowhere' }), 'fail'],
    ['that was made this minute', disk({}, { createdAt: daysAgo(0) }), 'fail $20'],
    ['in other casing', disk({ state: 'UNATTACHED' }), 'fail $20'],
    ['that is attached', disk({ state: 'Attached', attached_to: '/vm' }), 'pass'],
    ['of a deallocated machine', disk({ state: 'Reserved', attached_to: '/vm' }), 'pass'],
    ['of unknown state', disk({ state: null }), 'unknown'],
  ])('a disk %s: %s', (_what, resource, expected) => {
    expect(verdict(azDiskUnattached, resource, { prices, firstSeen: daysAgo(0) })).toBe(expected);
  });

  it('waits as long as it is told to, from the day it was detached', () => {
    const parameters = { days: 7 };
    expect(['2026-11-16T12:00:00Z', '2026-11-15T12:00:00Z', 'odd'].map((at) => verdict(azDiskUnattached, disk({ last_detached_at: at }), { prices, parameters }))).toEqual(['pass', 'fail $20', 'fail $20']);
  });

  it.each([['premium', 128, 'P10'], ['premium', 129, 'P15'], ['standardssd', 1, 'E1'], ['standard', 1, 'S4'], ['standard', 1024, 'S30'], ['premium', 99999, undefined], ['odd', 1, undefined]])('%s of %d GiB is %s', (kind, gib, tier) => {
    expect(tierOf(kind, gib)).toBe(tier);
  });
});

describe('machines that do not run', () => {
  const related = [disk({}, { uid: '/disk' }), anAzure(azureNetworkNetworkInterface, { public_ip_ids: ['/ip'] }, { uid: '/nic' })];

  // 730 × 0.2; 20; 20 + 730 × 0.005
  it.each([
    ['stopped', vm({ power_state: 'stopped' }), 'fail $146', 'pass'],
    ['stopped and spot', vm({ power_state: 'stopped', priority: 'Spot' }), 'fail', 'pass'],
    ['deallocated', vm({ power_state: 'deallocated', disk_ids: ['/disk'] }), 'pass', 'fail $20'],
    ['deallocated with an address', vm({ power_state: 'deallocated', disk_ids: ['/disk'], network_interface_ids: ['/nic'] }), 'pass', 'fail $23.65'],
    ['deallocated with a disk that is not known', vm({ power_state: 'deallocated', disk_ids: ['/disk', '/other'] }), 'pass', 'fail'],
    ['running', vm(), 'pass', 'pass'],
    ['of which nobody knows', vm({ power_state: null }), 'unknown', 'unknown'],
  ])('a machine that is %s', (_what, resource, stopped, deallocated) => {
    const circumstances = { prices, related, firstSeen: daysAgo(0) };
    expect([verdict(azVmStoppedAllocated, resource, circumstances), verdict(azVmDeallocated, resource, circumstances)]).toEqual([stopped, deallocated]);
  });
});

describe('machines that do little', () => {
  it.each([
    // 730 × 0.2, and half of it
    ['nothing', vm(), { cpu: { p95: 1 }, network: { p95: 1000 } }, 'fail $146', 'fail $73'],
    ['little', vm(), { cpu: { p95: 30 }, network: { p95: 1000 } }, 'pass', 'fail $73'],
    ['much', vm(), { cpu: { p95: 80 }, network: { p95: 1000 } }, 'pass', 'pass'],
    // 2 % of 500 Mbit/s for an hour are 4.5 GB
    ['much over the network', vm(), { cpu: { p95: 1 }, network: { p95: 5e9 } }, 'pass', 'fail $73'],
    ['what nobody measured', vm(), {}, 'unknown', 'unknown'],
    ['nothing for one day', vm(), { cpu: { p95: 1, coveredDays: 1 }, network: { p95: 1, coveredDays: 1 } }, 'unknown', 'unknown'],
    ['nothing since yesterday', vm({}, { createdAt: daysAgo(1) }), { cpu: { p95: 1 }, network: { p95: 1 } }, 'pass', 'pass'],
    ['nothing, as it is off', vm({ power_state: 'deallocated' }), {}, 'not_applicable', 'not_applicable'],
    ['what nobody told', vm({ power_state: null }), {}, 'unknown', 'unknown'],
  ])('a machine that does %s', (_what, resource, metrics, idle, underused) => {
    const outcomes = (one: Resource) => [verdict(azVmIdle, one, { prices, metrics }), verdict(azVmUnderused, one, { prices, metrics })];
    expect(outcomes(resource)).toEqual([idle, underused]);
    // What has no price is told of all the same.
    expect(outcomes({ ...resource, region: 'nowhere' })).toEqual([idle, underused].map((outcome) => outcome.split(' ')[0]));
  });

  it('measures the network by days where the window is longer than points of hours are read for', () => {
    const over = (days: number) => verdict(azVmIdle, vm(), { prices, parameters: { days }, metrics: { cpu: { p95: 1, coveredDays: days }, network: { p95: 50e9, coveredDays: days } } });
    // 2 % of 500 Mbit/s for a day are 108 GB.
    expect([over(14), over(30)]).toEqual(['pass', 'fail $146']);
  });

  it.each([['Standard_D8s_v5', 'Standard_D4s_v5'], ['Standard_E48_v4', 'Standard_E32_v4'], ['Standard_D2s_v5', undefined], ['Standard_B2ms', undefined], [null, undefined]])('%s is followed by %s', (size, smaller) => {
    expect(smallerSize(size)).toBe(smaller);
  });

  it.each([
    // 20 − 10
    ['that is seldom busy', disk({ state: 'Attached', attached_to: '/vm' }), { reads: { p99: 100 }, writes: { p99: 100 } }, 'fail $10'],
    ['that is seldom busy, where prices are not known', disk({ state: 'Attached', attached_to: '/vm' }, { region: 'nowhere' }), { reads: { p99: 100 }, writes: { p99: 100 } }, 'fail'],
    ['that is busy', disk({ state: 'Attached', attached_to: '/vm' }), { reads: { p99: 400 }, writes: { p99: 100 } }, 'pass'],
    ['that nobody measured', disk({ state: 'Attached', attached_to: '/vm' }), {}, 'unknown'],
    ['of a standard kind', disk({ sku: 'StandardSSD_LRS', attached_to: '/vm' }), {}, 'not_applicable'],
  ])('a disk %s: %s', (_what, resource, metrics, expected) => {
    expect(verdict(azDiskPremiumIdle, resource, { prices, metrics })).toBe(expected);
  });

  it('counts the disk of a deallocated machine with the machine', () => {
    const answer = judge(azDiskPremiumIdle, disk({ attached_to: '/vm' }), { prices, metrics: { reads: { coveredDays: 0 }, writes: { coveredDays: 0 } }, related: [vm({ power_state: 'deallocated' }, { uid: '/vm' })] });
    expect(answer).toMatchObject({ saving: { monthly: 10, includedIn: { ruleId: 'az-vm-deallocated', uid: '/vm' } } });
  });
});

describe('snapshots and scale sets', () => {
  const source = '/subscriptions/a/resourcegroups/b/providers/microsoft.compute/disks/c';
  const snapshot = (attributes: Record<string, unknown> = {}, resource: Partial<Resource> = {}) => anAzure(azureComputeSnapshot, { size_gib: 100, sku: 'Standard_LRS', source_id: source, ...attributes }, { createdAt: daysAgo(200), ...resource });

  it.each([
    // 100 × 0.05
    ['whose disk is gone', snapshot(), {}, 'fail $5'],
    ['whose disk is gone, where prices are not known', snapshot({}, { region: 'nowhere' }), {}, 'fail'],
    ['whose disk exists', snapshot(), { related: [disk({}, { uid: source })] }, 'pass'],
    ['that a newer one replaces', snapshot(), { related: [disk({}, { uid: source })], scope: [snapshot(), snapshot({}, { uid: '/new', createdAt: daysAgo(1) })] }, 'fail $5'],
    ['that is young', snapshot({}, { createdAt: daysAgo(10) }), {}, 'pass'],
    ['whose disk may be gone', snapshot(), { listed: [] }, 'unknown'],
    ['without a date', snapshot({}, { createdAt: undefined }), {}, 'unknown'],
    ['of nothing', snapshot({ source_id: null }), {}, 'pass'],
  ])('a snapshot %s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(azSnapshotOld, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('finds what is kept on premium storage', () => {
    // 100 × (0.13 − 0.05)
    expect(['Premium_LRS', 'Standard_LRS', null].map((sku) => verdict(azSnapshotPremium, snapshot({ sku }), { prices }))).toEqual(['fail $8', 'pass', 'unknown']);
    expect(verdict(azSnapshotPremium, snapshot({ sku: 'Premium_LRS' }, { region: 'nowhere' }), { prices })).toBe('fail');
  });

  it('finds sets without a machine, and leaves young ones alone', () => {
    const set = (capacity: number | null, createdAt = daysAgo(500)) => verdict(azVmssEmpty, anAzure(azureComputeVmss, { capacity }, { createdAt }), { firstSeen: createdAt });
    expect([set(0), set(1), set(null), set(0, daysAgo(5))]).toEqual(['fail', 'pass', 'unknown', 'pass']);
  });
});
