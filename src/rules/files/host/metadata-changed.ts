import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { changedMetadata, type HostFile, hasOtherContent, isCompared, isShrunk, isUnreadable } from './changes.ts';
import { attributesFromBackup, lookStep, ownershipSteps, relinkSteps, remedy } from './steps.ts';

export const fimMetadataChanged = defineRule({
  id: 'fim-metadata-changed',
  title: 'Permissions, owner or link target of a watched file changed',
  category: 'integrity',
  severity: 'medium',
  resourceType: filesHostFile,
  rationale: 'Who may write or run a file, and where a link leads, decide as much as its content does.',

  evaluate({ attributes }) {
    // Of a file with other content the other rules tell everything that changed.
    if (!isCompared(attributes) || hasOtherContent(attributes) || isShrunk(attributes)) return notApplicable;
    if (isUnreadable(attributes)) return unknown('It cannot be read, so whether only its attributes changed is not known.');
    const changed = changedMetadata(attributes);
    if (changed.length === 0) return pass;
    return fail({ summary: `${attributes.append_only ? 'What it held' : 'The content'} is the accepted one, but not ${changed.map((kind) => described(kind, attributes)).join(', ')}.`, evidence: evidenceOf(attributes) });
  },

  remediation(resource) {
    const { changes } = resource.attributes;
    const isBeyondReach = changes.includes('extended') || changes.includes('size');
    return remedy(
      resource,
      lookStep(resource, changes.includes('extended') ? 'getfacl -p --' : 'stat --'),
      ...ownershipSteps(resource),
      ...(changes.includes('target') ? relinkSteps(resource) : []),
      ...(isBeyondReach ? [attributesFromBackup(resource)] : []),
    );
  },
});

function described(kind: ReturnType<typeof changedMetadata>[number], file: HostFile): string {
  const shown = (value: string | number | null): string => (value === null ? 'unknown' : String(value));
  switch (kind) {
    case 'mode':
      return `the mode (${shown(file.previous_mode)} → ${shown(file.mode)})`;
    case 'owner':
      return `the owner (${shown(file.previous_uid)} → ${shown(file.uid)})`;
    case 'group':
      return `the group (${shown(file.previous_gid)} → ${shown(file.gid)})`;
    case 'target':
      return `where it points (${shown(file.previous_link_target)} → ${shown(file.link_target)})`;
    case 'links':
      return 'the number of its hard links';
    case 'size':
      return 'the number of the device';
    default:
      return 'its access list, capabilities or extended attributes';
  }
}

function evidenceOf(file: HostFile): Record<string, unknown> {
  const { changes, sha256, mode, previous_mode, uid, previous_uid, gid, previous_gid, type, link_target, previous_link_target } = file;
  return { changes, sha256, mode, previous_mode, uid, previous_uid, gid, previous_gid, type, ...(link_target === null && previous_link_target === null ? {} : { link_target, previous_link_target }) };
}
