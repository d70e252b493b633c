import { z } from 'zod';
import { booleanAt, defineAzureResource, idAt, numberAt, relationsTo, textAt } from '../define.ts';

export const azureWebAppServicePlan = defineAzureResource({
  id: 'azure:web:app-service-plan',
  title: 'App Service plan',
  plural: 'App Service plans',
  nativeType: 'Microsoft.Web/serverfarms',
  apiVersion: '2023-01-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'App Service plans with size, number of workers and how many apps they carry.',

  attributes: z.object({
    kind: z.string().nullable().describe('app, linux, functionapp, elastic, …'),
    sku: z.string().nullable().describe('B1, P1v3, Y1, …'),
    tier: z.string().nullable(),
    workers: z.number().nullable().describe('Instances that are paid for'),
    sites: z.number().nullable().describe('Apps on it; 0: nobody uses it'),
    is_linux: z.boolean().nullable(),
    zone_redundant: z.boolean().nullable(),
    elastic_scale: z.boolean().nullable(),
    maximum_workers: z.number().nullable(),
    status: z.string().nullable(),
    environment_id: z.string().nullable().describe('Of an App Service Environment'),
  }),

  normalise: (row) => ({
    attributes: {
      kind: textAt(row, 'kind'),
      sku: textAt(row, 'sku.name'),
      tier: textAt(row, 'sku.tier'),
      workers: numberAt(row, 'sku.capacity') ?? numberAt(row, 'properties.numberOfWorkers'),
      sites: numberAt(row, 'properties.numberOfSites'),
      is_linux: booleanAt(row, 'properties.reserved'),
      zone_redundant: booleanAt(row, 'properties.zoneRedundant'),
      elastic_scale: booleanAt(row, 'properties.elasticScaleEnabled'),
      maximum_workers: numberAt(row, 'properties.maximumNumberOfWorkers'),
      status: textAt(row, 'properties.status'),
      environment_id: idAt(row, 'properties.hostingEnvironmentProfile.id'),
    },
  }),

  relations: ({ attributes }) => relationsTo('member-of', attributes.environment_id),
});
