import { collectOne } from '../collect-one.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { CollectedResource, TargetEnd } from '../../src/core/collector.ts';
import { createAwsCollector } from '../../src/providers/aws/collector.ts';
import { Pacing } from '../../src/platform/pacing/pacing.ts';
import { useOwnCredentials } from '../collect-aws.ts';
import { readInMoto } from './moto-coverage.ts';
import { type Moto, motoPython, startMoto } from './start-moto.ts';

const python = motoPython();
if (python === undefined && process.env['CI'] === 'true') throw new Error('moto is missing: set MOTO_PYTHON to a Python that has moto[server], boto3 and freezegun');

const row = z.object({ uid: z.string(), region: z.string(), name: z.string().optional(), tags: z.record(z.string(), z.string()), attributes: z.record(z.string(), z.unknown()), relations: z.array(z.string()) });
type Row = z.infer<typeof row>;

const types = readInMoto.network;

describe.skipIf(python === undefined)(`networks, load balancers and databases in moto${python === undefined ? ' (skipped: no Python with moto; set MOTO_PYTHON)' : ''}`, () => {
  let moto: Moto;
  const collected = new Map<string, { resources: CollectedResource[]; ends: TargetEnd['result'][] }>();

  beforeAll(async () => {
    useOwnCredentials();
    moto = await startMoto(python ?? '', 'moto_network');
    const settings = { endpointUrl: moto.url, accounts: [], pacing: 'learn' as const, maxInFlight: 20, throttlePatienceMs: 5000, requestTimeoutMs: 30_000 };
    const collector = createAwsCollector(settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 20, now: () => performance.now() }));
    for (const type of types) {
      const resources: CollectedResource[] = [];
      const ends: TargetEnd['result'][] = [];
      for (const region of moto.regions) {
        const target = { provider: 'aws' as const, account: moto.account, region, type, roleArn: null, externalId: null, depth: 'full' as const, keepsRaw: false };
        const { result } = await collectOne(collector, target, { signal: new AbortController().signal, known: () => Promise.resolve(new Map()), emit: (batch) => Promise.resolve(void resources.push(...batch)) });
        ends.push(result);
      }
      collected.set(type, { resources, ends });
    }
  });
  afterAll(() => moto?.stop());

  /** What is said of a thing in the words of the Python side. */
  const told = ({ uid, region, name, tags, attributes, relations }: CollectedResource, expected: Row | undefined): Row => ({
    uid, region, tags, ...(expected?.name === undefined ? {} : { name }), relations: relations.map((relation) => `${relation.kind} ${relation.uid}`).sort(),
    attributes: { ...attributes, ...(Array.isArray(attributes['ingress']) ? { ingress_ranges: attributes['ingress'].map((rule) => (rule as { cidr: string | null }).cidr).filter((cidr) => cidr !== null).sort() } : {}) },
  });

  it.each(types)('finds of %s what boto3 lists', (type) => {
    const expected = z.array(row).parse(moto.listed?.[type] ?? []).toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
    const { resources, ends } = collected.get(type)!;
    expect(ends).toEqual(moto.regions.map(() => ({ status: 'complete', isListed: true })));
    expect(expected.length).toBeGreaterThan(0);
    const byUid = new Map(expected.map((each) => [each.uid, each]));
    const found = resources.toSorted((a, b) => (a.uid < b.uid ? -1 : 1)).map((resource) => told(resource, byUid.get(resource.uid)));
    expect(found.map(({ uid }) => uid)).toEqual(expected.map(({ uid }) => uid));
    expect(found).toMatchObject(expected);
  });
});
