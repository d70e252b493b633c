import { defineRule, fail, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpFunctionsFunction } from '../../../providers/gcp/functions/function.ts';
import { afterDays, counted, irreversible, isTooYoung, shortNameOf, step } from '../facts.ts';

const older = 'cloudfunctions.googleapis.com/function/execution_count';
const newer = 'run.googleapis.com/request_count';

export const gcpFunctionsUnused = defineRule({
  id: 'gcp-functions-unused',
  title: 'Function is not called',
  category: 'waste',
  severity: 'low',
  resourceType: gcpFunctionsFunction,
  parameters: afterDays(90),
  rationale: 'A function that nobody calls keeps its rights, its runtime ages, and instances kept ready are paid for.',
  // A function of the second generation is a service of Cloud Run.
  metrics: ({ attributes, uid, name }, parameters) => {
    const isOlder = attributes.environment === 'GEN_1';
    const dimensions: Record<string, string> = isOlder ? { function_name: shortNameOf(uid) } : { service_name: shortNameOf(attributes.service_uid ?? name) };
    return { calls: { name: isOlder ? older : newer, statistic: 'sum', days: numberOf(parameters, 'days'), dimensions } };
  },

  evaluate(resource, context) {
    const { attributes } = resource;
    if (attributes.state !== 'ACTIVE') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const calls = counted(context, { calls: attributes.environment === 'GEN_1' ? older : newer });
    if ('evaluation' in calls) return calls.evaluation;
    if (calls.sum > 0) return pass;
    return fail({ summary: `Nobody called it in ${numberOf(context.parameters, 'days')} days.`, evidence: { calls: 0, runtime: attributes.runtime, min_instances: attributes.min_instances, updated_at: attributes.updated_at } });
  },

  remediation: (fn) => [step('functions delete', fn, irreversible, 'cloudfunctions.functions.delete')],
});
