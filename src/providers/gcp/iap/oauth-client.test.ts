import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpIapOauthClient } from './oauth-client.ts';

describe('a client', () => {
  reads(gcpIapOauthClient, { listed: { name: 'projects/123/brands/123/identityAwareProxyClients/c1', displayName: 'Shop' } }, { uid: '//iap.googleapis.com/projects/shop/brands/123/identityAwareProxyClients/c1', attributes: { display_name: 'Shop' }, relations: [{ kind: 'member-of', uid: '//iap.googleapis.com/projects/shop/brands/123' }] });
});
