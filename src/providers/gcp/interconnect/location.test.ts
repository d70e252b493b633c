import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpInterconnectLocation } from './location.ts';

describe('a location', () => {
  reads(gcpInterconnectLocation, { listed: { name: 'fra-zone1-58', selfLink: computeUrl('global/interconnectLocations/fra-zone1-58'), city: 'Frankfurt, Germany', continent: 'EUROPE', facilityProvider: 'Equinix', availabilityZone: 'zone1', status: 'AVAILABLE', availableLinkTypes: ['LINK_TYPE_ETHERNET_10G_LR'], regionInfos: [{ region: 'https://www.googleapis.com/compute/v1/regions/europe-west3' }] } }, {
    uid: '//compute.googleapis.com/projects/shop/global/interconnectLocations/fra-zone1-58', region: 'global', attributes: { city: 'Frankfurt, Germany', regions: ['europe-west3'] }, relations: [],
  });
});
