import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureWebAppServicePlan } from './app-service-plan.ts';

const environment = 'Microsoft.Web/hostingEnvironments';

readsAs(azureWebAppServicePlan, aRow('Microsoft.Web/serverfarms', 'Shop-Plan', {
  kind: 'linux', location: 'West Europe', sku: { name: 'P1v3', tier: 'PremiumV3', size: 'P1v3', family: 'Pv3', capacity: 2 },
  properties: { numberOfSites: 3, numberOfWorkers: 2, maximumNumberOfWorkers: 30, reserved: true, zoneRedundant: false, elasticScaleEnabled: false, status: 'Ready', hostingEnvironmentProfile: { id: idOf(environment, 'Own') } },
}), {
  attributes: { kind: 'linux', sku: 'P1v3', tier: 'PremiumV3', workers: 2, sites: 3, is_linux: true, zone_redundant: false, elastic_scale: false, maximum_workers: 30, status: 'Ready', environment_id: uidOf(environment, 'Own') },
  relations: [`member-of ${uidOf(environment, 'Own')}`],
});
