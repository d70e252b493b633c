import { z } from 'zod';
import { defineGcpResource, listAt, textAt } from '../define.ts';
import { computeApi } from '../links.ts';
import { globalList } from '../sources.ts';

export const gcpInterconnectLocation = defineGcpResource({
  id: 'gcp:interconnect:location',
  title: 'Interconnect location',
  plural: 'Interconnect locations',
  nativeType: 'compute.googleapis.com/InterconnectLocation',
  api: computeApi,
  permissions: ['compute.interconnectLocations.list'],
  reads: 'Each place where Google can be connected to, which is the same for everybody.',
  source: { from: 'list', lists: [globalList('interconnectLocations')] },

  attributes: z.object({
    city: z.string().nullable(),
    continent: z.string().nullable(),
    facility: z.string().nullable(),
    facility_provider: z.string().nullable(),
    availability_zone: z.string().nullable(),
    status: z.string().nullable(),
    link_types: z.array(z.string()),
    regions: z.array(z.string()),
  }),

  normalise: ({ data }) => ({
    tags: {},
    attributes: {
      city: textAt(data, 'city'),
      continent: textAt(data, 'continent'),
      facility: textAt(data, 'facilityProviderFacilityId'),
      facility_provider: textAt(data, 'facilityProvider'),
      availability_zone: textAt(data, 'availabilityZone'),
      status: textAt(data, 'status'),
      link_types: listAt(data, 'availableLinkTypes').map(String).sort(),
      regions: listAt(data, 'regionInfos').flatMap((info) => textAt(info, 'region')?.split('/').at(-1) ?? []).sort(),
    },
  }),
});
