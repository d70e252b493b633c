import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpArtifactregistryImage } from './image.ts';

describe('an image', () => {
  reads(gcpArtifactregistryImage, { asset: { name: '//artifactregistry.googleapis.com/projects/shop/locations/europe/repositories/web/dockerImages/app@sha256:ab' }, listed: { name: 'projects/shop/locations/europe/repositories/web/dockerImages/app@sha256:ab', uri: 'europe-docker.pkg.dev/shop/web/app@sha256:ab', tags: ['v2', 'v1'], imageSizeBytes: '2048', uploadTime: '2026-01-01T00:00:00Z' } }, {
    uid: '//artifactregistry.googleapis.com/projects/shop/locations/europe/repositories/web/dockerImages/app@sha256:ab', createdAt: new Date('2026-01-01T00:00:00Z'), attributes: { image_tags: ['v1', 'v2'], size_bytes: 2048 },
    relations: [{ kind: 'member-of', uid: '//artifactregistry.googleapis.com/projects/shop/locations/europe/repositories/web' }],
  });
});
