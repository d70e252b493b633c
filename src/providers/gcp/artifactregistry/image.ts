import { z } from 'zod';
import { dateOf, defineGcpResource, numberAt, relationsTo, textAt, uidOf } from '../define.ts';
import { textsAt } from '../links.ts';
import { listOf } from '../sources.ts';

const api = 'artifactregistry.googleapis.com';

export const gcpArtifactregistryImage = defineGcpResource({
  id: 'gcp:artifactregistry:image',
  title: 'Container image',
  plural: 'Container images',
  nativeType: 'artifactregistry.googleapis.com/DockerImage',
  api,
  permissions: ['artifactregistry.dockerimages.list'],
  reads: 'Each container image with its tags, its size and when it was pushed.',
  source: { from: 'asset', assetTypes: ['artifactregistry.googleapis.com/DockerImage'], lists: [listOf('artifactregistry.v1', 'projects.locations.repositories.dockerImages', 'dockerImages', '{parent}/dockerImages', { query: { pageSize: '1000' } })], below: 'gcp:artifactregistry:repository', parentName: ({ data }) => textAt(data, 'name') ?? '' },

  attributes: z.object({ repository_uid: z.string(), uri: z.string().nullable(), image_tags: z.array(z.string()), size_bytes: z.number().nullable(), media_type: z.string().nullable(), uploaded_at: z.string().nullable(), updated_at: z.string().nullable() }),

  normalise: ({ data, assetName }, naming) => {
    const uid = uidOf(api, textAt(data, 'name') ?? assetName ?? '', naming);
    return {
      uid,
      createdAt: dateOf(textAt(data, 'uploadTime')),
      tags: {},
      attributes: { repository_uid: uid.replace(/\/dockerImages\/.*$/, ''), uri: textAt(data, 'uri'), image_tags: textsAt(data, 'tags').sort(), size_bytes: numberAt(data, 'imageSizeBytes'), media_type: textAt(data, 'mediaType'), uploaded_at: textAt(data, 'uploadTime'), updated_at: textAt(data, 'updateTime') },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', attributes.repository_uid),
});
