import { defineRule, fail, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpResourcemanagerProject } from '../../../providers/gcp/resourcemanager/project.ts';
import { afterDays, counted, isTooYoung, quoted } from '../facts.ts';

const metric = 'serviceruntime.googleapis.com/api/request_count';

export const gcpProjectIdle = defineRule({
  id: 'gcp-project-idle',
  title: 'Project asks no interface',
  category: 'waste',
  severity: 'low',
  resourceType: gcpResourcemanagerProject,
  parameters: afterDays(30),
  rationale: 'A project that nobody uses keeps its rights, its keys and what runs in it.',
  metrics: ({ attributes }, parameters) => ({ requests: { name: metric, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions: { project_id: attributes.project_id } } }),

  evaluate(resource, context) {
    const { attributes } = resource;
    if (attributes.state !== 'ACTIVE') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    // Calls of this scan itself count where they are made in the project's own name.
    const requests = counted(context, { requests: metric });
    if ('evaluation' in requests) return requests.evaluation;
    return requests.sum > 0 ? pass : fail({ summary: `Nothing in it asked an interface of Google in ${numberOf(context.parameters, 'days')} days.`, evidence: { requests: 0, parent: attributes.parent } });
  },

  remediation: ({ account }) => [{ command: `gcloud projects delete ${quoted(account)}`, undo: `gcloud projects undelete ${quoted(account)} (within 30 days)`, permission: 'resourcemanager.projects.delete' }],
});
