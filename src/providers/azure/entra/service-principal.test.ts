import { expect, it } from 'vitest';
import { startAzureUnderTest, tenantAccount } from '../../../../test/collect-azure.ts';

const type = 'azure:entra:service-principal';

it('reads each principal with when its credentials end', async () => {
  await using under = await startAzureUnderTest();
  const { resources, end } = await under.collectOne(type, { accounts: [tenantAccount] });
  expect(end).toMatchObject({ result: { status: 'complete', isListed: true }, path: 'directory', calls: 3 });
  expect(resources.find(({ name }) => name === 'app 0')).toMatchObject({ uid: '/directoryobjects/00000000-0000-4000-9000-000000000000', createdAt: '2025-03-01T00:00:00.000Z', attributes: { principal_type: 'ManagedIdentity', enabled: false, next_credential_end: '2026-01-05T00:00:00.000Z' } });
  expect(resources.find(({ name }) => name === 'app 1')?.attributes).toMatchObject({ credential_ends: [], next_credential_end: null });
});

it('is denied with the permission of the directory named', async () => {
  await using under = await startAzureUnderTest({ faults: [{ kind: 'deny', path: 'servicePrincipals' }] });
  expect((await under.collectOne(type, { accounts: [tenantAccount] })).end.result).toMatchObject({ status: 'denied', error: { permission: 'Application.Read.All' } });
});
