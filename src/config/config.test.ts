import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { makeTestFolder } from '../../test/open-test-store.ts';
import { createVault } from '../platform/vault.ts';
import { loadConfig } from './config.ts';
import { baseSettings, channelSetting } from './declare.ts';
import { createStoredSettings } from './stored.ts';

const declarations = [...baseSettings, channelSetting({ setting: 'SLACK_WEBHOOK_URL', help: 'Where to', kind: 'secret' }), channelSetting({ setting: 'EMAIL_TO', help: 'To whom', kind: 'list' })];
const load = (environment: Record<string, string | undefined> = {}, flags: Record<string, string | undefined> = {}) => loadConfig(declarations, { flags, environment });

function withFile(text: string): Record<string, string> {
  const file = path.join(makeTestFolder('config'), 'config.yaml');
  fs.writeFileSync(file, text);
  return { CONFIG_FILE: file };
}

describe('where a setting comes from', () => {
  it('is the flag, then the environment, then the file, then the dashboard, then the default', () => {
    const file = withFile('port: 3\nlog_level: debug\n');
    expect(load(file, { port: '1' }).entry('PORT')).toMatchObject({ value: 1, source: 'flag', locked: 'Set by the flag --port.' });
    expect(load({ ...file, PORT: '2' }, { port: '1' }).entry('PORT')).toMatchObject({ value: 1, source: 'flag' });
    expect(load({ ...file, PORT: '2' }).entry('PORT')).toMatchObject({ value: 2, source: 'environment' });
    expect(load(file).entry('PORT')).toMatchObject({ value: 3, source: 'file', locked: expect.stringContaining('config.yaml') as string });
    expect(load().entry('PORT')).toMatchObject({ value: 8084, source: 'default' });
    const config = load();
    config.set('LOG_LEVEL', 'error');
    expect(config.entry('LOG_LEVEL')).toMatchObject({ value: 'ERROR', source: 'dashboard', locked: null });
  });

  it('is not an empty variable, and not a name with nothing behind it', () => {
    expect(load({ PORT: '', ...withFile('# nothing\n') }).entry('PORT')).toMatchObject({ value: 8084, source: 'default' });
    expect(load(withFile('port:\nhost: example.org\n')).entry('PORT')).toMatchObject({ value: 8084, source: 'default' });
    expect(load(withFile('')).entries()).toHaveLength(declarations.length);
  });
});

describe('reading a value', () => {
  it.each([
    ['PORT', '0', 0], ['EXTRACTION_PORT', 'off', 'off'], ['EXTRACTION_PORT', '8000', 8000], ['DEBUG', 'true', true], ['DEBUG', 'no', false], ['LOG_LEVEL', 'warning', 'WARNING'],
    ['AWS_REGIONS', ' eu-west-1, us-east-1 ,', ['eu-west-1', 'us-east-1']], ['ENABLED_PROVIDERS', 'aws', ['aws']], ['MAX_CONCURRENT_EXTRACTORS', 'auto', 'auto'], ['MAX_CONCURRENT_EXTRACTORS', '7', 7],
    ['PUBLIC_URL', 'https://rounds.example.org/', 'https://rounds.example.org'], ['DATABASE_URL', 'postgresql://u:p@db/rounds', 'postgresql://u:p@db/rounds'], ['EMAIL_TO', 'a@b.c,d@e.f', ['a@b.c', 'd@e.f']],
    ['AWS_ACCOUNTS', '123456789012,arn:aws:iam::210987654321:role/audit', [{ id: '123456789012' }, { id: '210987654321', roleArn: 'arn:aws:iam::210987654321:role/audit' }]],
  ])('takes %s=%s from the environment', (name, text, value) => {
    expect(load({ [name]: text }).value(name)).toEqual(value);
  });

  it('takes lists, numbers, words and accounts from the file as YAML has them', () => {
    const config = load(withFile(`
aws_regions: [eu-west-1]
EXTRACTION_PORT: off
debug: true
aws_accounts:
  - 123456789012
  - { id: '012345678901', name: first, role: audit, external_id: x, regions: [eu-west-1] }
  - arn:aws-us-gov:iam::210987654321:role/team/audit
`));
    expect([config.value('AWS_REGIONS'), config.value('EXTRACTION_PORT'), config.value('DEBUG')]).toEqual([['eu-west-1'], 'off', true]);
    expect(config.value('AWS_ACCOUNTS')).toEqual([
      { id: '123456789012' }, { id: '012345678901', name: 'first', roleArn: 'arn:aws:iam::012345678901:role/audit', externalId: 'x', regions: ['eu-west-1'] },
      { id: '210987654321', roleArn: 'arn:aws-us-gov:iam::210987654321:role/team/audit' },
    ]);
  });

  it('gives the same when it is read again', () => {
    for (const { name, schema } of declarations) {
      for (const value of [load({ AWS_ACCOUNTS: '123456789012,arn:aws:iam::210987654321:role/audit', PUBLIC_URL: 'https://a.example/', AWS_REGIONS: 'eu-west-1' }).value(name)]) {
        if (value !== undefined) expect(schema.parse(value), name).toEqual(value);
      }
    }
  });
});

