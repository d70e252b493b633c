import { expect, it } from 'vitest';
import { aRow, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureKeyvaultSecret } from './secret.ts';

const row = aRow('Microsoft.KeyVault/vaults/secrets', 'Keys/Database', {
  tags: { app: 'shop' }, properties: { value: 'hunter2', attributes: { enabled: true, created: 1714521600, updated: 1714608000, exp: 1800000000 }, contentType: 'text/plain', secretUri: 'https://keys.vault.azure.net/secrets/Database' },
});

readsAs(azureKeyvaultSecret, row, {
  createdAt: new Date('2024-05-01T00:00:00Z'),
  tags: { app: 'shop' },
  attributes: {
    vault_id: uidOf('Microsoft.KeyVault/vaults', 'Keys'), enabled: true, created_at: '2024-05-01T00:00:00.000Z', updated_at: '2024-05-02T00:00:00.000Z', not_before: null, expires_at: '2027-01-15T08:00:00.000Z',
    content_type: 'text/plain', uri: 'https://keys.vault.azure.net/secrets/Database',
  },
  relations: [`member-of ${uidOf('Microsoft.KeyVault/vaults', 'Keys')}`],
});

it('keeps no value, even where one came', () => {
  expect(JSON.stringify(normalised(azureKeyvaultSecret, row))).not.toContain('hunter2');
});
