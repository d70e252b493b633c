import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';

it('reads each account with who reaches it, and does not take what is not said for a no', async () => {
  await using under = await startAzureUnderTest({ resources: 800 });
  const { resources } = await under.collectOne('azure:storage:account');
  const numbered = (place: number) => resources.find(({ uid }) => uid.endsWith(`/ststorag${place}`))?.attributes;
  expect(numbered(0)).toMatchObject({ kind: 'StorageV2', sku: 'Standard_LRS', public_blob_access: true, network_default_action: 'Allow', minimum_tls_version: 'TLS1_2', https_only: true, ip_rules: [] });
  expect(numbered(1)).toMatchObject({ public_blob_access: false, network_default_action: 'Deny', ip_rules: ['203.0.113.0/24'], subnet_ids: [expect.stringContaining('/subnets/data') as string] });
  expect(numbered(3)).toMatchObject({ public_blob_access: null, shared_key_access: null });
});

it('is pointed to by its lifecycle policy', async () => {
  await using under = await startAzureUnderTest({ resources: 200 });
  const accounts = new Set((await under.collectOne('azure:storage:account')).resources.map(({ uid }) => uid));
  const { resources: policies } = await under.collectOne('azure:storage:lifecycle-policy');
  expect(policies.length).toBeGreaterThan(0);
  for (const { relations } of policies) expect(accounts).toContain(relations[0]?.uid);
});
