import type { ErrorCode, StoredError } from './errors.ts';
import type { MetricFacts, MetricQuestion } from './rule.ts';
import type { AttributeValue, Provider, Relation, Scope } from './resource.ts';

/** A resource as a collector hands it over: normalised, with its two hashes, small enough to post to another thread. */
export interface CollectedResource {
  /** 128 bits of SHA-256 of the uid, as a UUID. */
  kh: string;
  /** The same of the canonical content: name, region, tags, attributes, relations. */
  ch: string;
  uid: string;
  name: string;
  region: string;
  createdAt: string | null;
  tags: Record<string, string>;
  attributes: Record<string, AttributeValue>;
  relations: Relation[];
  /** The provider's answer as it came, secrets removed, as JSON compressed by deflate; only where the run keeps it. */
  raw?: Uint8Array;
}

/** What is known of a thing from an earlier reading. */
export interface KnownResource {
  attributes: Record<string, AttributeValue>;
  tags: Record<string, string>;
}

/** What is known of things of a target, by the hash of their uids. */
export type Known = (keys: string[]) => Promise<ReadonlyMap<string, KnownResource>>;

/** How one target ended. `isListed`: every page of the list itself came, so what was not in it is gone. */
export type TargetResult =
  | { status: 'complete'; isListed: true }
  | { status: 'partial'; isListed: boolean; error: StoredError }
  | { status: 'denied' | 'unavailable' | 'deferred' | 'cancelled'; isListed: false; error: StoredError }
  | { status: 'not_applicable'; isListed: false; error: StoredError };

export interface TargetEnd {
  result: TargetResult;
  calls: number;
  throttled: number;
  /** Which way it was read where there are several: `resource-graph`, `arm`, `cloud-asset`, `list`; left out for the only way. */
  path?: ReadPath;
}

export const readPaths = ['resource-graph', 'arm', 'directory', 'cloud-asset', 'list'] as const;
export type ReadPath = (typeof readPaths)[number];

/** Calls that a run may still make, over all its clouds. */
export interface CallBudget {
  left: number;
}

/** Counts the calls of one target, or of one visit. */
export interface CallCounter {
  calls: number;
  throttled: number;
}

export interface DiscoveredAccount {
  id: string;
  name: string | null;
  roleArn: string | null;
  externalId: string | null;
  /** Where regional types are listed. Null until the account is entered, where they were not given; empty where the provider lists all regions at once. */
  regions: string[] | null;
  /** Set where the account could not be entered. */
  error: StoredError | null;
}

/** An account whose credentials work, or that says why not. */
export interface EnteredAccount extends DiscoveredAccount {
  regions: string[];
}

export interface Discovery {
  state: 'connected' | 'no_credentials' | 'rejected';
  /** Where the credentials come from, in words; never a secret. */
  source: string;
  accounts: DiscoveredAccount[];
  message: string;
  /** Why it was rejected, where that is known more closely than by the credentials being refused. */
  code?: ErrorCode;
}

export interface CollectTarget extends Scope {
  /** The account as discovered, with the role to assume. */
  roleArn: string | null;
  externalId: string | null;
  /** `full` asks for details too, thing by thing; `listed` keeps those that an earlier reading brought. */
  depth: 'listed' | 'full';
  keepsRaw: boolean;
}

/** What a visit to several targets at once is given; a target is named by its place in the list. */
export interface VisitParts {
  /** Resolves when the batch may be forgotten, so that a slow store slows the listing. */
  emit(target: number, batch: CollectedResource[]): Promise<void>;
  /** Each target is ended once; what comes for it after that is a mistake. */
  end(target: number, end: TargetEnd): Promise<void>;
  known(target: number, keys: string[]): Promise<ReadonlyMap<string, KnownResource>>;
  signal: AbortSignal;
}

/** One question to a cloud's metrics about one resource. */
export interface MetricAsk {
  uid: string;
  region: string;
  question: MetricQuestion;
}

/** Answers in the order of the questions; null where the cloud knows no such thing, undefined where it could not be read. */
export interface MetricAnswers {
  facts: (MetricFacts | null | undefined)[];
  /** Why some could not be read, the first of the reasons. */
  error?: StoredError;
}

/** What a provider offers to the collector thread. */
export interface Collector {
  readonly provider: Provider;
  /** Who we are, and which accounts there are; none of them is entered. */
  discover(): Promise<Discovery>;
  /** Assumes the account's role and asks for its regions. */
  enter(account: DiscoveredAccount): Promise<EnteredAccount>;
  /**
   * Lists targets that were planned together (see `together` of their types), one alone as a rule. Every target is ended
   * through `parts.end` with a result of its own; throws only for what is wrong in the service itself.
   */
  visit(targets: readonly CollectTarget[], parts: VisitParts): Promise<void>;
  /** What the metrics of the account show, many questions in few calls. Left out: the provider has none. */
  metrics?(account: Pick<DiscoveredAccount, 'id' | 'roleArn' | 'externalId'>, asks: readonly MetricAsk[], signal: AbortSignal): Promise<MetricAnswers>;
  /** Forgets answers that types of the account shared. */
  forget(account: string): void;
  /** What was learned of the provider's limits, for the next scan. */
  lessons(): [key: string, lesson: { rate: number; burst: number }][];
}
