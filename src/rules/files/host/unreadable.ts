import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { changedMetadata, isCompared, isUnreadable } from './changes.ts';
import { lookStep, ownershipSteps, readableStep, remedy } from './steps.ts';

export const fimUnreadable = defineRule({
  id: 'fim-unreadable',
  title: 'Watched file cannot be read',
  category: 'integrity',
  severity: 'medium',
  resourceType: filesHostFile,
  rationale: 'What cannot be read cannot be compared: from here on its content may change without anyone noticing.',

  evaluate({ attributes }) {
    if (!isCompared(attributes)) return notApplicable;
    if (!isUnreadable(attributes)) return pass;
    const { status, changes, mode, previous_mode, uid, previous_uid, gid, previous_gid, type, previous_sha256 } = attributes;
    const why = changedMetadata(attributes).includes('mode') ? `; its mode went from ${previous_mode ?? 'unknown'} to ${mode ?? 'unknown'}` : '';
    return fail({
      summary: `The service may not or cannot read it, so its content is not compared${why}.`,
      evidence: { status, changes, mode, previous_mode, uid, previous_uid, gid, previous_gid, type, previous_sha256 },
    });
  },

  remediation(resource) {
    const owned = ownershipSteps(resource);
    return remedy(resource, lookStep(resource, 'namei -l --'), ...(owned.length > 0 ? owned : [readableStep(resource)]));
  },
});
