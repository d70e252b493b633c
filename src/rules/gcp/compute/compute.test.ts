import { describe, expect, it } from 'vitest';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { aGcp, gcpPrices } from '../../../../test/judge-gcp.ts';
import type { Resource } from '../../../core/resource.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { gcpComputeImage } from '../../../providers/gcp/compute/image.ts';
import { gcpComputeInstance } from '../../../providers/gcp/compute/instance.ts';
import { gcpComputeSnapshot } from '../../../providers/gcp/compute/snapshot.ts';
import { gcpDiskOnStopped } from './disk-on-stopped.ts';
import { gcpDiskUnattached } from './disk-unattached.ts';
import { gcpImageUnused } from './image-unused.ts';
import { machineParts, shapeOf } from './machine-cost.ts';
import { gcpSnapshotOld } from './snapshot-old.ts';
import { gcpVmIdle } from './vm-idle.ts';
import { gcpVmStopped } from './vm-stopped.ts';
import { gcpVmSuspended } from './vm-suspended.ts';
import { gcpVmUnderused, smallerMachine } from './vm-underused.ts';

const prices = gcpPrices({ 'disk.pd-standard': 0.04, 'disk.pd-ssd': 0.17, 'ip.idle': 0.01, 'vcpu.n2': 0.03, 'gib.n2': 0.004, 'snapshot.standard': 0.05, 'snapshot.archive': 0.02, image: 0.05, 'vm.e2-medium': 0.03 });
type Given = Record<string, unknown>;
const disk = (attributes: Given = {}, resource: Partial<Resource> = {}) => aGcp(gcpComputeDisk, { status: 'READY', size_gib: 100, disk_type: 'pd-standard', user_uids: [], ...attributes }, resource);
const vm = (attributes: Given = {}, resource: Partial<Resource> = {}) => aGcp(gcpComputeInstance, { status: 'RUNNING', instance_id: '42', machine_type: 'n2-standard-8', disk_uids: [], ...attributes }, resource);

/** What has no price is told of all the same. */
const withoutPrice = (outcome: string): string => outcome.split(' ')[0] ?? '';

describe('disks', () => {
  it.each([
    // 100 × 0.04
    ['of 100 GiB', disk(), 'fail $4'],
    ['that lies in two zones', disk({ replica_zones: ['a', 'b'] }), 'fail $8'],
    ['that was made this minute', disk({}, { createdAt: daysAgo(0) }), 'fail $4'],
    ['of a kind that nobody knows', disk({ disk_type: 'odd' }), 'fail'],
    ['without prices', disk({}, { region: 'nowhere' }), 'fail'],
    ['that is used', disk({ user_uids: ['//vm'] }), 'pass'],
    ['of which nothing is told', disk({ status: 'UNKNOWN' }), 'unknown'],
  ])('unattached: %s', (_, resource, expected) => {
    expect(verdict(gcpDiskUnattached, resource, { prices, firstSeen: daysAgo(0) })).toBe(expected);
  });

  it('waits as long as it is told to, from the day it was detached', () => {
    expect([isoDaysAgo(6), isoDaysAgo(7), 'odd'].map((at) => verdict(gcpDiskUnattached, disk({ last_detached_at: at }), { prices, parameters: { days: 7 } }))).toEqual(['pass', 'fail $4', 'fail $4']);
  });

  it('counts the disk of a stopped machine with the machine', () => {
    const used = disk({ user_uids: ['//vm'] });
    const stopped = vm({ status: 'TERMINATED', last_stopped_at: isoDaysAgo(31) }, { uid: '//vm' });
    expect(judge(gcpDiskOnStopped, used, { prices, related: [stopped] })).toMatchObject({ saving: { monthly: 4, includedIn: { ruleId: 'gcp-vm-stopped', uid: '//vm' } } });
    expect([[stopped], [vm({}, { uid: '//vm' })], []].map((related) => verdict(gcpDiskOnStopped, used, { prices, related }))).toEqual(['fail $4', 'pass', 'unknown']);
    expect(verdict(gcpDiskOnStopped, { ...used, region: 'nowhere' }, { prices, related: [stopped] })).toBe('fail');
    expect(verdict(gcpDiskOnStopped, disk(), { prices })).toBe('pass');
  });
});

describe('machines that do not run', () => {
  const related = [disk({}, { uid: '//disk' })];
  it.each([
    ['stopped', vm({ status: 'TERMINATED', disk_uids: ['//disk'] }), 'fail $4', 'pass'],
    // 4 + 730 × 0.01
    ['stopped with an address', vm({ status: 'TERMINATED', disk_uids: ['//disk'], external_ips: ['34.1.1.1'] }), 'fail $11.3', 'pass'],
    ['stopped, with a disk nobody saw', vm({ status: 'TERMINATED', disk_uids: ['//disk', '//other'] }), 'fail', 'pass'],
    // 32 GiB × 730 × 0.004 + 4
    ['suspended', vm({ status: 'SUSPENDED', disk_uids: ['//disk'] }), 'pass', 'fail $97.44'],
    ['suspended since yesterday', vm({ status: 'SUSPENDED', last_suspended_at: isoDaysAgo(1) }), 'pass', 'pass'],
    ['running', vm(), 'pass', 'pass'],
    ['of unknown state', vm({ status: 'UNKNOWN' }), 'unknown', 'unknown'],
  ])('a machine that is %s', (_, resource, stopped, suspended) => {
    const outcomes = (one: Resource) => [verdict(gcpVmStopped, one, { prices, related }), verdict(gcpVmSuspended, one, { prices, related })];
    expect(outcomes(resource)).toEqual([stopped, suspended]);
    expect(outcomes({ ...resource, region: 'nowhere' })).toEqual([stopped, suspended].map(withoutPrice));
  });

  it('is told of at once, with what it would cost if it ran', () => {
    // 730 × (8 × 0.03 + 32 × 0.004)
    expect(judge(gcpVmStopped, vm({ status: 'TERMINATED', disk_uids: ['//disk'] }, { createdAt: daysAgo(0) }), { prices, related, firstSeen: daysAgo(0) })).toMatchObject({ outcome: 'fail', saving: { estimateIfRunning: 268.64 } });
  });
});

