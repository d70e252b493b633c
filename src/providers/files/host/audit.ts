import { z } from 'zod';
import { defineFilesResource } from '../define.ts';

export const filesHostAudit = defineFilesResource({
  id: 'files:host:audit',
  title: 'File audit',
  plural: 'File audits',
  permissions: ['read'],
  reads: 'Whether the checks of an audit happen when they are due, how many files changed together, and whether its history is intact.',

  attributes: z.object({
    name: z.string().describe('The audit'),
    is_running: z.boolean().describe('It has a schedule that is on'),
    interval_seconds: z.int().describe('Between two checks'),
    late_since: z.string().nullable().describe('When a check was due that has not ended, ISO 8601 UTC'),
    last_completed_at: z.string().nullable().describe('The end of the last check, while one is late'),
    changed_files: z.int().describe('Files that changed within the minutes of `changed_within_minutes`'),
    changed_within_minutes: z.int().describe('The time over which they are counted'),
    changed_root: z.string().nullable().describe('The deepest folder of those files'),
    history_intact: z.boolean().describe('Every entry of the history follows from the one before'),
    history_problem: z.string().nullable().describe('Where it does not'),
  }),
});
