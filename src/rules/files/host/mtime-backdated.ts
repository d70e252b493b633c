import { defineRule, fail, notApplicable, pass } from '../../../core/rule.ts';
import { filesHostFile } from '../../../providers/files/host/file.ts';
import { hasOtherContent, isBackdated, isCompared } from './changes.ts';
import { lookStep, remedy, restoreSteps, touchStep } from './steps.ts';

export const fimMtimeBackdated = defineRule({
  id: 'fim-mtime-backdated',
  title: 'Modification time of a watched file was set back',
  category: 'integrity',
  severity: 'high',
  resourceType: filesHostFile,
  rationale: 'Times are set back so that a change looks older than it is; no editor does that, few installers do.',

  evaluate({ attributes }) {
    if (!isCompared(attributes)) return notApplicable;
    if (!isBackdated(attributes)) return pass;
    const { changes, modified_at: now, previous_modified_at: before, sha256, previous_sha256 } = attributes;
    const isOther = hasOtherContent(attributes);
    const what = now === before ? `The modification time stayed ${now ?? 'unknown'}` : `The modification time went back from ${before ?? 'unknown'} to ${now ?? 'unknown'}`;
    return fail({
      summary: `${what}${isOther ? ', while the content changed' : now === before ? ', but not to the fraction of a second' : ''}.`,
      evidence: { changes, modified_at: now, previous_modified_at: before, sha256, previous_sha256 },
    });
  },

  remediation: (resource) => remedy(resource, lookStep(resource), ...(hasOtherContent(resource.attributes) ? restoreSteps(resource) : touchStep(resource))),
});
