import { expect, it } from 'vitest';
import { startAzureUnderTest } from '../../../../test/collect-azure.ts';

it('reads each disk and the machine that it is attached to', async () => {
  await using under = await startAzureUnderTest({ resources: 400, now: new Date('2026-07-01T00:00:00Z') });
  const { resources } = await under.collectOne('azure:compute:disk');
  const { truth: { subscriptions, countOf } } = under.azure;
  const attached = resources.filter(({ attributes }) => attributes['attached_to'] !== null);
  expect(attached).toHaveLength(countOf('Microsoft.Compute/virtualMachines', subscriptions[0]));
  for (const { attributes, relations } of attached) expect(relations).toEqual([{ kind: 'attached-to', uid: attributes['attached_to'] }]);
  const loose = resources.filter(({ attributes }) => attributes['state'] === 'Unattached');
  expect(loose).toHaveLength(resources.length - attached.length);
  expect(loose[0]).toMatchObject({ relations: [], attributes: { attached_to: null, os_type: null, encryption_type: 'EncryptionAtRestWithPlatformKey', managed_by: null } });
  for (const { attributes } of resources) expect(attributes['size_gib']).toEqual(expect.any(Number));
});
