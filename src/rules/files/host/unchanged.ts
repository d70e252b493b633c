import { defineRule, fail, notApplicable } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { lookStep, remedy } from './steps.ts';

export const fimUnchanged = defineRule({
  id: 'fim-unchanged',
  title: 'File that is meant to change has not',
  category: 'integrity',
  severity: 'medium',
  resourceType: filesHostFile,
  rationale: 'A backup or heartbeat that nobody writes any more passes every comparison, and is missed on the day it is needed.',

  evaluate({ attributes }) {
    const { unchanged_for_days: days } = attributes;
    if (days === null) return notApplicable;
    return fail({ summary: `Nothing in it has changed for ${days} days.`, evidence: { unchanged_for_days: days } });
  },

  remediation: (resource) => remedy(resource, lookStep(resource)),
});
