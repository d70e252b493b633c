import { simulatedClientId, simulatedClientSecret, simulatedTenantId, startSimulatedAzure } from '../demo/azure/server.ts';
import type { CollectedResource, Collector, TargetEnd } from '../src/core/collector.ts';
import type { Provider } from '../src/core/resource.ts';
import { kindOfAccount, type ResourceType } from '../src/core/resource-type.ts';
import { Pacing } from '../src/platform/pacing/pacing.ts';
import { createAzureCollector } from '../src/providers/azure/collector.ts';
import type { AzureSettings } from '../src/providers/azure/settings.ts';
import { azureResourceTypes } from '../src/providers/index.ts';

export const pacing = (): Pacing => new Pacing({ published: {}, learned: new Map(), maxInFlight: 50, now: () => performance.now() });

export const azureSettings = (azure: { url: string; directoryUrl: string }, changes: Partial<AzureSettings> = {}): AzureSettings => ({
  tenantId: simulatedTenantId, clientId: simulatedClientId, clientSecret: simulatedClientSecret, clientCertificatePath: undefined, clientCertificatePassword: undefined, federatedTokenFile: undefined,
  authorityHost: azure.url, resourceManagerUrl: azure.url, graphUrl: azure.directoryUrl, subscriptions: [], pacing: 'learn', throttlePatienceMs: 5000, requestTimeoutMs: 10_000, ...changes,
});

/** All types of a simulated Azure and a simulated Google Cloud, each with what was found in all accounts. */
export async function collectClouds(): Promise<Map<string, CollectedResource[]>> {
  const azure = await startSimulatedAzure({ resources: 1500, subscriptions: 1, seed: 11 });
  try {
    return new Map([...(await collectAll(createAzureCollector(azureSettings(azure), pacing(), { left: Infinity }, {}), 'azure', azureResourceTypes))].map(([type, { resources }]) => [type, resources]));
  } finally {
    await azure.close();
  }
}

export interface CollectedType {
  resources: CollectedResource[];
  ends: TargetEnd[];
}

/** Everything of every account, by type, as an extraction would read it. */
export async function collectAll(collector: Collector, provider: Provider, types: ReadonlyMap<string, ResourceType>, depth: 'full' | 'listed' = 'full'): Promise<Map<string, CollectedType>> {
  const { accounts, message, state } = await collector.discover();
  if (state !== 'connected') throw new Error(message);
  const found = new Map<string, CollectedType>([...types.keys()].map((type) => [type, { resources: [], ends: [] }]));
  for (const account of accounts) {
    await collector.enter(account);
    const targets = [...types.values()]
      .filter(({ accountKind = 'ordinary' }) => accountKind === kindOfAccount(account.id))
      .map(({ id: type }) => ({ provider, account: account.id, region: 'global', type, roleArn: null, externalId: null, depth, keepsRaw: false }));
    const ofPlace = (place: number): CollectedType => found.get(targets[place]?.type ?? '') as CollectedType;
    await collector.visit(targets, {
      signal: AbortSignal.timeout(120_000),
      emit: (place, batch) => Promise.resolve(void ofPlace(place).resources.push(...batch)),
      end: (place, end) => Promise.resolve(void ofPlace(place).ends.push(end)),
      known: () => Promise.resolve(new Map()),
    });
  }
  return found;
}
