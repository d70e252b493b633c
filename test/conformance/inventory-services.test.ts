import { collectOne } from '../collect-one.ts';
import { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useOwnCredentials } from '../collect-aws.ts';
import type { CollectedResource, Collector, TargetEnd } from '../../src/core/collector.ts';
import { createAwsCollector } from '../../src/providers/aws/collector.ts';
import { Pacing } from '../../src/platform/pacing/pacing.ts';
import { awsResourceTypes } from '../../src/providers/index.ts';
import { lackingInMoto as missing, readInMoto } from './moto-coverage.ts';
import { type Moto, motoPython, startMoto } from './start-moto.ts';

const python = motoPython();
if (python === undefined && process.env['CI'] === 'true') throw new Error('moto is missing: set MOTO_PYTHON to a Python that has moto[server], boto3 and freezegun');

const services = ['apigateway', 'apprunner', 'cloudfront', 'cloudwatch', 'dynamodb', 'ecs', 'efs', 'eks', 'elasticache', 'iam', 'kinesis', 'kms', 'lambda', 'logs', 'opensearch', 'redshift', 'route53', 's3', 'secretsmanager', 'workspaces'];
const ours = [...awsResourceTypes.values()].filter(({ service, id }) => (services.includes(service) && id !== 'aws:iam:access-key') || Object.hasOwn(missing, id)).map(({ id }) => id);

/** What boto3 lists of a thing. */
const row = z.object({ uid: z.string(), region: z.string(), name: z.string(), tags: z.record(z.string(), z.string()), attributes: z.record(z.string(), z.unknown()), relations: z.array(z.tuple([z.string(), z.string()])).optional() });

describe.skipIf(python === undefined)(`moto as AWS, its serverless, container, key and edge services${python === undefined ? ' (skipped: no Python with moto; set MOTO_PYTHON)' : ''}`, () => {
  let moto: Moto;
  let collector: Collector;
  const collect = async (type: string): Promise<{ resources: CollectedResource[]; ends: TargetEnd['result'][] }> => {
    const resources: CollectedResource[] = [];
    const ends: TargetEnd['result'][] = [];
    for (const region of awsResourceTypes.get(type)?.locality === 'global' ? ['global'] : moto.regions) {
      const target = { provider: 'aws' as const, account: moto.account, region, type, roleArn: null, externalId: null, depth: 'full' as const, keepsRaw: false };
      const { result } = await collectOne(collector, target, { signal: AbortSignal.timeout(120_000), emit: (batch) => Promise.resolve(void resources.push(...batch)), known: () => Promise.resolve(new Map()) });
      ends.push(result);
    }
    return { resources, ends };
  };

  beforeAll(async () => {
    moto = await startMoto(python ?? '', 'moto_services');
    useOwnCredentials();
    const settings = { endpointUrl: moto.url, accounts: [], pacing: 'learn' as const, maxInFlight: 20, throttlePatienceMs: 5000, requestTimeoutMs: 20_000 };
    collector = createAwsCollector(settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 20, now: () => performance.now() }));
  });
  afterAll(() => moto?.stop());

  it('knows of each type whether moto has it', () => {
    expect([...readInMoto.services, ...Object.keys(missing)].sort()).toEqual(ours.toSorted());
  });

  it.each(readInMoto.services)('finds of %s what boto3 lists', async (type) => {
    const { resources, ends } = await collect(type);
    expect(ends.filter(({ status }) => status !== 'complete')).toEqual([]);
    const listed = z.array(row).parse(moto.listed?.[type] ?? []);
    expect(listed.length).toBeGreaterThan(0);
    // Users and roles are compared one by one elsewhere; here one of each shows the rest of its attributes.
    const found = resources.filter(({ uid }) => !/^aws:iam:(user|role)$/.test(type) || listed.some((one) => one.uid === uid));
    expect(found.map(({ uid }) => uid).sort()).toEqual(listed.map(({ uid }) => uid).sort());
    const byUid = new Map(found.map((one) => [one.uid, one]));
    for (const { uid, region, name, tags, attributes, relations } of listed) {
      const one = byUid.get(uid);
      expect({ uid, region: one?.region, name: one?.name, tags: one?.tags }).toEqual({ uid, region, name, tags });
      expect({ uid, attributes: one?.attributes }).toMatchObject({ uid, attributes });
      if (relations !== undefined) expect({ uid, relations: one?.relations.map((relation) => [relation.kind, relation.uid]).sort() }).toEqual({ uid, relations: relations.toSorted() });
    }
  });

  it.each(Object.entries(missing))('does not say of %s that there is none: moto has %s', async (type) => {
    const { resources, ends } = await collect(type);
    expect(resources).toEqual([]);
    expect(ends.filter(({ status }) => status !== 'unavailable' && status !== 'denied')).toEqual([]);
  });

  it('keeps no value of a variable', async () => {
    const found = await Promise.all(['aws:lambda:function', 'aws:ecs:task-definition'].map(collect));
    const text = JSON.stringify(found);
    expect(text).toContain('DB_PASSWORD');
    expect(text).toContain('API_KEY');
    expect(text).not.toContain('hunter2');
  });
});
