import { defineRule, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { gcpNotebooksInstance } from '../../../providers/gcp/notebooks/instance.ts';
import { afterDays, isTooYoung, step } from '../facts.ts';

export const gcpNotebookIdle = defineRule({
  id: 'gcp-notebook-idle',
  title: 'Notebook runs for nobody',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpNotebooksInstance,
  parameters: afterDays(3, 'Days without activity of a kernel'),
  rationale: 'A notebook that nobody uses costs as much as one that works.',

  evaluate(resource, context) {
    const { attributes } = resource;
    if (attributes.state !== 'ACTIVE') return notApplicable;
    if (attributes.idle_timeout_seconds !== null || isTooYoung(resource, context)) return pass;
    return unknown('It does not stop itself when idle, and when a kernel last worked the interface does not tell.');
  },

  remediation: (notebook) => [step('workbench instances update --metadata=idle-timeout-seconds=10800', notebook, `gcloud workbench instances update '${notebook.name}' --metadata=idle-timeout-seconds=`, 'notebooks.instances.update', 'location')],
});
