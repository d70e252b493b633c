import { expect, it } from 'vitest';
import { type Circumstances, daysAgo, isoDaysAgo, verdict } from '../../../test/judge.ts';
import { anAzure, azurePrices } from '../../../test/judge-azure.ts';
import type { Rule } from '../../core/rule.ts';
import type { AzureResourceType } from '../../providers/azure/define.ts';
import { azureWebAppServicePlan } from '../../providers/azure/web/app-service-plan.ts';
import { azureRecoveryservicesVault } from '../../providers/azure/recoveryservices/vault.ts';
import { resourceTypes } from '../../providers/index.ts';
import { azRedisIdle } from './cache/redis-idle.ts';
import { azAcrPremiumIdle } from './containerregistry/acr-premium-idle.ts';
import { azAksEmpty } from './containerservice/aks-empty.ts';
import { azCosmosOverprovisioned } from './cosmosdb/cosmos-overprovisioned.ts';
import { azSpUnused } from './entra/sp-unused.ts';
import { azLogWorkspaceIdle } from './operationalinsights/log-workspace-idle.ts';
import { azRecoveryOrphanItem } from './recoveryservices/recovery-orphan-item.ts';
import { azResourceGroupEmpty } from './resources/resource-group-empty.ts';
import { azSqlIdle } from './sql/sql-idle.ts';
import { azSqlPoolEmpty } from './sql/sql-pool-empty.ts';
import { azStorageEmpty } from './storage/storage-empty.ts';
import { azStorageInactive } from './storage/storage-inactive.ts';
import { azStorageNoLifecycle } from './storage/storage-no-lifecycle.ts';
import { azPlanEmpty } from './web/plan-empty.ts';
import { azPlanUnderused } from './web/plan-underused.ts';
import { azWebappStopped } from './web/webapp-stopped.ts';

const prices = azurePrices({
  'plan.linux.P2v3': 0.3, 'plan.linux.P1v3': 0.15, 'plan.S1': 0.1, 'sql.pool.StandardPool': 0.003, 'sql.S0': 0.02, 'sql.vcore.GP_Gen5': 0.15, 'redis.Standard.C1': 0.138, 'storage.hot': 0.02, 'storage.cool': 0.01, 'aks.Standard': 0.1,
  'acr.Premium': 50, 'acr.Basic': 5, 'cosmos.100ru': 0.008, 'backup.GeoRedundant': 0.04,
});
const gib = 2 ** 30;
const planOf = (attributes: Record<string, unknown>) => anAzure(azureWebAppServicePlan, attributes, { uid: '/plan' });
const vmUid = '/subscriptions/a/resourcegroups/b/providers/microsoft.compute/virtualmachines/c';
const registry = { sku: 'Premium', replications: 0 };
const orphan = { protection_state: 'ProtectionStopped', source_id: vmUid, vault_id: '/vault', protected_gib: 100 };
const vault = anAzure(azureRecoveryservicesVault, { redundancy: 'GeoRedundant' }, { uid: '/vault' });
const plan = { sku: 'P2v3', tier: 'PremiumV3', is_linux: true, workers: 2, sites: 3 };

