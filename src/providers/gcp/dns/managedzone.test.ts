import { expect, it } from 'vitest';
import { gcpDnsManagedzone } from './managedzone.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };

it('has one name, whichever way it is read', () => {
  const data = { id: '77', name: 'main', dnsName: 'example.com.', visibility: 'public', dnssecConfig: { state: 'on', defaultKeySpecs: [{ algorithm: 'rsasha1' }, { algorithm: 'rsasha1' }] } };
  const listed = gcpDnsManagedzone.normalise({ data }, naming);
  expect(gcpDnsManagedzone.normalise({ assetName: '//dns.googleapis.com/projects/123/managedZones/77', data }, naming)).toEqual(listed);
  expect(listed).toMatchObject({ uid: '//dns.googleapis.com/projects/shop/managedZones/77', name: 'main', attributes: { dnssec_state: 'on', dnssec_algorithms: ['rsasha1'], query_logging: false } });
});

it('does not say that a zone is unsigned where nothing is said', () => {
  expect(gcpDnsManagedzone.normalise({ data: { id: '1', name: 'z' } }, naming).attributes['dnssec_state']).toBeNull();
});
