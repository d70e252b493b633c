import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { azureWebAppServicePlan } from '../../../providers/azure/web/app-service-plan.ts';
import { afterDays, hoursPerMonth, irreversible, isTooYoung, savedBy, step } from '../facts.ts';

export const azPlanEmpty = defineRule({
  id: 'az-plan-empty',
  title: 'App Service plan has no app',
  category: 'waste',
  severity: 'medium',
  resourceType: azureWebAppServicePlan,
  parameters: afterDays(7),
  rationale: 'A plan is billed by the hour for each of its instances, whether or not an app runs on it.',

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (isTooYoung(resource, context)) return pass;
    if (attributes.sites === null) return unknown('Azure did not say how many apps it carries.');
    if (['free', 'shared', 'dynamic', 'flexconsumption'].includes((attributes.tier ?? '').toLowerCase())) return notApplicable;
    if (attributes.sites > 0) return pass;
    return fail({
      summary: `${attributes.workers ?? 1} × ${attributes.sku ?? 'unknown size'} without an app.`,
      evidence: { sites: 0, sku: attributes.sku, workers: attributes.workers },
      ...(attributes.sku === null ? {} : savedBy(region, context.prices, 'high', [[hoursPerMonth * (attributes.workers ?? 1), 'h', `plan.${attributes.is_linux === true ? 'linux.' : ''}${attributes.sku}`]])),
    });
  },

  remediation: ({ uid }) => [step('appservice plan delete --yes', uid, irreversible, 'Microsoft.Web/serverfarms/delete')],
});
