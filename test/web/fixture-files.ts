import { createHash } from 'node:crypto';
import type * as c from '../../src/api/contract/index.ts';
import type { z } from 'zod';
import { ago, uuid } from './fixture-estate.ts';

type File = z.infer<typeof c.auditFileItem>;
type Detail = z.infer<typeof c.auditFileDetail>;
type Root = z.infer<typeof c.watchedRoot>;
type History = z.infer<typeof c.historyRow>;
const sha = (text: string): string => createHash('sha256').update(text).digest('hex');
const wrong = ['tampered', 'missing', 'added', 'unreadable'];

const rootOf = (id: string, change: Partial<Root>): Root => ({ id: uuid(id), audit: 'file-audit', kind: 'folder', path: '/etc', recursive: true, include: [], exclude: [], mode: 'standard', unchanged_days: null, diff: true, state: 'watched', files: 1, last_sweep_at: ago(2), last_full_at: ago(60 * 5), gaps: [], ...change });
export const roots: Root[] = [
  rootOf('etc', { path: '/etc', files: 812, exclude: ['*.tmp', 'cache/', 'mtab'], gaps: [{ path: '/etc/ssl/private', reason: 'denied', detail: 'permission denied' }, { path: '/etc/polkit-1/rules.d', reason: 'denied', detail: 'permission denied' }] }),
  rootOf('usr', { path: '/usr/share/roundsman-of-a-rather-long-folder-name/templates/emails/en/default', files: 388 }),
  rootOf('log', { kind: 'file', path: '/var/log/auth.log', mode: 'append_only', files: 1 }),
  rootOf('backup', { kind: 'file', path: '/srv/backup/latest.tar.zst', unchanged_days: 2, diff: false, files: 1 }),
  rootOf('upload', { kind: 'upload', path: 'vendor-contract-signed.pdf', files: 1 }),
];

const fileOf = (path: string, status: File['status'], changes: string[] = [], more: Partial<File> = {}): File => ({
  id: uuid(`file ${path}`), path, status, changes, sha256: status === 'missing' ? null : sha(`${path}${status}`), previous_sha256: status === 'added' ? null : sha(path), size: status === 'missing' ? null : 240 + path.length * 971,
  checked_at: ago(2), root_id: roots[0]?.id ?? '', since: wrong.includes(status) ? ago(34) : null, can_restore: false, may_answer: true, ...more,
});
const cause = Array.from({ length: 60 }, (_, index) => fileOf(`/usr/share/roundsman-of-a-rather-long-folder-name/templates/emails/en/default/message-${String(index + 1).padStart(2, '0')}.html`, 'tampered', ['content', 'size', 'mtime'], { root_id: roots[1]?.id ?? '', since: ago(9) }));
export const files: File[] = [
  fileOf('/etc/ssh/sshd_config', 'tampered', ['content', 'size', 'mtime', 'ctime']),
  fileOf('/etc/sudoers.d/deploy', 'added', ['added'], { since: ago(33) }),
  fileOf('/etc/cron.daily/logrotate', 'missing', ['missing'], { since: ago(60 * 7) }),
  fileOf('vendor-contract-signed.pdf', 'tampered', ['content'], { root_id: roots[4]?.id ?? '', can_restore: true, since: ago(60 * 26) }),
  fileOf('/etc/shadow', 'tampered', ['mode', 'ctime'], { since: ago(35) }),
  ...cause,
  ...Array.from({ length: 140 }, (_, index) => fileOf(`/etc/${['nginx/conf.d', 'systemd/system', 'apt/sources.list.d', 'ssl/certs'][index % 4]}/${['default', 'backend', 'metrics', 'Very-Long-Certificate-Name-of-an-Authority-2031'][index % 4]}-${index}.conf`, 'verified')),
];