it.each<[Rule, string, Record<string, unknown>, Circumstances, string]>([
  // 2 × 730 × 0.3
  [azPlanEmpty, 'without an app', { ...plan, sites: 0 }, {}, 'fail $438'],
  [azPlanEmpty, 'with apps', plan, {}, 'pass'],
  [azPlanEmpty, 'that costs nothing', { ...plan, tier: 'Free', sites: 0 }, {}, 'not_applicable'],
  [azPlanEmpty, 'of which nobody tells', { ...plan, sites: null }, {}, 'unknown'],
  // 2 × 730 × (0.3 − 0.15)
  [azPlanUnderused, 'that does little', plan, { metrics: { cpu: { p95: 5 }, memory: { p95: 20 } } }, 'fail $219'],
  [azPlanUnderused, 'that fills its memory', plan, { metrics: { cpu: { p95: 5 }, memory: { p95: 60 } } }, 'pass'],
  [azPlanUnderused, 'that nobody measured', plan, {}, 'unknown'],
  [azPlanUnderused, 'that is the smallest', { ...plan, sku: 'P1v3' }, {}, 'not_applicable'],
  // 730 × 0.1, and a third of it
  [azWebappStopped, 'alone on its plan', { state: 'Stopped', plan_id: '/plan' }, { related: [planOf({ sku: 'S1', tier: 'Standard', sites: 1, workers: 1 })] }, 'fail $73'],
  [azWebappStopped, 'one of three', { state: 'Stopped', plan_id: '/plan' }, { related: [planOf({ sku: 'S1', tier: 'Standard', sites: 3, workers: 1 })] }, 'fail $24.33'],
  [azWebappStopped, 'on a free plan', { state: 'Stopped', plan_id: '/plan' }, { related: [planOf({ sku: 'F1', tier: 'Free' })] }, 'not_applicable'],
  [azWebappStopped, 'on a plan that is not known', { state: 'Stopped', plan_id: '/plan' }, {}, 'unknown'],
  [azWebappStopped, 'running', { state: 'Running' }, {}, 'pass'],
  // 50 × 730 × 0.003
  [azSqlPoolEmpty, 'without a database', { sku: 'StandardPool', capacity: 50, databases: 0 }, {}, 'fail $109.5'],
  [azSqlPoolEmpty, 'with a database', { databases: 1 }, {}, 'pass'],
  [azSqlPoolEmpty, 'that nobody looked into', { databases: null }, {}, 'unknown'],
  // 730 × 0.02; 2 × 730 × 0.15
  [azSqlIdle, 'nobody connects to', { sku: 'S0', status: 'Online' }, { metrics: { connections: {} } }, 'fail $14.6'],
  [azSqlIdle, 'of two vCores', { sku: 'GP_Gen5', capacity: 2, status: 'Online' }, { metrics: { connections: {} } }, 'fail $219'],
  [azSqlIdle, 'that is used', { sku: 'S0' }, { metrics: { connections: { sum: 3 } } }, 'pass'],
  [azSqlIdle, 'that nobody measured', { sku: 'S0' }, {}, 'unknown'],
  [azSqlIdle, 'in a pool', { elastic_pool_id: '/pool' }, {}, 'not_applicable'],
  // 730 × 0.138
  [azRedisIdle, 'without a client', { sku: 'Standard', size: 'C1' }, { metrics: { clients: {} } }, 'fail $100.74'],
  [azRedisIdle, 'with a client', {}, { metrics: { clients: { maximum: 1 } } }, 'pass'],
  [azRedisIdle, 'measured for a day', {}, { metrics: { clients: { coveredDays: 1 } } }, 'unknown'],
  [azRedisIdle, 'that nobody measured', {}, {}, 'unknown'],
  // 100 × 0.02
  [azStorageInactive, 'nobody asks for', { access_tier: 'Hot' }, { metrics: { transactions: {}, used: { average: 100 * gib, maximum: 100 * gib } } }, 'fail $2'],
  [azStorageInactive, 'somebody asks for', {}, { metrics: { transactions: { sum: 1 } } }, 'pass'],
  [azStorageInactive, 'of unknown size', {}, { metrics: { transactions: {} } }, 'unknown'],
  [azStorageInactive, 'that nobody measured', {}, {}, 'unknown'],
  // half of 200 GiB × (0.02 − 0.01)
  [azStorageNoLifecycle, 'large and without', { kind: 'StorageV2' }, { metrics: { used: { average: 200 * gib } } }, 'fail $1'],
  [azStorageNoLifecycle, 'small and without', { kind: 'StorageV2' }, { metrics: { used: { average: gib } } }, 'pass'],
  [azStorageNoLifecycle, 'with one', {}, { user: { uid: '/account/managementpolicies/default', type: 'azure:storage:lifecycle-policy' } }, 'pass'],
  [azStorageNoLifecycle, 'whose policy nobody read', { kind: 'BlobStorage' }, { metrics: { used: { average: 200 * gib } }, listed: [] }, 'unknown'],
  [azStorageNoLifecycle, 'of files', { kind: 'FileStorage' }, { metrics: { used: { average: 200 * gib } } }, 'not_applicable'],
  // 730 × 0.1
  [azAksEmpty, 'without user nodes', { power_state: 'Running', user_pools: 1, user_nodes: 0, tier: 'Standard' }, {}, 'fail $73'],
  [azAksEmpty, 'stopped', { power_state: 'Stopped', tier: 'Standard' }, {}, 'fail'],
  [azAksEmpty, 'with nodes', { power_state: 'Running', user_pools: 1, user_nodes: 2 }, {}, 'pass'],
  [azAksEmpty, 'of unknown state', {}, {}, 'unknown'],
  // 50 − 5
  [azAcrPremiumIdle, 'seldom pulled from', registry, { metrics: { pulls: { sum: 10 } } }, 'fail $45'],
  [azAcrPremiumIdle, 'often pulled from', registry, { metrics: { pulls: { sum: 5000 } } }, 'pass'],
  [azAcrPremiumIdle, 'with a copy', { ...registry, replications: 1 }, { metrics: { pulls: {} } }, 'pass'],
  [azAcrPremiumIdle, 'whose copies nobody read', { ...registry, replications: null }, {}, 'unknown'],
  [azAcrPremiumIdle, 'of another tier', { sku: 'Basic' }, {}, 'not_applicable'],
  [azLogWorkspaceIdle, 'kept long and not read', { retention_days: 365 }, { metrics: { queries: {} } }, 'fail'],
  [azLogWorkspaceIdle, 'kept long and read', { retention_days: 365 }, { metrics: { queries: { sum: 1 } } }, 'pass'],
  [azLogWorkspaceIdle, 'kept for a month', { retention_days: 30 }, {}, 'pass'],
  [azLogWorkspaceIdle, 'that nobody measured', { retention_days: 365 }, {}, 'unknown'],
  // 10 % of 10,000 RU/s used: 90 × 730 × 0.008
  [azCosmosOverprovisioned, 'little used', {}, { metrics: { used: { p99: 10 }, provisioned: { average: 10_000 } } }, 'fail $525.6'],
  [azCosmosOverprovisioned, 'much used', {}, { metrics: { used: { p99: 90 } } }, 'pass'],
  [azCosmosOverprovisioned, 'that nobody measured', {}, {}, 'unknown'],
  [azCosmosOverprovisioned, 'paid by use', { is_serverless: true }, {}, 'not_applicable'],
  // 100 × 0.04
  [azRecoveryOrphanItem, 'of a machine that is gone', orphan, { related: [vault] }, 'fail $4'],
  [azRecoveryOrphanItem, 'of a machine that may be gone', orphan, { related: [vault], listed: [] }, 'unknown'],
  [azRecoveryOrphanItem, 'that is protected', { ...orphan, protection_state: 'Protected' }, {}, 'pass'],
  [azRecoveryOrphanItem, 'of what is not collected', { ...orphan, source_id: '/share' }, {}, 'unknown'],
  [azResourceGroupEmpty, 'with nothing in it', { is_empty: true, is_locked: false }, {}, 'fail'],
  [azResourceGroupEmpty, 'with a lock', { is_empty: true, is_locked: true }, {}, 'pass'],
  [azResourceGroupEmpty, 'that nobody looked into', {}, {}, 'unknown'],
])('$0.id: one $1: $4', (rule, _what, attributes, circumstances, expected) => {
  const resource = anAzure(resourceTypes.get(rule.resourceType) as AzureResourceType, attributes);
  expect(verdict(rule, resource, { prices, ...circumstances })).toBe(expected);
  // What has no price is told of all the same.
  if (expected.startsWith('fail $')) expect(verdict(rule, resource, { ...circumstances, prices: azurePrices({}) })).toBe('fail');
  // What is a day old is left alone.
  if (expected.startsWith('fail')) expect(verdict(rule, { ...resource, createdAt: daysAgo(1) }, { prices, firstSeen: daysAgo(1), ...circumstances })).toBe('pass');
});

