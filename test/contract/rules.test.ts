import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Resource } from '../../src/core/resource.ts';
import { severities } from '../../src/core/severity.ts';
import { awsResourceTypes, azureResourceTypes, gcpResourceTypes, resourceTypes } from '../../src/providers/index.ts';
import * as units from '../../src/rules/registry.generated.ts';
import { rules } from '../../src/rules/index.ts';
import * as fixtures from '../judge.ts';
import { anAws } from '../judge-aws.ts';
import { anAzure } from '../judge-azure.ts';
import { aGcp } from '../judge-gcp.ts';

const root = path.resolve(import.meta.dirname, '../..');
const all = [...rules.values()];
const text = (least: number) => new RegExp(`^[A-Z\`0-9a-z].{${least - 2},}[^ ]$`);

/** A resource of the type, as plain as it can be. */
const fixtureOf: Readonly<Record<string, () => Resource>> = {
  ...Object.fromEntries([...awsResourceTypes.values()].map((type) => [type.id, () => anAws(type)])),
  'aws:ec2:volume': fixtures.aVolume, 'aws:ec2:instance': fixtures.anInstance, 'aws:ec2:snapshot': fixtures.aSnapshot, 'aws:ec2:elastic-ip': fixtures.anAddress,
  'aws:s3:bucket': fixtures.aBucket, 'aws:iam:user': fixtures.aUser, 'aws:iam:role': fixtures.aRole, 'aws:iam:access-key': fixtures.aKey,
  'files:host:file': fixtures.aHostFile, 'files:host:audit': fixtures.aFileAudit,
  ...Object.fromEntries([...azureResourceTypes.values()].map((type) => [type.id, () => anAzure(type)])),
  ...Object.fromEntries([...gcpResourceTypes.values()].map((type) => [type.id, () => aGcp(type)])),
};

/** What the rules of a provider begin with, and how their commands and permissions look. */
const styles: Readonly<Record<string, { prefix: string; command: RegExp; permission: RegExp }>> = {
  aws: { prefix: 'aws-', command: /^aws [a-z0-9]+ [a-z-]+ /, permission: /^[a-z0-9-]+:[A-Z][A-Za-z]+$/ },
  azure: { prefix: 'az-', command: /^az [a-z0-9-]+( [a-z0-9-]+)* --/, permission: /^(Microsoft(\.[A-Za-z]+)(\/[A-Za-z]+)+\/(action|delete|write|read)|[A-Z][A-Za-z]+\.ReadWrite\.All)$/ },
  gcp: { prefix: 'gcp-', command: /^(gcloud|bq) [a-z0-9-]+( [a-z0-9-]+)* ['-]/, permission: /^[a-z]+(\.[a-zA-Z]+)+$/ },
  files: { prefix: 'fim-', command: /^(stat|namei|readlink|getfacl|cp|mv|ln|chown|chmod|chattr|setfacl|touch|id=\$\(curl) .*'\/etc\/passwd'/, permission: /^(read|write|owner|root|own)$/ },
};
/** An audit is no file: its steps ask the service. */
const auditStyle = { ...styles['files']!, command: /^(roundsman [a-z-]+|curl -sSf .*\/api\/)/ };
const styleOf = ({ resourceType }: { resourceType: string }) => (resourceType === 'files:host:audit' ? auditStyle : styles[resourceType.split(':')[0]!]!);

it('has every file that declares a rule in the registry, under the name of its id', () => {
  const declared = fs.globSync('src/rules/*/*/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts') && fs.readFileSync(path.join(root, file), 'utf8').includes('defineRule({'));
  const paths = all.map((rule) => {
    const [provider, service] = rule.resourceType.split(':');
    return `src/rules/${provider}/${service}/${rule.id.slice(styleOf(rule).prefix.length)}.ts`;
  });
  expect(paths.sort()).toEqual(declared.sort());
  const camel = (id: string): string => id.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  expect(Object.entries(units).map(([name, { id }]) => [name, camel(id)]).filter(([name, wanted]) => name !== wanted)).toEqual([]);
});

it('has a test beside each', () => {
  const tests = fs.globSync('src/rules/**/*.test.ts', { cwd: root }).map((file) => fs.readFileSync(path.join(root, file), 'utf8')).join('\n');
  expect(Object.keys(units).filter((name) => !tests.includes(name))).toEqual([]);
});

describe.each(all.map((rule) => [rule.id, rule] as const))('%s', (id, rule) => {
  it('has a well-formed id, a severity and a type that exists', () => {
    expect(id).toMatch(/^[a-z]+(-[a-z0-9]+)+$/);
    expect(id.startsWith(styleOf(rule).prefix)).toBe(true);
    expect(severities).toContain(rule.severity);
    expect(['waste', 'posture', 'governance', 'recovery', 'integrity']).toContain(rule.category);
    expect([rule.resourceType, ...rule.reads].filter((type) => !resourceTypes.has(type))).toEqual([]);
  });

  it('says in words what is wrong and why that matters', () => {
    expect(rule.title).toMatch(text(10));
    expect(rule.title).not.toMatch(/\.$/);
    expect(rule.rationale).toMatch(text(30));
    expect(rule.rationale).toMatch(/\.$/);
  });

  it('documents each parameter, and its defaults fit', () => {
    for (const [name, { value, help }] of Object.entries(rule.parameters)) {
      expect(name).toMatch(/^[a-z][a-z0-9_]*$/);
      expect(help, name).toMatch(text(15));
      if (typeof value === 'number') expect(value, name).toBeGreaterThanOrEqual(0);
    }
  });

  it('tells how to mend it, with the way back and the permission of each step', () => {
    const steps = rule.remediation(fixtureOf[rule.resourceType]!());
    expect(steps.length).toBeGreaterThan(0);
    for (const { command, undo, permission } of steps) {
      expect(command).toMatch(styleOf(rule).command);
      expect(undo).toMatch(text(10));
      expect(permission).toMatch(styleOf(rule).permission);
      expect(`${command} ${undo}`).not.toMatch(/undefined|null|NaN|\[object/);
    }
  });

  it('answers without any other knowledge, and the same twice', () => {
    const resource = fixtureOf[rule.resourceType]!();
    const before = structuredClone(resource);
    const answers = [1, 2].map(() => fixtures.judge(rule, resource, { listed: [], prices: { unit: () => undefined } }));
    expect(answers[0]).toEqual(answers[1]);
    expect(resource).toEqual(before);
    expect(['pass', 'fail', 'unknown', 'not_applicable']).toContain(answers[0]?.outcome);
  });
});
