import type { CollectedResource, CollectTarget, DiscoveredAccount, Discovery, EnteredAccount, KnownResource, TargetEnd } from '../../core/collector.ts';
import type { StoredError } from '../../core/errors.ts';
import type { AwsSettings } from '../../providers/aws/session.ts';

/** What the main thread asks of the collector thread. `run` names the run whose answers are shared. */
export type CollectorRequest =
  | { op: 'open'; id: number; run: string; settings: AwsSettings; learned: [key: string, lesson: { rate: number; burst: number }][]; maxCalls: number | null }
  | { op: 'discover'; id: number; run: string }
  | { op: 'enter'; id: number; run: string; account: DiscoveredAccount }
  | { op: 'forget'; id: number; run: string; account: string }
  | { op: 'collect'; id: number; run: string; target: CollectTarget }
  /** The batch of this id was taken; the next may come. */
  | { op: 'taken'; id: number }
  /** What is known of the things that `known` asked about. */
  | { op: 'known'; id: number; question: number; known: [key: string, known: KnownResource][]; error?: string }
  | { op: 'cancel'; id: number }
  | { op: 'lessons'; id: number; run: string }
  | { op: 'prices'; id: number; run: string; regions: string[] }
  | { op: 'close'; id: number; run: string };

export type CollectorReply =
  | { id: number; kind: 'batch'; resources: CollectedResource[] }
  | { id: number; kind: 'known'; question: number; keys: string[] }
  | { id: number; kind: 'end'; end: TargetEnd }
  | { id: number; kind: 'answer'; value: Discovery | EnteredAccount | [key: string, lesson: { rate: number; burst: number }][] | { region: string; sku: string; usd: number; priceDate: string }[] | null }
  | { id: number; kind: 'error'; error: StoredError };
