import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { isEscape } from './changes.ts';
import { lookStep, moveAwaySteps, relinkSteps, remedy, restoreSteps } from './steps.ts';

export const fimSymlinkEscape = defineRule({
  id: 'fim-symlink-escape',
  title: 'Link leads out of its watched folder',
  category: 'integrity',
  severity: 'high',
  resourceType: filesHostFile,
  rationale: 'What is read through the link lies where nothing is compared, so it can be replaced unseen.',

  evaluate({ attributes }) {
    const { status, changes, type, previous_type, link_target, previous_link_target } = attributes;
    if (!isEscape(attributes)) return type === 'symlink' ? pass : notApplicable;
    const before = previous_link_target === null ? '' : `, before to ${previous_link_target}`;
    return fail({
      summary: `It leads to ${link_target ?? 'an unknown place'}${before}, outside of what is watched.`,
      evidence: { status, changes, type, previous_type, link_target, previous_link_target },
    });
  },

  remediation(resource) {
    const { status, previous_type } = resource.attributes;
    const back = relinkSteps(resource);
    const steps = status === 'added' || previous_type === null ? moveAwaySteps(resource) : back.length > 0 ? back : restoreSteps(resource);
    return remedy(resource, lookStep(resource, 'readlink -f --'), ...steps);
  },
});
