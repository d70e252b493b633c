import { type SimulatedAzure, type SimulatedAzureOptions, simulatedClientId, simulatedClientSecret, simulatedTenantId, startSimulatedAzure } from '../demo/azure/server.ts';
import type { CollectedResource, Collector, CollectTarget, KnownResource, TargetEnd } from '../src/core/collector.ts';
import { Pacing } from '../src/platform/pacing/pacing.ts';
import { createAzureCollector } from '../src/providers/azure/collector.ts';
import type { AzureSettings } from '../src/providers/azure/settings.ts';

/** A simulated Azure with a collector pointed at it, as a scan would have it. */
export interface AzureUnderTest extends AsyncDisposable {
  azure: SimulatedAzure;
  settings: AzureSettings;
  collector(settings?: Partial<AzureSettings>): Collector;
  /** Lists types in a subscription, the first one by default, all in one visit. */
  collect(types: string | readonly string[], options?: CollectOptions): Promise<ReadonlyMap<string, Collected>>;
  /** One type in one subscription. */
  collectOne(type: string, options?: CollectOptions): Promise<Collected>;
}

export interface CollectOptions {
  accounts?: readonly string[];
  collector?: Collector;
  settings?: Partial<AzureSettings>;
  depth?: 'listed' | 'full';
  keepsRaw?: boolean;
  known?: ReadonlyMap<string, KnownResource>;
  signal?: AbortSignal;
}

export interface Collected {
  resources: CollectedResource[];
  end: TargetEnd;
}

export const tenantAccount = `tenants/${simulatedTenantId}`;

export async function startAzureUnderTest(options: SimulatedAzureOptions = {}): Promise<AzureUnderTest> {
  const azure = await startSimulatedAzure(options);
  const settings: AzureSettings = {
    tenantId: simulatedTenantId, clientId: simulatedClientId, clientSecret: simulatedClientSecret, clientCertificatePath: undefined, clientCertificatePassword: undefined, federatedTokenFile: undefined,
    authorityHost: azure.url, resourceManagerUrl: azure.url, graphUrl: azure.directoryUrl, subscriptions: [], pacing: 'learn', throttlePatienceMs: 5000, requestTimeoutMs: 5000,
  };
  const collector = (more: Partial<AzureSettings> = {}): Collector => createAzureCollector({ ...settings, ...more }, new Pacing({ published: {}, learned: new Map(), maxInFlight: 100, now: () => performance.now() }), { left: Infinity }, {});
  const collect: AzureUnderTest['collect'] = async (types, { accounts = [azure.truth.subscriptions[0]!], collector: own, settings: more, depth = 'full', keepsRaw = false, known, signal = new AbortController().signal } = {}) => {
    const targets = accounts.flatMap((account) => [types].flat().map((type): CollectTarget => ({ provider: 'azure', account, region: 'global', type, roleArn: null, externalId: null, depth, keepsRaw })));
    const collected = targets.map(() => ({ resources: [] as CollectedResource[], end: undefined as TargetEnd | undefined }));
    await (own ?? collector(more)).visit(targets, {
      signal,
      emit: async (place, batch) => void collected[place]!.resources.push(...batch),
      end: async (place, end) => {
        if (collected[place]!.end !== undefined) throw new Error('a target was ended twice');
        collected[place]!.end = end;
      },
      known: async (_, keys) => new Map(keys.flatMap((key) => (known?.get(key) === undefined ? [] : [[key, known.get(key)!] as const]))),
    });
    return new Map(targets.map(({ account, type }, place) => {
      const { resources, end } = collected[place]!;
      if (end === undefined) throw new Error(`${type} in ${account} was not ended`);
      return [accounts.length === 1 ? type : `${account}/${type}`, { resources, end }];
    }));
  };
  return {
    azure, settings, collector, collect,
    collectOne: async (type, collectOptions) => [...(await collect(type, collectOptions)).values()][0]!,
    [Symbol.asyncDispose]: () => azure.close(),
  };
}
