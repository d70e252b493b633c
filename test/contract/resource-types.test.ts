import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAwsUnderTest, testAccount, type AwsUnderTest } from '../collect-aws.ts';
import { startAzureUnderTest, tenantAccount } from '../collect-azure.ts';
import { collectFiles } from '../collect-files.ts';
import { startGcpUnderTest } from '../collect-gcp.ts';
import { aFileAudit } from '../judge.ts';
import { auditResource } from '../../src/scans/files/judge-audit.ts';
import { permissionOfCall } from '../../src/providers/aws/errors.ts';
import type { CollectedResource } from '../../src/core/collector.ts';
import { awsResourceTypes, azureResourceTypes, gcpResourceTypes, resourceTypes } from '../../src/providers/index.ts';
import * as units from '../../src/providers/registry.generated.ts';

const root = path.resolve(import.meta.dirname, '../..');
const all = [...resourceTypes.values()];
const aws = [...awsResourceTypes.values()];
const camel = (id: string): string => id.replace(/[-:]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** How the types of a provider name things. */
const styles: Readonly<Record<string, { nativeType: RegExp; uid: RegExp; permission: RegExp }>> = {
  aws: { nativeType: /^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/, uid: /^arn:aws:[a-z0-9]+:/, permission: /^[a-z0-9-]+:((Describe|List|Get)[A-Z][A-Za-z0-9]+|GenerateCredentialReport|GET)$/ },
  azure: { nativeType: /^Microsoft(\.[A-Za-z]+(\/[A-Za-z]+)+| Graph [A-Za-z/]+)$/, uid: /^\/(subscriptions|tenants|providers|directoryobjects|policies|identity)\/[^A-Z]+$/, permission: /^((\*|[A-Za-z.]+)(\/[A-Za-z]+)*\/read|[A-Z][A-Za-z]+(\.[A-Z][A-Za-z]+)*\.Read\.All)$/ },
  gcp: { nativeType: /^[a-z]+\.googleapis\.com\/[A-Za-z]+$/, uid: /^\/\/[a-z]+\.googleapis\.com\/./, permission: /^[a-z][A-Za-z]*(\.[a-zA-Z]+)+\.(list|get|aggregatedList|search|query)[A-Za-z]*$/ },
  files: { nativeType: /^file$/, uid: /^file:\/\/[^/]+\/[A-Za-z0-9._~%/-]+$/, permission: /^read$/ },
};
const styleOf = (id: string) => styles[id.split(':')[0]!]!;

/** What a scan finds in a generated estate, by type. */
const collected = new Map<string, CollectedResource[]>();
let under: AwsUnderTest;
beforeAll(async () => {
  under = await startAwsUnderTest({ resources: 400, seed: 11, now: new Date('2026-07-01T00:00:00Z'), accounts: [testAccount], regions: ['us-east-1', 'eu-west-1'] });
  const collector = under.collector();
  await Promise.all([...awsResourceTypes.keys()].map(async (type) => collected.set(type, (await under.collect(type, 'us-east-1', { collector })).resources)));
  await collectAzure();
  await using gcp = await startGcpUnderTest({ resources: 600, seed: 11 });
  for (const [type, { resources }] of await gcp.collect([...gcpResourceTypes.values()].filter(({ accountKind = 'ordinary' }) => accountKind === 'ordinary').map(({ id }) => id))) collected.set(type, resources);
  for (const [kind, account] of [['organization', 'organizations/1000001'], ['folder', 'folders/2000001'], ['billing-account', 'billingAccounts/0A0A0A-1B1B1B-2C2C2C']] as const) {
    for (const [type, { resources }] of await gcp.collect([...gcpResourceTypes.values()].filter(({ accountKind }) => accountKind === kind).map(({ id }) => id), { account })) collected.set(type, resources);
  }
  collected.set('files:host:file', await collectFiles());
  collected.set('files:host:audit', [auditResource('file-audit', aFileAudit().attributes, 'web-1')]);
});
afterAll(() => under.close());

async function collectAzure(): Promise<void> {
  await using own = await startAzureUnderTest({ resources: 400, seed: 11, now: new Date('2026-07-01T00:00:00Z') });
  const collector = own.collector();
  const idsOf = (kind: 'tenant' | undefined): string[] => [...azureResourceTypes.values()].filter(({ accountKind }) => accountKind === kind).map(({ id }) => id);
  for (const [id, { resources }] of [...(await own.collect(idsOf(undefined), { collector })), ...(await own.collect(idsOf('tenant'), { collector, accounts: [tenantAccount] }))]) collected.set(id, resources);
}

it('has every file that declares a type in the registry: the path is the id', () => {
  const declared = fs.globSync('src/providers/*/*/*.ts', { cwd: root }).filter((file) => !file.endsWith('.test.ts') && /define\w*Resource\(\{/.test(fs.readFileSync(path.join(root, file), 'utf8')));
  expect(all.map(({ id }) => `src/providers/${id.replaceAll(':', '/')}.ts`).sort()).toEqual(declared.sort());
  expect(Object.entries(units).filter(([name, { id }]) => name !== camel(id))).toEqual([]);
});

it('tells a scan of AWS of the types of AWS and no others', () => {
  expect(aws.map(({ id }) => id)).toEqual(all.map(({ id }) => id).filter((id) => id.startsWith('aws:')));
  expect(all.map(({ id }) => id.split(':')[0]!).filter((provider) => styles[provider] === undefined)).toEqual([]);
});

it('has a test beside each', () => {
  expect(all.map(({ id }) => `src/providers/${id.replaceAll(':', '/')}.test.ts`).filter((file) => !fs.existsSync(path.join(root, file)))).toEqual([]);
});

describe.each(all.map((type) => [type.id, type] as const))('%s', (id, type) => {
  it('says what it is and what a scan reads of it', () => {
    expect(type.service).toBe(id.split(':')[1]);
    expect(type.nativeType).toMatch(styleOf(id).nativeType);
    for (const words of [type.title, type.plural]) expect(words).toMatch(/^[A-Z].{3,}/);
    expect(type.plural).not.toBe(type.title);
    expect(type.reads).toMatch(/^[A-Z].{20,}\.$/);
  });

  it('needs permissions to read and no others', () => {
    // What lies on this machine may need none; a cloud answers nobody without one.
    if (!id.startsWith('files:')) expect(type.permissions.length).toBeGreaterThan(0);
    expect(new Set(type.permissions).size).toBe(type.permissions.length);
    for (const permission of type.permissions) expect(permission).toMatch(styleOf(id).permission);
  });

  it('names its attributes as people query them', () => {
    for (const name of Object.keys(type.attributes.shape)) expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
  });

  it('fills every attribute as its schema says, for all that a scan finds', () => {
    const resources = collected.get(id) ?? [];
    expect(resources.length).toBeGreaterThan(0);
    const schema = type.attributes.strict();
    const wrong = resources.flatMap(({ uid, attributes }) => {
      const parsed = schema.safeParse(attributes);
      return parsed.success ? [] : [`${uid}: ${parsed.error.message}`];
    });
    expect(wrong).toEqual([]);
  });

  it('gives each thing its own name, and relations to full names', () => {
    const resources = collected.get(id) ?? [];
    expect(new Set(resources.map(({ uid }) => uid)).size).toBe(resources.length);
    for (const { uid, name, region, createdAt, relations } of resources) {
      expect(uid).toMatch(styleOf(id).uid);
      expect([name, region]).not.toContain('');
      if (createdAt !== null) expect(new Date(createdAt).toISOString()).toBe(createdAt);
      for (const relation of relations) expect(relation.uid).toMatch(styleOf(id).uid);
    }
  });
});

const askedPermissions = (): string[] => Object.keys(under.aws.stats.byOperation).map((operation) => permissionOfCall(operation.replace('.', ':')));

describe.each(aws.map((type) => [type.id, type] as const))('%s', (_id, type) => {
  it('is found with the permissions it names, and with every one of them', () => {
    const asked = new Set(askedPermissions());
    // Asked only where a server does not name the region in the list, where two keys are of one moment, or where there is no report.
    const seldom = ['s3:GetBucketLocation', 'iam:GetAccessKeyLastUsed', 'iam:ListUsers', 'iam:GetLoginProfile', 'iam:ListAccessKeys'];
    expect(type.permissions.filter((permission) => !asked.has(permission) && !seldom.includes(permission))).toEqual([]);
  });
});

it('asks nothing in a scan that no type names a permission for', () => {
  const named = new Set(aws.flatMap(({ permissions }) => permissions));
  const asked = askedPermissions();
  expect(asked.filter((permission) => !named.has(permission))).toEqual([]);
  expect(under.aws.stats.mutations).toEqual([]);
});