it.each<[Rule, string, Record<string, unknown>, Circumstances, string]>([
  [azStorageEmpty, 'that holds nothing, also made today', {}, { metrics: { used: {}, transactions: {} } }, 'fail'],
  [azStorageEmpty, 'that holds something', {}, { metrics: { used: { maximum: 1 }, transactions: {} } }, 'pass'],
  [azStorageEmpty, 'that was asked something', {}, { metrics: { used: {}, transactions: { sum: 1 } } }, 'pass'],
  [azStorageEmpty, 'without a figure', {}, { metrics: { used: { points: 0 }, transactions: {} } }, 'unknown'],
  [azStorageEmpty, 'that nobody measured', {}, {}, 'unknown'],
  [azSpUnused, 'that signed in long ago', { last_sign_in_at: isoDaysAgo(100) }, {}, 'fail'],
  [azSpUnused, 'that signed in lately', { last_sign_in_at: isoDaysAgo(10) }, {}, 'pass'],
  [azSpUnused, 'of which nobody tells', {}, {}, 'unknown'],
  [azSpUnused, 'with an odd date', { last_sign_in_at: 'once' }, {}, 'unknown'],
  [azSpUnused, 'of a managed identity', { principal_type: 'ManagedIdentity' }, {}, 'not_applicable'],
])('$0.id: one $1: $4', (rule, _what, attributes, circumstances, expected) => {
  expect(verdict(rule, anAzure(resourceTypes.get(rule.resourceType) as AzureResourceType, attributes), { prices, firstSeen: daysAgo(0), ...circumstances })).toBe(expected);
});
