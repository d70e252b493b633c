import type { Resource } from '../../../core/resource.ts';
import type { RemediationStep } from '../../../core/rule.ts';
import { type HostFile, shortHash } from './changes.ts';
import { pathOfFileUrl, shellWord } from './shell-word.ts';

/**
 * Steps that several rules give. `$BACKUP` is where a backup is mounted, `$EVIDENCE` a folder outside of what is watched; a command
 * stops where they are not set. `own` is a permission of the service, the others are of the file system.
 */

type File = Pick<Resource, 'uid'> & { attributes: HostFile };
type Permission = 'read' | 'write' | 'owner' | 'root' | 'own';

const step = (command: string, undo: string, permission: Permission): RemediationStep => ({ command, undo, permission });
export const onlyReads = 'Nothing to undo: it only reads.';

const service = '"${ROUNDSMAN_URL:-http://localhost:8084}"';
const token = '-H "Authorization: Bearer $ROUNDSMAN_TOKEN"';

/** An upload lies in the service's own folder and has no path of its own; its id stands in its URL. */
const uploadIdOf = ({ uid, attributes }: File): string | undefined => (attributes.path.startsWith('/') ? undefined : /^file:\/\/[^/]*\/upload\/([0-9a-f-]{36})\//.exec(uid)?.[1]);

/** The path as a word for a shell, to the byte, whatever is escaped for people. */
export const pathWord = ({ uid, attributes }: File): string => shellWord(pathOfFileUrl(uid) ?? Buffer.from(attributes.path));

function nameWord({ uid, attributes }: File): string {
  const path = pathOfFileUrl(uid) ?? Buffer.from(attributes.path);
  const name = path.subarray(path.lastIndexOf(0x2f) + 1);
  return shellWord(name.length === 0 ? Buffer.from('root-folder') : name);
}

/** Sets `$id` to the file's id here, then asks the service for something about it. */
function call(file: File, path: string, body?: string): string {
  const json = body === undefined ? '' : ` -H 'Content-Type: application/json' -d ${shellWord(Buffer.from(body))}`;
  const post = `curl -sSf -X POST ${token}${json} ${service}"${path}"`;
  const uploadId = uploadIdOf(file);
  if (uploadId !== undefined) return `id='${uploadId}' && ${post}`;
  // The service shows and finds paths as people see them.
  const shown = shellWord(Buffer.from(file.attributes.path));
  return `id=$(curl -sSfG ${token} -d limit=1000 --data-urlencode q=${shown} ${service}/api/audit/files | jq -er --arg path ${shown} 'first(.files[] | select(.path == $path)).id') && ${post}`;
}

/** The change was right: it becomes the baseline, with a note in the history. */
function acceptStep(file: File): RemediationStep {
  const former = file.attributes.previous_sha256 === null ? '' : ` (sha256 ${shortHash(file.attributes.previous_sha256)}…)`;
  return step(call(file, '/api/audit/files/$id/accept', '{"note":"WHO WANTED THIS CHANGE, AND WHY"}'), `Bring the former state${former} back and accept that in the same way; the history keeps both.`, 'own');
}

/** All that may be done: the given steps where the change was wrong, or accepting it. What was uploaded is put back by the service. */
export function remedy(file: File, ...steps: readonly RemediationStep[]): RemediationStep[] {
  const wrong = uploadIdOf(file) === undefined ? steps : [step(call(file, '/api/v1/files/$id/restore'), 'Upload the changed file again.', 'own')];
  return [...wrong, acceptStep(file)];
}

/** The change was wrong: what is there is kept as evidence, then the accepted state comes back. */
export function restoreSteps(file: File): RemediationStep[] {
  const path = pathWord(file);
  const kept = `"\${EVIDENCE:?}"/${nameWord(file)}`;
  const original = `"\${BACKUP:?}"${path}`;
  if (file.attributes.type === null) return [step(`cp -aT -- ${original} ${path}`, `rm -r -- ${path}`, 'write')];
  // What became something else stands in the way of what was there.
  const isOther = file.attributes.previous_type !== null && file.attributes.previous_type !== file.attributes.type;
  if (isOther) return [...moveAwaySteps(file), step(`cp -aT -- ${original} ${path}`, `rm -r -- ${path}`, 'write')];
  return [step(`cp -aT -- ${path} ${kept}`, `rm -r -- ${kept}`, 'read'), step(`cp -aT -- ${original} ${path}`, `cp -aT -- ${kept} ${path}`, 'write')];
}

/** Takes it out of the folder, and keeps it. */
export function moveAwaySteps(file: File): RemediationStep[] {
  const path = pathWord(file);
  const kept = `"\${EVIDENCE:?}"/${nameWord(file)}`;
  return [step(`mv -nT -- ${path} ${kept}`, `mv -nT -- ${kept} ${path}`, 'write')];
}

/** A look before anything is done. */
export const lookStep = (file: File, command: 'stat --' | 'namei -l --' | 'readlink -f --' | 'getfacl -p --' = 'stat --'): RemediationStep => step(`${command} ${pathWord(file)}`, onlyReads, 'read');

/** Owner first: changing it takes set-uid bits away, which the mode then brings back. */
export function ownershipSteps(file: File): RemediationStep[] {
  const { uid, gid, previous_uid: oldUid, previous_gid: oldGid, mode, previous_mode: oldMode, type } = file.attributes;
  const path = pathWord(file);
  const steps: RemediationStep[] = [];
  if (uid !== null && gid !== null && oldUid !== null && oldGid !== null && (uid !== oldUid || gid !== oldGid)) steps.push(step(`chown -h ${oldUid}:${oldGid} -- ${path}`, `chown -h ${uid}:${gid} -- ${path}`, 'root'));
  // Links have no mode of their own.
  if (mode !== null && oldMode !== null && type !== 'symlink' && (mode !== oldMode || steps.length > 0)) steps.push(step(`chmod ${oldMode} -- ${path}`, `chmod ${mode} -- ${path}`, 'owner'));
  return steps;
}

/** The link as it was accepted, where its target is plain text; what is escaped for people cannot be typed back. */
export function relinkSteps(file: File): RemediationStep[] {
  const { type, link_target: target, previous_link_target: oldTarget } = file.attributes;
  const isPlain = (text: string | null): text is string => text !== null && /^[\x21-\x5b\x5d-\x7e]+$/.test(text);
  if (type !== 'symlink' || !isPlain(target) || !isPlain(oldTarget)) return [];
  const link = (to: string): string => `ln -sfnT -- ${shellWord(Buffer.from(to))} ${pathWord(file)}`;
  return [step(link(oldTarget), link(target), 'write')];
}

export const attributesFromBackup = (file: File): RemediationStep =>
  step(`cp -T --attributes-only --no-dereference --preserve=all -- "\${BACKUP:?}"${pathWord(file)} ${pathWord(file)}`, 'Set what `getfattr -dm- --absolute-names` showed before, with `setfattr --restore`.', 'root');

/** From now on the file can only grow, whoever writes to it. */
export const appendOnlyStep = (file: File): RemediationStep => step(`chattr +a -- ${pathWord(file)}`, `chattr -a -- ${pathWord(file)}`, 'root');

export const readableStep = (file: File): RemediationStep =>
  step(`setfacl -m u:"\${ROUNDSMAN_USER:?}":r -- ${pathWord(file)}`, `setfacl -x u:"\${ROUNDSMAN_USER:?}" -- ${pathWord(file)}`, 'owner');

export function touchStep(file: File): RemediationStep[] {
  const { modified_at: now, previous_modified_at: before } = file.attributes;
  if (now === null || before === null || now === before) return [];
  const touch = (at: string): string => `touch -hmd ${at} -- ${pathWord(file)}`;
  return [step(touch(before), touch(now), 'owner')];
}