describe('a value that is not allowed', () => {
  it.each([
    ['PORT', '65536', '65536'], ['PORT', 'eighty', 'eighty'], ['PORT', '80.5', '80.5'], ['EXTRACTION_PORT', 'on', 'off'], ['LOG_LEVEL', 'loud', 'DEBUG, INFO'], ['DEBUG', 'maybe', 'true or false'], ['ENABLED_PROVIDERS', 'aws,oracle', 'aws, azure and gcp'],
    ['DATABASE_URL', 'mysql://root:hunter2@db/x', 'postgres://'], ['AWS_ENDPOINT_URL', 'localhost:5000', 'http'], ['AWS_ENDPOINT_URL', 'ftp://localhost', 'http'], ['PUBLIC_URL', 'javascript:alert(1)', 'http'],
    ['AWS_ACCOUNTS', '12345', '12-digit'], ['ROUNDSMAN_MASTER_KEY', 'hunter2', '64 hexadecimal'],
  ])('in %s is told in one line with what is allowed', (name, text, allowed) => {
    let message = '';
    try {
      load({ [name]: text });
    } catch (error) {
      expect(error).toMatchObject({ code: 'SETTING_INVALID', fields: [{ field: name.toLowerCase() }] });
      ({ message } = error as Error);
    }
    expect(message).toContain(name);
    expect(message).toContain(allowed);
    expect(message).not.toMatch(/hunter2|\n/);
  });

  it.each([
    ['prot: 80', 'PROT'.toLowerCase()], ['[1, 2]', 'names and values'], ['port: [', 'cannot be read'],
  ])('in a file %j is told with the file', (text, told) => {
    expect(() => load(withFile(text))).toThrow(expect.objectContaining({ code: 'SETTING_INVALID', message: expect.stringContaining(told) as string }));
  });

  it('of a file that is not there is told, and no default is taken in its place', () => {
    expect(() => load({ CONFIG_FILE: '/nowhere/config.yaml' })).toThrow(expect.objectContaining({ code: 'SETTING_INVALID', message: expect.stringContaining('/nowhere/config.yaml') as string }));
  });
});

describe('a change from the dashboard', () => {
  it('is heard of and can be taken back', () => {
    const config = load();
    const heard: string[] = [];
    config.onChange((name) => heard.push(name));
    config.set('KEEP_RUNS_DAYS', '30');
    expect(config.value('KEEP_RUNS_DAYS')).toBe(30);
    config.set('KEEP_RUNS_DAYS', null);
    expect(config.entry('KEEP_RUNS_DAYS')).toMatchObject({ value: 400, source: 'default' });
    expect(heard).toEqual(['KEEP_RUNS_DAYS', 'KEEP_RUNS_DAYS']);
  });

  it('is refused where the environment holds the setting, and for what is read once', () => {
    const config = load({ KEEP_RUNS_DAYS: '30' });
    expect(() => config.set('KEEP_RUNS_DAYS', 40)).toThrow(expect.objectContaining({ code: 'NOT_POSSIBLE', message: expect.stringContaining('Set by the environment') as string }));
    expect(() => config.set('PORT', 1)).toThrow(expect.objectContaining({ code: 'NOT_POSSIBLE', message: expect.stringContaining('Read once') as string }));
    expect(() => config.set('NOTHING', 1)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(config.value('KEEP_RUNS_DAYS')).toBe(30);
  });
});

describe('what is kept of changes', () => {
  const keeper = () => {
    const rows = new Map<string, unknown>();
    return { rows, all: async () => [...rows].map(([name, value]) => ({ name, value })), put: async (name: string, value: unknown) => void rows.set(name, value), remove: async (name: string) => void rows.delete(name) };
  };
  const now = new Date();

  it('is read again at the next start, secrets only with the same key', async () => {
    const kept = keeper();
    const vault = createVault(Buffer.alloc(32, 1));
    await createStoredSettings(load(), kept, vault, () => undefined).change({ SLACK_WEBHOOK_URL: 'https://hooks.example/hunter2', AWS_REGIONS: ['eu-west-1'] }, now);
    expect(JSON.stringify([...kept.rows])).not.toContain('hunter2');
    const next = load();
    await createStoredSettings(next, kept, vault, () => undefined).load();
    expect([next.value('SLACK_WEBHOOK_URL'), next.value('AWS_REGIONS')]).toEqual(['https://hooks.example/hunter2', ['eu-west-1']]);
    const warnings: string[] = [];
    const other = load();
    await createStoredSettings(other, kept, createVault(Buffer.alloc(32, 2)), (message) => warnings.push(message)).load();
    expect(other.entry('SLACK_WEBHOOK_URL')).toMatchObject({ value: undefined, source: 'default' });
    expect(warnings).toEqual([expect.stringContaining('another master key')]);
    expect(other.value('AWS_REGIONS')).toEqual(['eu-west-1']);
  });

  it('is all or nothing', async () => {
    const kept = keeper();
    const config = load();
    const settings = createStoredSettings(config, kept, createVault(Buffer.alloc(32)), () => undefined);
    await settings.change({ AWS_ACCOUNTS: ['arn:aws:iam::210987654321:role/audit'], KEEP_RUNS_DAYS: 30 }, now);
    await expect(settings.change({ AWS_ACCOUNTS: [], KEEP_RUNS_DAYS: 0, PORT: 1 }, now)).rejects.toMatchObject({ code: 'INVALID_VALUE', fields: [{ field: 'keep_runs_days' }, { field: 'port' }] });
    expect(config.value('AWS_ACCOUNTS')).toEqual([{ id: '210987654321', roleArn: 'arn:aws:iam::210987654321:role/audit' }]);
    expect(config.value('KEEP_RUNS_DAYS')).toBe(30);
    expect(kept.rows.get('KEEP_RUNS_DAYS')).toBe(30);
  });
});

it('declares every setting with help, what is allowed, and a default that is allowed', () => {
  expect(new Set(declarations.map(({ name }) => name)).size).toBe(declarations.length);
  for (const { name, help, allowed, schema, default: fallback } of declarations) {
    expect(name).toMatch(/^[A-Z][A-Z0-9_]+$/);
    expect(help.length, name).toBeGreaterThan(5);
    expect(allowed.length, name).toBeGreaterThan(3);
    if (fallback !== undefined) expect(schema.safeParse(fallback).success, name).toBe(true);
  }
});
