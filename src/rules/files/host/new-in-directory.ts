import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { byteCount, shortHash, typeWord } from './changes.ts';
import { lookStep, moveAwaySteps, remedy } from './steps.ts';

export const fimNewInDirectory = defineRule({
  id: 'fim-new-in-directory',
  title: 'Unexpected file in a watched folder',
  category: 'integrity',
  severity: 'medium',
  resourceType: filesHostFile,
  rationale: 'A new file in a folder of programs, jobs or settings is often run or read without anyone asking for it.',

  evaluate({ attributes }) {
    const { status, type, size_bytes, sha256, mode, uid, gid, modified_at, link_target } = attributes;
    if (status === 'missing') return notApplicable;
    if (status !== 'added') return pass;
    const what = type === 'file' ? ` of ${byteCount(size_bytes)} (sha256 ${shortHash(sha256)})` : '';
    return fail({
      summary: `A ${typeWord(type)}${what} is where nothing was accepted.`,
      evidence: { status, type, sha256, size_bytes, mode, uid, gid, modified_at, ...(link_target === null ? {} : { link_target }) },
    });
  },

  remediation: (resource) => remedy(resource, lookStep(resource), ...moveAwaySteps(resource)),
});
