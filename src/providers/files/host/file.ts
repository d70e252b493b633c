import { z } from 'zod';
import { changeKinds } from '../compare.ts';
import { defineFilesResource } from '../define.ts';
import { fileTypes } from '../record.ts';

/** `registered`: accepted, and not compared since. */
export const hostFileStatuses = ['registered', 'verified', 'tampered', 'missing', 'added', 'unreadable'] as const;

const type = z.enum(fileTypes).nullable();
const number = z.int().nullable();
const text = z.string().nullable();

export const filesHostFile = defineFilesResource({
  id: 'files:host:file',
  title: 'Watched file',
  plural: 'Watched files',
  permissions: ['read'],
  reads: 'Content (SHA-256), size, permissions, owner, times, links and extended attributes of each entry below a watched path, as accepted and as it is now.',

  attributes: z.object({
    path: z.string().describe('For people: what is no visible text is escaped'),
    status: z.enum(hostFileStatuses).describe('Against the accepted state'),
    changes: z.array(z.enum(changeKinds)).describe('Everything that differs from the accepted state'),
    sha256: text.describe('Of the content; null: no file, or not read'),
    previous_sha256: text.describe('Of the accepted content'),
    size_bytes: number.describe('Bytes; of a device its number'),
    previous_size_bytes: number.describe('As accepted'),
    mode: text.describe('Permission bits in octal, such as 0644'),
    previous_mode: text.describe('As accepted'),
    uid: number.describe('Number of the owner'),
    gid: number.describe('Number of the group'),
    previous_uid: number.describe('As accepted'),
    previous_gid: number.describe('As accepted'),
    modified_at: text.describe('Modification time, ISO 8601 UTC'),
    previous_modified_at: text.describe('As accepted'),
    type: type.describe('null: there is nothing at the path'),
    previous_type: type.describe('null: nothing was accepted at the path'),
    link_target: text.describe('Where a symbolic link points, as written, for people'),
    previous_link_target: text.describe('As accepted'),
    changed_lines: number.describe('Added and removed lines of a small text file; null: not known'),
    unchanged_for_days: number.describe('Of what is meant to change: days since it last did, once that is too long'),
    audit: z.string().describe('The file audit that checks it'),
    append_only: z.boolean().describe('It may grow, and what it held stays'),
  }),
});
