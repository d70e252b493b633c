import type { RootSpec } from './protocol.ts';

export type TroubleKind = 'limit' | 'overflow' | 'lag' | 'gone';

export interface WatchSpec extends RootSpec {
  id: string;
}

export type WatchRequest =
  | { op: 'set'; id: number; roots: WatchSpec[] }
  /** The last marks were taken; the next may come. */
  | { op: 'taken' };

export type WatchReply =
  /** Paths joined by NUL, by root. */
  | { kind: 'marked'; marks: [rootId: string, paths: string][] }
  | { kind: 'trouble'; rootId: string; trouble: TroubleKind; detail: string }
  | { kind: 'armed'; id: number };
