import type { StoredError } from '../core/errors.ts';

export const transportKinds = ['http', 'filesystem', 's3'] as const;
export type TransportKind = (typeof transportKinds)[number];

export interface TransportRow {
  id: string;
  name: string;
  kind: TransportKind;
  /** Comes from flags, environment or file. */
  fixed: boolean;
  enabled: boolean;
  only_changes: boolean;
  settings: Record<string, unknown>;
  /** Secrets, sealed; undefined is none. */
  sealed: string | null;
  created_at: Date;
  updated_at: Date;
}

/** Things of one scope as they were at a moment. */
export interface BatchPart {
  scope: string;
  at: string;
  keys: string[];
}

export interface BatchRow {
  transport_id: string;
  run_id: string;
  number: number;
  count: number;
  parts: BatchPart[];
  state: 'pending' | 'delivered' | 'dead';
  attempts: number;
  next_at: Date | null;
  error: StoredError | null;
  created_at: Date;
  ended_at: Date | null;
}

export interface TransportRunRow {
  run_id: string;
  transport_id: string;
  batch_size: number;
  cut_no: number;
  batches: number;
  state: 'open' | 'cut';
  delivered: number;
  failed: number;
}

export interface FileRow {
  transport_id: string;
  run_id: string;
  service: string;
  part: number;
  path: string;
  bytes: number;
  artifacts: number;
  state: 'open' | 'closed' | 'done';
  created_at: Date;
}

/** Notified with a transport's id, or a run's, when there is something to cut or to send. */
export const transportChannel = 'roundsman_transport';
