import { expect, it } from 'vitest';
import { gcpDnsRecordset } from './recordset.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };
const data = { name: 'www.example.com.', type: 'A', ttl: 300, rrdatas: ['35.0.0.2', '35.0.0.1'] };

it('has one name, whichever way it is read', () => {
  const listed = gcpDnsRecordset.normalise({ data, parent: { data: { id: '77', name: 'main' } } }, naming);
  expect(gcpDnsRecordset.normalise({ assetName: '//dns.googleapis.com/projects/123/managedZones/77/rrsets/www.example.com./A', data }, naming)).toEqual(listed);
  expect(listed).toMatchObject({ uid: '//dns.googleapis.com/projects/shop/managedZones/77/rrsets/www.example.com./A', name: 'www.example.com', attributes: { values: ['35.0.0.1', '35.0.0.2'], ttl_seconds: 300, routing_policy: null } });
});

it('tells a routing policy', () => {
  expect(gcpDnsRecordset.normalise({ data: { ...data, rrdatas: undefined, routingPolicy: { geo: { items: [] } } } }, naming).attributes).toMatchObject({ values: [], routing_policy: 'geo' });
});
