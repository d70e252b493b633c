import { defineRule, fail, notApplicable, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { azureEntraServicePrincipal } from '../../../providers/azure/entra/service-principal.ts';

export const azSpUnused = defineRule({
  id: 'az-sp-unused',
  title: 'Service principal does not sign in',
  category: 'waste',
  severity: 'low',
  resourceType: azureEntraServicePrincipal,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without a sign-in' } },
  rationale: 'A principal that nothing signs in as keeps rights that nobody needs.',

  evaluate({ attributes, createdAt }, { now, parameters }) {
    if (attributes.enabled === false || attributes.principal_type?.toLowerCase() === 'managedidentity') return notApplicable;
    const days = numberOf(parameters, 'days');
    if (createdAt !== undefined && daysBetween(createdAt, now) < days) return pass;
    const { last_sign_in_at: last } = attributes;
    if (last === null || Number.isNaN(Date.parse(last))) return unknown('The directory did not tell when it last signed in (`AuditLog.Read.All`).');
    if (daysBetween(new Date(last), now) < days) return pass;
    return fail({ summary: `Last signed in on ${last.slice(0, 10)}.`, evidence: { last_sign_in_at: last, app_id: attributes.app_id, principal_type: attributes.principal_type } });
  },

  remediation: ({ uid }) => {
    const id = uid.split('/').at(-1) ?? '';
    return [
      { command: `az ad sp update --id ${id} --set accountEnabled=false`, undo: `az ad sp update --id ${id} --set accountEnabled=true`, permission: 'Application.ReadWrite.All' },
      { command: `az ad sp delete --id ${id}`, undo: `az rest --method POST --url https://graph.microsoft.com/v1.0/directory/deletedItems/${id}/restore (within 30 days)`, permission: 'Application.ReadWrite.All' },
    ];
  },
});
