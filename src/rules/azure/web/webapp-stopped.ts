import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { azureWebAppServicePlan } from '../../../providers/azure/web/app-service-plan.ts';
import { azureWebWebApp } from '../../../providers/azure/web/web-app.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

const freeTiers = new Set(['free', 'shared', 'dynamic', 'flexconsumption']);

export const azWebappStopped = defineRule({
  id: 'az-webapp-stopped',
  title: 'Web app is stopped on a plan that is paid for',
  category: 'waste',
  severity: 'low',
  resourceType: azureWebWebApp,
  reads: [azureWebAppServicePlan],
  parameters: afterDays(30),
  rationale: 'A stopped app answers nobody, and the plan that it is on costs the same.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.state === null) return unknown('Azure did not say whether the app is running.');
    if (attributes.state.toLowerCase() !== 'stopped' || isTooYoung(resource, context)) return pass;
    const plan = attributes.plan_id === null ? undefined : context.related(attributes.plan_id);
    if (plan === undefined) return unknown('Its plan could not be read (`Microsoft.Web/serverfarms/read`), so nobody knows what it costs.');
    const { sku, tier, sites, workers, is_linux: isLinux } = plan.attributes;
    if (freeTiers.has(String(tier ?? '').toLowerCase())) return notApplicable;
    const share = typeof sites === 'number' && sites > 1 ? sites : 1;
    const hours = Math.round((hoursPerMonth * (typeof workers === 'number' ? workers : 1) * 100) / share) / 100;
    return fail({
      summary: share === 1 ? 'Stopped, and alone on its plan.' : `Stopped, one of ${share} apps on its plan.`,
      evidence: { state: attributes.state, plan_id: attributes.plan_id, sku, sites },
      ...(typeof sku === 'string' ? savedBy(region, context.prices, 'low', [[hours, 'h', `plan.${isLinux === true ? 'linux.' : ''}${sku}`]], { isUpper: true }) : {}),
    });
  },

  remediation: ({ uid }) => [step('webapp delete --keep-empty-plan', uid, irreversible, 'Microsoft.Web/sites/delete')],
});
