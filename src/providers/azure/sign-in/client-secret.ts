import { requestToken, type TokenEndpoint } from './token-request.ts';
import type { TokenSource } from './token-source.ts';

/** An application with a secret. */
export function clientSecretSource(endpoint: TokenEndpoint, { clientId, clientSecret }: { clientId: string; clientSecret: string }): TokenSource {
  return {
    words: `application ${clientId} with a secret`,
    request: (scope) => requestToken(endpoint, { client_id: clientId, client_secret: clientSecret, scope }),
  };
}
