import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';

it.each([['Resource Graph', []], ['the list of the subscription', [{ kind: 'graph-denied' as const }]]])('reads each resource group by %s', async (_way, faults) => {
  await using under = await startAzureUnderTest({ resources: 400, faults });
  const { resources, end } = await under.collectOne('azure:resources:resource-group');
  expect(end.result).toEqual({ status: 'complete', isListed: true });
  const web = resources.find(({ name }) => name === 'RG-Web-0');
  expect(web).toMatchObject({ region: 'westeurope', tags: { env: 'prod' }, attributes: { resource_group: 'rg-web-0', provisioning_state: 'Succeeded' } });
  expect(web?.uid).toBe(`/subscriptions/${under.azure.truth.subscriptions[0]}/resourcegroups/rg-web-0`);
});
