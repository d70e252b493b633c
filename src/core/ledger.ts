import { hash } from 'node:crypto';

/** What one entry of the history says. It is hashed as canonical JSON, so its values are plain JSON. */
export interface LedgerEntry {
  /** `file`: what a check found; `run`: a check as a whole; `action`: what a person did. */
  kind: 'file' | 'run' | 'action';
  status?: string | undefined;
  fileId?: string | undefined;
  runId?: string | undefined;
  /** Who: `local`, `user:ID`, `token:ID` or absent for the service itself. */
  actor?: string | undefined;
  data: Record<string, unknown>;
}

/** The hash that the first entry follows. */
export const emptyLedgerHash = '0'.repeat(64);

/** The hash of an entry: SHA-256 over a zero byte, the hash before it, a line feed and its content (the leaf prefix of RFC 6962). */
export function ledgerHash(previous: string, content: string): string {
  return hash('sha256', `\0${previous}\n${content}`, 'hex');
}

/** What is signed of a checkpoint. */
export function checkpointText({ position, hash: head, at }: { position: number; hash: string; at: string }): string {
  return `roundsman.checkpoint/v1\n${position}\n${head}\n${at}\n`;
}
