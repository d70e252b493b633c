import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureOperationalinsightsWorkspace } from './workspace.ts';

const cluster = 'Microsoft.OperationalInsights/clusters';

readsAs(azureOperationalinsightsWorkspace, aRow('Microsoft.OperationalInsights/workspaces', 'Logs', {
  properties: {
    sku: { name: 'PerGB2018' }, createdDate: '2024-03-04T05:06:07.8Z', retentionInDays: 90, workspaceCapping: { dailyQuotaGb: -1 }, publicNetworkAccessForIngestion: 'Enabled', publicNetworkAccessForQuery: 'Disabled',
    features: { disableLocalAuth: false, clusterResourceId: idOf(cluster, 'Big') },
  },
}), {
  createdAt: new Date('2024-03-04T05:06:07.800Z'),
  attributes: { sku: 'PerGB2018', retention_days: 90, daily_quota_gb: -1, capacity_reservation_gb: null, public_ingestion: true, public_query: false, local_auth: true, cluster_id: uidOf(cluster, 'Big') },
  relations: [`member-of ${uidOf(cluster, 'Big')}`],
});
