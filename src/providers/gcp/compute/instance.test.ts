import { expect, it } from 'vitest';
import { gcpComputeInstance } from './instance.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const zone = 'https://www.googleapis.com/compute/v1/projects/shop/zones/europe-west1-b';
const data = {
  name: 'web-1', zone, selfLink: `${zone}/instances/web-1`, creationTimestamp: '2026-01-02T03:04:05.000-08:00', status: 'TERMINATED', lastStopTimestamp: '2026-05-01T00:00:00.000-07:00', machineType: `${zone}/machineTypes/e2-medium`,
  labels: { env: 'prod' }, disks: [{ source: `${zone}/disks/web-1` }], tags: { items: ['http'] }, scheduling: { provisioningModel: 'SPOT' },
  networkInterfaces: [{ network: 'https://www.googleapis.com/compute/v1/projects/shop/global/networks/default', networkIP: '10.0.0.2', accessConfigs: [{ natIP: '34.1.1.1' }, {}] }],
  serviceAccounts: [{ email: '123-compute@developer.gserviceaccount.com', scopes: ['https://www.googleapis.com/auth/cloud-platform'] }],
  metadata: { items: [{ key: 'Serial-Port-Enable', value: '1' }, { key: 'enable-oslogin', value: 'TRUE' }, { key: 'instance-template', value: 'projects/123/global/instanceTemplates/web' }] },
  shieldedInstanceConfig: { enableVtpm: true, enableIntegrityMonitoring: true },
};

it('reads a stopped machine with what it uses', () => {
  const { uid, region, createdAt, tags, attributes } = gcpComputeInstance.normalise({ data }, naming);
  expect({ uid, region, tags }).toEqual({ uid: '//compute.googleapis.com/projects/shop/zones/europe-west1-b/instances/web-1', region: 'europe-west1', tags: { env: 'prod' } });
  expect(createdAt?.toISOString()).toBe('2026-01-02T11:04:05.000Z');
  expect(attributes).toMatchObject({
    status: 'TERMINATED', machine_type: 'e2-medium', is_spot: true, external_ips: ['34.1.1.1'], internal_ips: ['10.0.0.2'], network_tags: ['http'], has_serial_port: true, os_login: true, blocks_project_ssh_keys: false, has_vtpm: true, has_secure_boot: false, zone: 'europe-west1-b',
    instance_template_uid: '//compute.googleapis.com/projects/shop/global/instanceTemplates/web',
  });
  expect(gcpComputeInstance.relations({ uid, attributes })).toContainEqual({ kind: 'uses', uid: '//compute.googleapis.com/projects/shop/zones/europe-west1-b/disks/web-1' });
});

it('takes nothing to be there', () => {
  const { attributes } = gcpComputeInstance.normalise({ data: {} }, naming);
  expect(gcpComputeInstance.attributes.strict().safeParse(attributes).success).toBe(true);
});
