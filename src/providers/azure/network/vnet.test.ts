import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';

it('reads each network with its subnets and the networks at the other side', async () => {
  await using under = await startAzureUnderTest({ resources: 400 });
  const { resources } = await under.collectOne('azure:network:vnet');
  const first = resources.find(({ name }) => name === 'virtualnetwork-0');
  const second = resources.find(({ name }) => name === 'virtualnetwork-1');
  expect(first?.attributes).toMatchObject({ address_prefixes: ['10.0.0.0/16'], dns_servers: [], peer_ids: [second?.uid], ddos_protection: false });
  expect(first?.attributes['subnet_ids']).toHaveLength(3);
  expect(first?.relations).toEqual([{ kind: 'uses', uid: second?.uid }]);
});
