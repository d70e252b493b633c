import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { byteCount, type HostFile, hasOtherContent, isCompared, isShrunk, isUnreadable, shortHash, typeWord } from './changes.ts';
import { riskScore } from './risk-score.ts';
import { lookStep, remedy, restoreSteps } from './steps.ts';

export const fimContentChanged = defineRule({
  id: 'fim-content-changed',
  title: 'Content of a watched file changed',
  category: 'integrity',
  severity: 'high',
  resourceType: filesHostFile,
  rationale: 'A program, a configuration or a key with other content does something that nobody has approved.',

  evaluate({ attributes }) {
    // A log that lost content has a rule of its own, which says more.
    if (!isCompared(attributes) || isShrunk(attributes)) return notApplicable;
    if (!hasOtherContent(attributes)) {
      if (isUnreadable(attributes)) return unknown('It cannot be read, so whether its content changed is not known.');
      return attributes.type === 'file' ? pass : notApplicable;
    }
    const { score, level, parts } = riskScore(attributes);
    return fail({
      summary: `${whatChanged(attributes)}: risk ${score} of 100 (${level}).`,
      evidence: {
        changes: attributes.changes,
        sha256: attributes.sha256,
        previous_sha256: attributes.previous_sha256,
        size_bytes: attributes.size_bytes,
        previous_size_bytes: attributes.previous_size_bytes,
        type: attributes.type,
        previous_type: attributes.previous_type,
        changed_lines: attributes.changed_lines,
        modified_at: attributes.modified_at,
        risk_score: score,
        risk_level: level,
        risk_parts: parts,
      },
    });
  },

  remediation: (resource) => remedy(resource, lookStep(resource), ...restoreSteps(resource)),
});

function whatChanged({ type, previous_type, sha256, previous_sha256, size_bytes, previous_size_bytes, changed_lines }: HostFile): string {
  if (type !== previous_type) return `It is a ${typeWord(type)} now, accepted was a ${typeWord(previous_type)}`;
  const lines = changed_lines === null ? '' : `, ${changed_lines.toLocaleString('en-US')} ${changed_lines === 1 ? 'line differs' : 'lines differ'}`;
  const size = size_bytes === previous_size_bytes ? byteCount(size_bytes) : `${byteCount(previous_size_bytes)} → ${byteCount(size_bytes)}`;
  return `The content is not the accepted one: sha256 ${shortHash(previous_sha256)} → ${shortHash(sha256)}, ${size}${lines}`;
}
