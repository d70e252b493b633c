import { readFile } from 'node:fs/promises';
import { AppError } from '../../../core/errors.ts';
import { assertionType } from './client-assertion.ts';
import { requestToken, type TokenEndpoint } from './token-request.ts';
import type { TokenSource } from './token-source.ts';

/** A token of the platform, exchanged for one of Entra. The platform renews the file, so it is read each time. */
export function workloadIdentitySource(endpoint: TokenEndpoint, { clientId, tokenFile }: { clientId: string; tokenFile: string }): TokenSource {
  return {
    words: `workload identity ${clientId}`,
    async request(scope) {
      const assertion = await readFile(tokenFile, 'utf8').catch((cause: unknown) => {
        throw new AppError('AZURE_NO_CREDENTIALS', { detail: 'The file of AZURE_FEDERATED_TOKEN_FILE cannot be read.', cause });
      });
      return requestToken(endpoint, { client_id: clientId, client_assertion_type: assertionType, client_assertion: assertion.trim(), scope });
    },
  };
}
