import { z } from 'zod';
import type { Artifact } from '../core/artifact.ts';
import type { Secret } from '../core/secret.ts';
import type { FileRow, TransportKind } from '../store/transports.ts';

/** Settings of each kind as they are kept; secrets lie apart, sealed. */
export const transportSettings = {
  http: z.strictObject({
    url: z.url({ protocol: /^https?$/ }),
    timeout_seconds: z.number().int().min(1).max(600).default(30),
    max_retries: z.number().int().min(0).max(20).default(3),
  }),
  filesystem: z.strictObject({
    /** Below FILESYSTEM_BASE_DIR: who may use the dashboard may not write anywhere on the machine. */
    folder: z.string().regex(/^[A-Za-z0-9._-]+(\/[A-Za-z0-9._-]+)*$/, 'letters, digits, dots, dashes and slashes').refine((folder) => !folder.split('/').includes('..'), 'no ..').optional(),
    max_bytes: z.number().int().min(1024).default(256 * 1024 * 1024),
    keep_days: z.number().int().min(0).max(36_500).default(0),
  }),
  s3: z.strictObject({
    bucket: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'a bucket name'),
    prefix: z.string().max(500).default(''),
    region: z.string().min(1).default('us-east-1'),
    max_bytes: z.number().int().min(1024).default(256 * 1024 * 1024),
  }),
} as const;
export type HttpSettings = z.infer<typeof transportSettings.http>;
export type FilesystemSettings = z.infer<typeof transportSettings.filesystem>;
export type S3Settings = z.infer<typeof transportSettings.s3>;

/** A transport that is on, with all that its sending needs. */
export interface OpenTransport {
  id: string;
  name: string;
  kind: TransportKind;
  onlyChanges: boolean;
  settings: HttpSettings | FilesystemSettings | S3Settings;
  token: Secret | undefined;
  /** Who set the address by flag, environment or file may point anywhere. */
  allowPrivate: boolean;
  allowInsecureTls: boolean;
}

/** A batch on its way; the key is the same for every attempt. */
export interface Outgoing {
  key: string;
  runId: string;
  /** When the job was made: files lie below its day. */
  runAt: Date;
  number: number;
  count: number;
  /** In slices, so that no batch is in memory twice. */
  artifacts(): AsyncIterable<Artifact[]>;
}

/** Files that a sending wrote, to be noted in the transaction that marks the batch as delivered. */
export interface Sent {
  files: FileRow[];
}

export interface Sender {
  /** Resolves when the receiver has the batch for good. Throws TRANSPORT_UNREACHABLE (try again) or TRANSPORT_REFUSED (do not). */
  send(batch: Outgoing, open: readonly FileRow[], signal: AbortSignal): Promise<Sent>;
  /** After the last batch of a run, or where a file is full: brings files to their end. Answers what changed of them; called again after a crash. */
  finish?(files: readonly FileRow[], signal: AbortSignal): Promise<FileRow[]>;
  /** Tries on the way that batches take whether they would arrive. Answers in words what it did; throws what `send` or `finish` would. */
  probe(signal: AbortSignal): Promise<string>;
  /** True where a batch counts as delivered only once its file has arrived. */
  deliversFiles: boolean;
  close(): Promise<void>;
}
