import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureCacheRedis } from './redis.ts';

const subnet = 'Microsoft.Network/virtualNetworks/subnets';

readsAs(azureCacheRedis, aRow('Microsoft.Cache/redis', 'Sessions', {
  properties: { sku: { name: 'Premium', family: 'P', capacity: 1 }, shardCount: 2, replicasPerPrimary: 1, redisVersion: '6.0', hostName: 'sessions.redis.cache.windows.net', enableNonSslPort: false, minimumTlsVersion: '1.2', publicNetworkAccess: 'Enabled', subnetId: idOf(subnet, 'Main/Cache') },
}), {
  attributes: {
    sku: 'Premium', size: 'P1', shards: 2, replicas: 1, redis_version: '6.0', host_name: 'sessions.redis.cache.windows.net', non_ssl_port: false, min_tls_version: '1.2', public_network_access: true, subnet_id: uidOf(subnet, 'Main/Cache'),
    private_endpoint_ids: [], identity_ids: [],
  },
  relations: [`member-of ${uidOf(subnet, 'Main/Cache')}`],
});
