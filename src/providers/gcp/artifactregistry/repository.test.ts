import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpArtifactregistryRepository } from './repository.ts';

describe('a repository', () => {
  reads(gcpArtifactregistryRepository, { asset: { name: '//artifactregistry.googleapis.com/projects/shop/locations/europe/repositories/web' }, listed: { name: 'projects/shop/locations/europe/repositories/web', format: 'DOCKER', sizeBytes: '1024', cleanupPolicies: { old: { id: 'old' } }, labels: { env: 'prod' } } }, {
    uid: '//artifactregistry.googleapis.com/projects/shop/locations/europe/repositories/web', region: 'europe', tags: { env: 'prod' }, attributes: { size_bytes: 1024, cleanup_policies: 1 }, relations: [],
  });
});
