import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { type SimulatedGcp, type SimulatedGcpOptions, startSimulatedGcp } from '../demo/gcp/server.ts';
import type { CallBudget, CollectedResource, Collector, KnownResource, TargetEnd } from '../src/core/collector.ts';
import { createGcpCollector } from '../src/providers/gcp/collector.ts';
import type { GcpSettings } from '../src/providers/gcp/settings.ts';
import { Pacing } from '../src/platform/pacing/pacing.ts';

export interface CollectedTarget {
  resources: CollectedResource[];
  end: TargetEnd;
}

export interface GcpCollectOptions {
  collector?: Collector;
  account?: string;
  settings?: Partial<GcpSettings>;
  signal?: AbortSignal;
  depth?: 'listed' | 'full';
  keepsRaw?: boolean;
  known?: ReadonlyMap<string, KnownResource>;
  emit?(type: string, batch: CollectedResource[]): Promise<void>;
}

/** A simulated Google Cloud with collectors pointed at it, as a run would have them. */
export interface GcpUnderTest extends AsyncDisposable {
  gcp: SimulatedGcp;
  project: string;
  settings(changes?: Partial<GcpSettings>): GcpSettings;
  collector(settings?: Partial<GcpSettings>, budget?: CallBudget): Collector;
  /** Visits the types of a project together, as the plan would put them. */
  collect(types: readonly string[], options?: GcpCollectOptions): Promise<Map<string, CollectedTarget>>;
  close(): Promise<void>;
}

/** Credentials come from a key file of the simulator and from nowhere else. */
export async function startGcpUnderTest(options: SimulatedGcpOptions = {}): Promise<GcpUnderTest> {
  const gcp = await startSimulatedGcp({ now: new Date('2026-07-01T00:00:00Z'), ...options });
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gcp-key-'));
  const credentialsFile = path.join(folder, 'key.json');
  fs.writeFileSync(credentialsFile, JSON.stringify(gcp.credentials));
  const project = gcp.estate.projects[0]?.id ?? '';
  const settings = (changes: Partial<GcpSettings> = {}): GcpSettings => ({ credentialsFile, project: undefined, endpointUrl: gcp.url, projects: [], impersonate: undefined, pacing: 'learn', throttlePatienceMs: 5000, requestTimeoutMs: 5000, ...changes });
  const collector = (changes: Partial<GcpSettings> = {}, budget?: CallBudget): Collector => createGcpCollector(settings(changes), new Pacing({ published: {}, learned: new Map(), maxInFlight: 50, now: () => performance.now() }), budget);
  const collect: GcpUnderTest['collect'] = async (types, { collector: own, account = project, settings: changes, signal = new AbortController().signal, depth = 'full', keepsRaw = false, known, emit } = {}) => {
    const targets = types.map((type) => ({ provider: 'gcp' as const, account, region: 'global', type, roleArn: null, externalId: null, depth, keepsRaw }));
    const resources = types.map((): CollectedResource[] => []);
    const ends = new Map<number, TargetEnd>();
    await (own ?? collector(changes)).visit(targets, {
      signal,
      emit: async (place, batch) => {
        if (ends.has(place)) throw new Error(`${types[place]} had ended`);
        await emit?.(types[place] ?? '', batch);
        resources[place]?.push(...batch);
      },
      end: async (place, end) => {
        if (ends.has(place)) throw new Error(`${types[place]} ended twice`);
        ends.set(place, end);
      },
      known: (_, keys) => Promise.resolve(new Map(keys.flatMap((key) => (known?.get(key) === undefined ? [] : [[key, known.get(key) as KnownResource] as const])))),
    });
    return new Map(types.map((type, place) => {
      const end = ends.get(place);
      if (end === undefined) throw new Error(`${type} was not ended`);
      return [type, { resources: resources[place] ?? [], end }];
    }));
  };
  const close = async (): Promise<void> => {
    await gcp.close();
    fs.rmSync(folder, { recursive: true });
  };
  return { gcp, project, settings, collector, collect, close, [Symbol.asyncDispose]: close };
}
