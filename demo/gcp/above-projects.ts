import { type Answer, ok } from './answer.ts';

const policy = { version: 1, etag: 'BwX', bindings: [{ role: 'roles/resourcemanager.organizationAdmin', members: ['user:ann@example.com'] }], auditConfigs: [{ service: 'allServices', auditLogConfigs: [{ logType: 'ADMIN_READ' }] }] };

/** Organisation, folder and billing account, their policies and budgets. */
export function aboveProjects(host: string, path: string): Answer | undefined {
  const billing = 'billingAccounts/0A0A0A-1B1B1B-2C2C2C';
  if (host === 'cloudbilling.googleapis.com' && path === `v1/${billing}`) return ok({ name: billing, displayName: 'Acme', open: true, currencyCode: 'EUR' });
  if (host === 'billingbudgets.googleapis.com' && path === `v1/${billing}/budgets`) return ok({ budgets: [{ name: `${billing}/budgets/all`, displayName: 'All', amount: { specifiedAmount: { currencyCode: 'EUR', units: '1000' } }, thresholdRules: [{ thresholdPercent: 0.9 }] }] });
  if (host !== 'cloudresourcemanager.googleapis.com') return undefined;
  if (/^v3\/(organizations\/1000001|folders\/2000001):getIamPolicy$/.test(path)) return ok(policy);
  if (path === 'v3/organizations/1000001') return ok({ name: 'organizations/1000001', displayName: 'acme.example', state: 'ACTIVE', directoryCustomerId: 'C01' });
  if (path === 'v3/folders/2000001') return ok({ name: 'folders/2000001', displayName: 'Shop', state: 'ACTIVE', parent: 'organizations/1000001' });
  return undefined;
}