describe('machines that do little', () => {
  const quiet = { received: { p95: 3600 * 100 }, sent: { p95: 3600 * 100 }, memory: { p95: 20 } };
  it.each([
    ['nothing', vm(), { cpu: { p95: 0.01 }, ...quiet }, 'fail $268.64', 'fail $134.32'],
    ['little', vm(), { cpu: { p95: 0.3 }, ...quiet }, 'pass', 'fail $134.32'],
    ['much', vm(), { cpu: { p95: 0.8 }, ...quiet }, 'pass', 'pass'],
    ['much over the network', vm(), { cpu: { p95: 0.01 }, ...quiet, sent: { p95: 3600 * 1001 } }, 'pass', 'fail $134.32'],
    ['much with its memory', vm(), { cpu: { p95: 0.3 }, ...quiet, memory: { p95: 80 } }, 'pass', 'pass'],
    ['little without an agent', vm(), { cpu: { p95: 0.3 }, received: {}, sent: {} }, 'pass', 'unknown'],
    ['what nobody measured', vm(), {}, 'unknown', 'unknown'],
    ['nothing on one day', vm(), { cpu: { p95: 0.01, coveredDays: 1 }, received: { coveredDays: 1 }, sent: { coveredDays: 1 } }, 'unknown', 'unknown'],
    ['nothing since yesterday', vm({}, { createdAt: daysAgo(1) }), { cpu: {}, ...quiet }, 'pass', 'pass'],
    ['nothing, as it is off', vm({ status: 'TERMINATED' }), {}, 'not_applicable', 'not_applicable'],
  ])('a machine that does %s', (_, resource, metrics, idle, underused) => {
    const outcomes = (one: Resource) => [verdict(gcpVmIdle, one, { prices, metrics }), verdict(gcpVmUnderused, one, { prices, metrics })];
    expect(outcomes(resource)).toEqual([idle, underused]);
    expect(outcomes({ ...resource, region: 'nowhere' })).toEqual([idle, underused].map(withoutPrice));
  });

  it('knows the sizes that are in a name', () => {
    expect([shapeOf('n1-highmem-16'), shapeOf('n2-custom-4-8192'), shapeOf('e2-medium')]).toEqual([{ family: 'n1', vcpus: 16, memoryGib: 104 }, { family: 'n2', vcpus: 4, memoryGib: 8 }, undefined]);
    expect([smallerMachine('n2-standard-8'), smallerMachine('n2-standard-2'), smallerMachine('e2-medium')]).toEqual(['n2-standard-4', undefined, undefined]);
    expect(machineParts('e2-medium', 2)).toEqual([[1460, 'h', 'vm.e2-medium']]);
  });
});

describe('what is kept', () => {
  const snapshot = (attributes: Given = {}, resource: Partial<Resource> = {}) => aGcp(gcpComputeSnapshot, { storage_bytes: 10 * 2 ** 30, ...attributes }, resource);
  it.each([
    // 10 × 0.05 and 10 × 0.02
    ['old', snapshot(), 'fail $0.5'], ['old and archived', snapshot({ snapshot_type: 'ARCHIVE' }), 'fail $0.2'], ['of a schedule', snapshot({ is_auto_created: true }), 'pass'], ['young', snapshot({}, { createdAt: daysAgo(89) }), 'pass'], ['of no size', snapshot({ storage_bytes: null }), 'fail'], ['of no date', snapshot({}, { createdAt: undefined }), 'unknown'],
  ])('a snapshot that is %s', (_, resource, expected) => {
    expect(verdict(gcpSnapshotOld, resource, { prices })).toBe(expected);
  });

  it('finds images that nothing was made from, and leaves the newest of a family alone', () => {
    const image = (attributes: Given, age: number, uid: string) => aGcp(gcpComputeImage, { archive_bytes: 10 * 2 ** 30, ...attributes }, { createdAt: daysAgo(age), uid });
    const scope = [image({ family: 'web' }, 300, '//a'), image({ family: 'web' }, 200, '//b'), image({}, 200, '//c'), image({}, 10, '//d')];
    // 10 × 0.05
    expect(scope.map((one) => verdict(gcpImageUnused, one, { scope, prices }))).toEqual(['fail $0.5', 'pass', 'fail $0.5', 'pass']);
    expect(verdict(gcpImageUnused, image({ archive_bytes: null }, 300, '//a'), { prices })).toBe('fail');
    expect(verdict(gcpImageUnused, image({}, 300, '//a'), { user: { uid: '//disk', type: gcpComputeDisk.id } })).toBe('pass');
    expect([[gcpComputeDisk.id], []].map((listed) => verdict(gcpImageUnused, image({}, 300, '//a'), { listed }))).toEqual(['unknown', 'unknown']);
    expect(verdict(gcpImageUnused, { ...image({}, 300, '//a'), createdAt: undefined })).toBe('unknown');
  });
});
