import { collectOne } from './collect-one.ts';
import { type SimulatedAws, type SimulatedAwsOptions, startSimulatedAws } from '../demo/aws/server.ts';
import type { CollectedResource, Collector, KnownResource, TargetEnd } from '../src/core/collector.ts';
import { createAwsCollector } from '../src/providers/aws/collector.ts';
import { knownTypes } from '../src/providers/index.ts';
import { Pacing } from '../src/platform/pacing/pacing.ts';
import type { AwsSettings } from '../src/providers/aws/session.ts';

export const testAccount = '123456789012';

/** A simulated AWS with a collector pointed at it, as a scan would have it. */
export interface AwsUnderTest extends AsyncDisposable {
  aws: SimulatedAws;
  /** A collector of its own, as each run has one. */
  collector(settings?: Partial<AwsSettings>): Collector;
  /** Lists one type in one region with a new collector. */
  collect(type: string, region?: string, options?: CollectOptions): Promise<Collected>;
  close(): Promise<void>;
}

export interface CollectOptions {
  settings?: Partial<AwsSettings>;
  collector?: Collector;
  signal?: AbortSignal;
  roleArn?: string | null;
  depth?: 'listed' | 'full';
  keepsRaw?: boolean;
  /** What an earlier reading brought, by the hash of the uid. */
  known?: ReadonlyMap<string, KnownResource>;
}

export interface Collected {
  resources: CollectedResource[];
  end: TargetEnd;
}

/** Starts the simulator; credentials come from the environment of this test process, and from nowhere else. */
export async function startAwsUnderTest(options: SimulatedAwsOptions): Promise<AwsUnderTest> {
  useOwnCredentials();
  const aws = await startSimulatedAws(options);
  const collector = (settings: Partial<AwsSettings> = {}): Collector => {
    const all: AwsSettings = { endpointUrl: aws.url, accounts: [], pacing: 'learn', maxInFlight: 100, throttlePatienceMs: 5000, requestTimeoutMs: 5000, ...settings };
    return createAwsCollector(all, new Pacing({ published: {}, learned: new Map(), maxInFlight: all.maxInFlight, now: () => performance.now() }));
  };
  const collect: AwsUnderTest['collect'] = async (type, region = 'us-east-1', { settings, collector: own = collector(settings), signal = new AbortController().signal, roleArn = null, depth = 'full', keepsRaw = false, known } = {}) => {
    const resources: CollectedResource[] = [];
    const target = { provider: 'aws' as const, account: testAccount, region: knownTypes.get(type)?.locality === 'global' ? 'global' : region, type, roleArn, externalId: null, depth, keepsRaw };
    const end = await collectOne(own, target, {
      signal,
      emit: (batch) => Promise.resolve(void resources.push(...batch)),
      known: (keys) => Promise.resolve(new Map(keys.flatMap((key) => (known?.get(key) === undefined ? [] : [[key, known.get(key) as KnownResource] as const])))),
    });
    return { resources, end };
  };
  const close = (): Promise<void> => aws.close();
  return { aws, collector, collect, close, [Symbol.asyncDispose]: close };
}

export function useOwnCredentials(): void {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, {
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null', AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
}
