import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';

it('reads the subnets that each network holds, where that lies, with what filters and routes their traffic', async () => {
  await using under = await startAzureUnderTest({ resources: 400 });
  const collected = await under.collect(['azure:network:subnet', 'azure:network:vnet']);
  const networks = new Map(collected.get('azure:network:vnet')?.resources.map((network) => [network.uid, network]));
  const subnets = collected.get('azure:network:subnet')?.resources ?? [];
  for (const { attributes, region } of subnets) expect(region).toBe(networks.get(String(attributes['vnet_id']))?.region);
  const filtered = subnets.find(({ name }) => name === 'default');
  expect(filtered?.attributes).toMatchObject({ address_prefixes: [expect.stringMatching(/^10\.\d+\.0\.0\/24$/) as string], route_table_id: null, attached_count: 1 });
  expect(filtered?.relations).toEqual([{ kind: 'member-of', uid: filtered?.attributes['vnet_id'] }, { kind: 'uses', uid: filtered?.attributes['network_security_group_id'] }]);
  expect(subnets.find(({ name }) => name === 'data')?.attributes).toMatchObject({ network_security_group_id: null, service_endpoints: ['Microsoft.Storage'], attached_count: 0 });
});

it('is denied where the networks may not be read', async () => {
  await using under = await startAzureUnderTest({ resources: 400, faults: [{ kind: 'deny-read', type: 'Microsoft.Network/virtualNetworks' }] });
  expect((await under.collectOne('azure:network:subnet')).end.result).toMatchObject({ status: 'denied', error: { permission: 'Microsoft.Network/virtualNetworks/read' } });
});
