import { defineRule, fail, notApplicable, pass, wordsOf } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { lookStep, moveAwaySteps, remedy } from './steps.ts';

export const fimKnownBadHash = defineRule({
  id: 'fim-known-bad-hash',
  title: 'File is known to be malicious',
  category: 'integrity',
  severity: 'critical',
  resourceType: filesHostFile,
  parameters: { hashes: { value: '', help: 'SHA-256 of malicious files, separated by commas' } },
  rationale: 'The very bytes are on a list of malicious files: whoever put them there may do more.',

  evaluate({ attributes }, { parameters }) {
    const bad = wordsOf(parameters, 'hashes');
    if (bad.size === 0 || attributes.sha256 === null) return notApplicable;
    if (!bad.has(attributes.sha256)) return pass;
    return fail({ summary: `Its SHA-256 ${attributes.sha256} is on the list of malicious files.`, evidence: { sha256: attributes.sha256, status: attributes.status } });
  },

  remediation: (resource) => remedy(resource, lookStep(resource), ...moveAwaySteps(resource)),
});
