import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { byteCount, shortHash, typeWord } from './changes.ts';
import { remedy, restoreSteps } from './steps.ts';

export const fimMissing = defineRule({
  id: 'fim-missing',
  title: 'Watched file is gone',
  category: 'integrity',
  severity: 'high',
  resourceType: filesHostFile,
  rationale: 'What depends on the file stops or falls back to defaults, and a deleted log or rule hides what happened.',

  evaluate({ attributes }) {
    const { status, previous_type, previous_size_bytes, previous_sha256, previous_modified_at, previous_mode, previous_uid, previous_gid } = attributes;
    if (status === 'added') return notApplicable;
    if (status !== 'missing') return pass;
    const what = previous_type === 'file' ? ` of ${byteCount(previous_size_bytes)} (sha256 ${shortHash(previous_sha256)})` : '';
    return fail({
      summary: `Nothing is at the path; accepted was a ${typeWord(previous_type)}${what}.`,
      evidence: { status, previous_type, previous_sha256, previous_size_bytes, previous_mode, previous_uid, previous_gid, previous_modified_at },
    });
  },

  remediation: (resource) => remedy(resource, ...restoreSteps(resource)),
});
