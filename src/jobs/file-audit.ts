import { AppError } from '../core/errors.ts';
import { cancelledByPerson } from '../scans/collect-all.ts';
import { type AuditProgress, endCancelledAudit, runAudit } from '../scans/files/run-audit.ts';
import type { RegisterParts } from '../scans/files/register.ts';
import type { JobKind } from './run-worker.ts';

export type { ListedFile, FilePlace } from '../scans/files/list-files.ts';
export type { WatchOptions } from '../scans/files/register.ts';
export type { FileWatch } from './file-watch.ts';
export type FileAuditParts = RegisterParts & {
  fullIntervalOf(scheduleId: string): Promise<number>;
  /** A check has ended: paths that it took the first baseline of can be watched. */
  onChecked(): void;
};

/** The checks of files as a kind of job, with how far each audit is. */
export function createFileAuditKind(parts: FileAuditParts): { kind: JobKind; progressOf(scheduleId: string): AuditProgress | null } {
  const progress = new Map<string, AuditProgress>();
  return {
    progressOf: (scheduleId) => progress.get(scheduleId) ?? null,
    kind: {
      cancelReason: cancelledByPerson,
      endCancelled: (run) => endCancelledAudit(run, parts),
      async work(run, signal) {
        if (run.schedule_id === null) throw new AppError('INTERNAL', { detail: 'A check of files belongs to an audit.' });
        await runAudit(
          run,
          {
            ...parts,
            onProgress(scheduleId, now) {
              if (now === null) progress.delete(scheduleId);
              else progress.set(scheduleId, now);
            },
          },
          signal,
        );
        parts.onChecked();
      },
    },
  };
}
