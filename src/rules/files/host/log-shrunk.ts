import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { byteCount, isCompared, isShrunk, isUnreadable, shortHash } from './changes.ts';
import { appendOnlyStep, lookStep, remedy, restoreSteps } from './steps.ts';

export const fimLogShrunk = defineRule({
  id: 'fim-log-shrunk',
  title: 'Append-only file lost or changed what it held',
  category: 'integrity',
  severity: 'critical',
  resourceType: filesHostFile,
  rationale: 'A log may grow and be rotated; lines that vanish or change in it are how traces are removed.',

  evaluate({ attributes }) {
    if (!attributes.append_only || !isCompared(attributes) || attributes.type !== 'file') return notApplicable;
    if (!isShrunk(attributes)) return isUnreadable(attributes) ? unknown('It cannot be read, so whether it still holds what it held is not known.') : pass;
    const { changes, size_bytes, previous_size_bytes, sha256, previous_sha256, modified_at } = attributes;
    const lost = (previous_size_bytes ?? 0) - (size_bytes ?? 0);
    return fail({
      summary: changes.includes('shrunk')
        ? `It lost ${byteCount(lost)}: ${byteCount(previous_size_bytes)} were accepted, ${(size_bytes ?? 0).toLocaleString('en-US')} are left.`
        : `The ${byteCount(previous_size_bytes)} that it held are others now: their sha256 is not ${shortHash(previous_sha256)} any more.`,
      evidence: { changes, size_bytes, previous_size_bytes, sha256, previous_sha256, modified_at },
    });
  },

  remediation: (resource) => remedy(resource, lookStep(resource), ...restoreSteps(resource), appendOnlyStep(resource)),
});