const diff = "@@ -30,7 +30,8 @@\n # Authentication:\n \n #LoginGraceTime 2m\n-PermitRootLogin no\n+PermitRootLogin yes\n+PasswordAuthentication yes\n #StrictModes yes\n #MaxAuthTries 6\n";
export function detail(file: File): Detail {
  const root = roots.find((each) => each.id === file.root_id) ?? roots[0] as Root;
  const is = (change: string): boolean => file.changes.includes(change);
  const field = (name: string, before: string | number | null, after: string | number | null = before) => ({ name, before: file.status === 'added' ? null : before, after: file.status === 'missing' ? null : after });
  return {
    ...file, root: { id: root.id, path: root.path, kind: root.kind, audit: root.audit }, alert_id: wrong.includes(file.status) ? (file.root_id === roots[1]?.id ? alertIds[1] : alertIds[0]) ?? null : null, diff: file.path === '/etc/ssh/sshd_config' ? diff : null,
    fields: [field('type', 'file'), field('sha256', file.previous_sha256, file.sha256), field('size', 3289, is('size') ? 3321 : 3289), field('mode', '0640', is('mode') ? '0666' : '0640'), field('uid', 0), field('gid', 0), field('modified', ago(60 * 24 * 40), is('mtime') || is('content') ? ago(34) : undefined), field('changed', ago(60 * 24 * 40), file.changes.length > 0 ? ago(34) : undefined), field('inode', '1835021'), field('device', '65025'), field('links', 1), field('link_target', null), field('readable', 'yes'), field('extended', null)],
  };
}

const alertIds = [uuid('alert one'), uuid('alert many'), uuid('alert old')];
export function alerts(): z.infer<typeof c.fileAlert>[] {
  const open = files.filter((each) => wrong.includes(each.status));
  const of = (id: string | undefined, list: File[], root: string, count: number, minutes: number) => ({
    id: id ?? '', audit: 'file-audit', opened_at: ago(minutes), last_at: ago(minutes - 1), closed_at: null, count, root, statuses: Object.fromEntries(wrong.map((status) => [status, list.filter((each) => each.status === status).length])),
    first: list.slice(0, 5).map(({ id: fileId, path, status, changes }) => ({ id: fileId, path, status, changes })), unanswered: list.length,
  });
  return [of(alertIds[1], open.filter((each) => each.root_id === roots[1]?.id), '/usr/share/roundsman-of-a-rather-long-folder-name/templates', 60, 9), of(alertIds[0], open.filter((each) => each.root_id !== roots[1]?.id), '/etc', 5, 35), of(alertIds[2], [], '/etc/apt', 12, 60 * 30)];
}
export const inAlert = (id: string): File[] => files.filter((each) => detail(each).alert_id === id);

const actor = (name: string): string => `user:${uuid(name)}`;
const runCounts = { files: 1204, folders: 96, bytes_hashed: 1_288_490_188, hashed: 1204, verified: 1139, tampered: 0, missing: 0, added: 0, unreadable: 0, new: 0, expected: 0, touched: 0, restored: 0, gaps: 2 };
let position = 900;
const row = (minutes: number, change: Partial<History>): History => ({ id: String((position -= 1)), kind: 'run', run_id: uuid(`check${minutes}`), status: 'completed', trigger: 'schedule', checked_at: ago(minutes), changes: [], ...(change.kind === 'file' ? {} : { counts: runCounts }), ...change });
const change = (minutes: number, file: File | undefined, more: Partial<History> = {}): History => row(minutes, { kind: 'file', file_id: file?.id ?? '', path: file?.path ?? '', status: file?.status ?? 'verified', changes: file?.changes ?? [], sha256: file?.sha256 ?? null, previous_sha256: file?.previous_sha256 ?? null, ...more });
export const history: History[] = [
  row(2, { counts: { ...runCounts, tampered: 62, added: 1, missing: 1 } }),
  change(9, cause[0], { trigger: 'watch' }),
  change(9, cause[1], { trigger: 'watch' }),
  change(33, files[1]),
  change(34, files[0]),
  change(35, files[4]),
  row(35, { counts: { ...runCounts, tampered: 2, added: 1, missing: 1 } }),
  change(120, files.at(-1), { status: 'verified', changes: ['accepted'], note: 'Certificates renewed, ticket OPS-214', actor: actor('olga'), trigger: 'manual' }),
  row(180, { trigger: 'manual', counts: { ...runCounts, missing: 1 } }),
  change(60 * 7, files[2]),
  change(60 * 26, files[3], { trigger: 'manual' }),
  row(60 * 27, { status: 'failed', counts: {} }),
  ...Array.from({ length: 30 }, (_, index) => row(60 * 28 + index * 5, {})),
  change(60 * 50, undefined, { path: '/etc', status: 'registered', changes: ['registered'] }),
];

