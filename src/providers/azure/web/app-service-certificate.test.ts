import { aRow, idOf, readsAs, uidOf } from '../test-azure.ts';
import { azureWebAppServiceCertificate } from './app-service-certificate.ts';

const vault = 'Microsoft.KeyVault/vaults';

readsAs(azureWebAppServiceCertificate, aRow('Microsoft.Web/certificates', 'Shop-Cert', {
  properties: { subjectName: 'shop.example', hostNames: ['www.shop.example', 'shop.example'], issuer: 'GeoTrust', issueDate: '2026-01-01T00:00:00+00:00', expirationDate: '2027-01-01T00:00:00+00:00', thumbprint: 'AB12', keyVaultId: idOf(vault, 'Keys'), keyVaultSecretName: 'shop' },
}), {
  attributes: {
    subject_name: 'shop.example', host_names: ['shop.example', 'www.shop.example'], issuer: 'GeoTrust', issued_at: '2026-01-01T00:00:00+00:00', expires_at: '2027-01-01T00:00:00+00:00', thumbprint: 'AB12',
    key_vault_id: uidOf(vault, 'Keys'), key_vault_secret_name: 'shop', plan_id: null,
  },
  relations: [`uses ${uidOf(vault, 'Keys')}`],
});
