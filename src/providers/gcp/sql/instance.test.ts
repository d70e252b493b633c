import { expect, it } from 'vitest';
import { gcpSqlInstance } from './instance.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };

it('reads an instance that is open to everybody', () => {
  const data = { name: 'orders', region: 'us-central1', gceZone: 'us-central1-c', state: 'RUNNABLE', databaseVersion: 'POSTGRES_16', ipAddresses: [{ type: 'PRIMARY', ipAddress: '34.1.1.1' }, { type: 'OUTGOING', ipAddress: '34.2.2.2' }], settings: { tier: 'db-f1-micro', dataDiskSizeGb: '10', userLabels: { env: 'prod' }, ipConfiguration: { authorizedNetworks: [{ value: '0.0.0.0/0' }], sslMode: 'ENCRYPTED_ONLY' }, databaseFlags: [{ name: 'log_connections', value: 'on' }] }, masterInstanceName: 'shop:main' };
  const made = gcpSqlInstance.normalise({ data }, naming);
  expect(made).toMatchObject({ uid: '//cloudsql.googleapis.com/projects/shop/instances/orders', region: 'us-central1', tags: { env: 'prod' }, attributes: { public_ips: ['34.1.1.1'], authorized_networks: ['0.0.0.0/0'], requires_ssl: true, disk_size_gib: 10, database_flags: { log_connections: 'on' }, primary: 'main', backups: false } });
  expect(gcpSqlInstance.relations(made)).toEqual([{ kind: 'replica-of', uid: '//cloudsql.googleapis.com/projects/shop/instances/main' }]);
});
