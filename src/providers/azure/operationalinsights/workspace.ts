import { z } from 'zod';
import { booleanAt, dateOf, defineAzureResource, numberAt, relationsTo, textAt } from '../define.ts';

export const azureOperationalinsightsWorkspace = defineAzureResource({
  id: 'azure:operationalinsights:workspace',
  title: 'Log Analytics workspace',
  plural: 'Log Analytics workspaces',
  nativeType: 'Microsoft.OperationalInsights/workspaces',
  apiVersion: '2022-10-01',
  source: { from: 'graph', table: 'Resources' },
  reads: 'Log workspaces with tier, retention and who may write and read; never a log line.',

  attributes: z.object({
    sku: z.string().nullable().describe('PerGB2018, CapacityReservation, …'),
    retention_days: z.number().nullable(),
    daily_quota_gb: z.number().nullable().describe('-1: none'),
    capacity_reservation_gb: z.number().nullable(),
    public_ingestion: z.boolean().nullable(),
    public_query: z.boolean().nullable(),
    local_auth: z.boolean().nullable().describe('Keys work. Null: not said, which means they do'),
    cluster_id: z.string().nullable(),
  }),

  normalise(row) {
    const isWithoutKeys = booleanAt(row, 'properties.features.disableLocalAuth');
    return {
      createdAt: dateOf(textAt(row, 'properties.createdDate') ?? row.systemData?.createdAt),
      attributes: {
        sku: textAt(row, 'properties.sku.name'),
        retention_days: numberAt(row, 'properties.retentionInDays'),
        daily_quota_gb: numberAt(row, 'properties.workspaceCapping.dailyQuotaGb'),
        capacity_reservation_gb: numberAt(row, 'properties.sku.capacityReservationLevel'),
        public_ingestion: booleanAt(row, 'properties.publicNetworkAccessForIngestion'),
        public_query: booleanAt(row, 'properties.publicNetworkAccessForQuery'),
        local_auth: isWithoutKeys === null ? null : !isWithoutKeys,
        cluster_id: textAt(row, 'properties.features.clusterResourceId')?.toLowerCase() ?? null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.cluster_id),
});