export const scheduler: z.infer<typeof c.schedulerStatus> = { running: true, interval_seconds: 300, last_run: ago(2), next_run: new Date(Date.now() + 178_000).toISOString(), files: 1204, scanning: false, last_full_comparison: ago(60 * 5), full_interval_seconds: 86_400, watching: { active: true, paths: 5, trouble: null }, progress: null, last_status: 'completed' };
export const isWatching = { on: true };
export function setScheduler(change: Partial<typeof scheduler>): typeof scheduler {
  Object.assign(scheduler, change);
  Object.assign(scheduler, { next_run: scheduler.running ? new Date(Date.now() + scheduler.interval_seconds * 1000).toISOString() : null, watching: { active: scheduler.running && isWatching.on, paths: scheduler.running && isWatching.on ? 5 : 0, trouble: null } });
  return scheduler;
}
/** A check that fills in while one looks. */
export function startCheck(done: () => void): void {
  setScheduler({ scanning: true, progress: { files: 0, bytes: 0 } });
  const timer = setInterval(() => {
    const seen = (scheduler.progress?.files ?? 0) + 220;
    if (seen < 1204) return void Object.assign(scheduler, { progress: { files: seen, bytes: seen * 1_070_000 } });
    clearInterval(timer);
    setScheduler({ scanning: false, progress: null, last_run: new Date().toISOString(), last_full_comparison: new Date().toISOString() });
    history.unshift(row(0, { trigger: 'manual', checked_at: new Date().toISOString(), counts: { ...runCounts, ...countsOf() } }));
    done();
  }, 300);
  timer.unref();
}

const countsOf = () => Object.fromEntries(wrong.map((status) => [status, files.filter((each) => each.status === status).length]));
export function totals(isFirst: boolean): z.infer<typeof c.auditTotals> {
  const bad = isFirst ? 0 : files.filter((each) => wrong.includes(each.status)).length;
  return { files: isFirst ? 0 : 1204, registered: 0, verified: isFirst ? 0 : 1204 - bad, tampered: 0, missing: 0, added: 0, unreadable: 0, ...(isFirst ? {} : countsOf()) };
}
export function accept(list: File[], note: string): number {
  const open = list.filter((each) => wrong.includes(each.status));
  for (const file of open) {
    history.unshift(change(0, file, { checked_at: new Date().toISOString(), status: 'verified', changes: ['accepted'], note, actor: 'local', trigger: 'manual' }));
    Object.assign(file, { status: 'verified', changes: [], previous_sha256: file.sha256, since: null });
  }
  return open.length;
}
export function register(path: string): z.infer<typeof c.verifyAnswer> {
  const file = fileOf(path, 'registered');
  files.push({ ...file, status: 'verified' });
  roots.push(rootOf(path, { kind: 'file', path, files: 1 }));
  return { files: [file], totals: { files: 1, registered: 1, verified: 0, tampered: 0, missing: 0, added: 0, unreadable: 0 }, root_id: roots.at(-1)?.id ?? '', gaps: [] };
}
export function tamper(path: string): File | undefined {
  const file = files.find((each) => each.path === path);
  if (file === undefined) return undefined;
  Object.assign(file, { status: 'tampered', changes: ['content', 'size'], sha256: sha(`${path} again`), since: new Date().toISOString() });
  history.unshift(change(0, file, { checked_at: new Date().toISOString(), trigger: 'watch' }));
  return file;
}
export const manifests: z.infer<typeof c.manifest>[] = [{ id: uuid('manifest'), name: 'release 4.2', created_at: ago(50), expires_at: new Date(Date.now() + 5 * 3_600_000).toISOString(), created_by: actor('tom'), entries: 48, used: 44 }];
const head = { position: 48_212, hash: sha('head'), at: ago(2), signature: sha('signature'), public_key: '-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEA7s2K8s0nGmT1c0m6yYgk8f2a9rCq0a3lJ6XQ4Y0zq5E=\n-----END PUBLIC KEY-----' };
export const checkpoints: z.infer<typeof c.checkpointList> = { checkpoints: [head], head };
