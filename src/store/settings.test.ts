import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestStore, type TestStore } from '../../test/open-test-store.ts';
import { eventsStore } from './events.ts';
import { settingChannel, settingsStore, type SettingsStore } from './settings.ts';

const now = new Date('2026-11-22T02:00:00Z');
let store: TestStore;
let settings: SettingsStore;
beforeAll(async () => {
  store = await openTestStore();
  settings = settingsStore(store.db);
});
afterAll(() => store.close());
beforeEach(() => store.clear());

describe('settings', () => {
  it('are kept with any value, the last one wins, and replicas hear the name', async () => {
    const heard: string[] = [];
    const stop = await store.db.listen(settingChannel, (name) => heard.push(name));
    await settings.put('AWS_REGIONS', ['eu-west-1'], now);
    await settings.put('AWS_REGIONS', [], now);
    await settings.put('EMAIL_FROM', 'a\0b"\\u0000', now);
    await settings.put('DEBUG', null, now);
    expect(await settings.all()).toEqual([{ name: 'AWS_REGIONS', value: [] }, { name: 'DEBUG', value: null }, { name: 'EMAIL_FROM', value: 'a\uFFFDb"\\u0000' }]);
    await settings.remove('AWS_REGIONS');
    expect(await settings.all()).toHaveLength(2);
    await expect.poll(() => heard).toEqual(['AWS_REGIONS', 'AWS_REGIONS', 'EMAIL_FROM', 'DEBUG', 'AWS_REGIONS']);
    await stop();
  });

  it('of rules, learned rates, connections and prices are replaced, never doubled', async () => {
    for (const enabled of [true, false]) await settings.putRule('aws-ec2-stopped', enabled, { stopped_days: 7 }, now);
    expect(await settings.rules()).toEqual([{ rule_id: 'aws-ec2-stopped', enabled: false, parameters: { stopped_days: 7 } }]);
    for (const rate of [5, 4.5]) await settings.putPaces([['a/b/s3', { rate, burst: 8 }], ['a/c/s3', { rate: 1, burst: 1 }]], now);
    await settings.putPaces([], now);
    expect((await settings.paces()).sort((a, b) => a.key.localeCompare(b.key))).toEqual([{ key: 'a/b/s3', rate: 4.5, burst: 8 }, { key: 'a/c/s3', rate: 1, burst: 1 }]);
    const connection = { provider: 'aws', state: 'connected' as const, source: 'environment', accounts: [{ id: '1', name: null, role_arn: null }], regions: ['eu-west-1'], endpoint: null, message: 'ok', checked_at: now };
    await settings.putConnection({ ...connection, state: 'rejected', checked_at: null });
    await settings.putConnection(connection);
    expect(await settings.connections()).toEqual([connection]);
    for (const usd of [0.07, 0.08]) await settings.putPrices('aws', [{ region: 'us-east-1', sku: 'ebs.gp3', usd, priceDate: '2026-11-01' }], now);
    await settings.putPrices('aws', [], now);
    expect(await settings.prices()).toEqual([{ provider: 'aws', region: 'us-east-1', sku: 'ebs.gp3', usd: 0.08, priceDate: '2026-11-01', fetched_at: now }]);
  });
});

describe('events', () => {
  it('are heard of once committed, can be read from where a reader left, and are forgotten after a time', async () => {
    const events = eventsStore(store.db);
    const ranges: [string, string][] = [];
    const stop = await events.listen((first, last) => ranges.push([first, last]));
    await store.db.transaction(async () => {
      await events.publish([{ type: 'run.started', data: { run_id: 'undone' } }], now);
      throw new Error('undo it');
    }).catch(() => undefined);
    await events.publish([{ type: 'run.started', data: { run_id: '1' } }, { type: 'run.progress', data: { name: 'a\0b' } }], now);
    await events.publish([], now);
    await events.publish([{ type: 'run.finished', data: { run_id: '1' } }], new Date(now.getTime() + 1000));
    await expect.poll(() => ranges.length).toBe(2);
    const first = await events.range(...ranges[0]!);
    expect(first).toMatchObject([{ type: 'run.started', data: { run_id: '1' }, at: now }, { type: 'run.progress', data: { name: 'a\uFFFDb' } }]);
    expect((await events.since(first[0]!.id, 10)).map(({ type }) => type)).toEqual(['run.progress', 'run.finished']);
    expect(await events.since(first[0]!.id, 1)).toHaveLength(1);
    await events.prune(new Date(now.getTime() + 500));
    expect((await events.since('', 10)).map(({ type }) => type)).toEqual(['run.finished']);
    await stop();
  });
});
