import type { CollectedResource, CollectTarget, DiscoveredAccount, Discovery, EnteredAccount, KnownResource, MetricAnswers, MetricAsk, TargetEnd } from '../../core/collector.ts';
import type { StoredError } from '../../core/errors.ts';
import type { Provider } from '../../core/resource.ts';
import type { CloudSettings } from '../../providers/settings.ts';

/** What the main thread asks of the collector thread. `run` names the run whose answers are shared. */
export type CollectorRequest =
  | { op: 'open'; id: number; run: string; settings: CloudSettings; learned: [key: string, lesson: { rate: number; burst: number }][]; maxCalls: number | null }
  | { op: 'discover'; id: number; run: string; provider: Provider }
  | { op: 'enter'; id: number; run: string; provider: Provider; account: DiscoveredAccount }
  | { op: 'forget'; id: number; run: string; provider: Provider; account: string }
  /** Targets of one provider that are read together. */
  | { op: 'visit'; id: number; run: string; targets: CollectTarget[] }
  /** The batch or end of this number was taken; the next may come. */
  | { op: 'taken'; id: number; number: number; error?: string }
  /** What is known of the things that `known` asked about. */
  | { op: 'known'; id: number; question: number; known: [key: string, known: KnownResource][]; error?: string }
  | { op: 'cancel'; id: number }
  | { op: 'metrics'; id: number; run: string; provider: Provider; account: Pick<DiscoveredAccount, 'id' | 'roleArn' | 'externalId'>; asks: readonly MetricAsk[] }
  | { op: 'lessons'; id: number; run: string }
  | { op: 'prices'; id: number; run: string; provider: Provider; regions: string[] }
  | { op: 'close'; id: number; run: string };

export type CollectorReply =
  | { id: number; kind: 'batch'; number: number; target: number; resources: CollectedResource[] }
  | { id: number; kind: 'known'; target: number; question: number; keys: string[] }
  | { id: number; kind: 'end'; number: number; target: number; end: TargetEnd }
  | { id: number; kind: 'answer'; value: Discovery | MetricAnswers | EnteredAccount | [key: string, lesson: { rate: number; burst: number }][] | { region: string; sku: string; usd: number; priceDate: string }[] | null }
  /** `cause`: of what was not expected, for the log. */
  | { id: number; kind: 'error'; error: StoredError; cause?: string };
