import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpIapBrand } from './brand.ts';

describe('a consent screen', () => {
  reads(gcpIapBrand, { listed: { name: 'projects/123/brands/123', applicationTitle: 'Shop', orgInternalOnly: true } }, { uid: '//iap.googleapis.com/projects/shop/brands/123', attributes: { application: 'Shop', is_internal: true }, relations: [] });
});
