import fs from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../../core/errors.ts';
import { textAt } from '../../fields.ts';
import { askForToken, type TokenAnswer, tokenIn } from './token-request.ts';
import { type AccessToken, NotHere, resourceOf, type TokenSource } from './token-source.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A machine that is no machine of Azure must not wait for one. */
const probeMs = 1000;
/** The asset tag of every virtual machine of Azure. */
const azureAssetTag = '7783-7084-3265-9085-8269-3286-77';

/** The identity of the platform that the service runs on; undefined where nothing says that there is one. */
export function managedIdentitySource(environment: Environment, clientId: string | undefined): TokenSource | undefined {
  const endpoint = environment['IDENTITY_ENDPOINT'];
  const header = environment['IDENTITY_HEADER'];
  const whose = clientId === undefined ? 'managed identity' : `managed identity ${clientId}`;
  if (endpoint !== undefined && header !== undefined) return { words: `${whose} of the app service`, request: (scope) => fromAppService({ endpoint, header, clientId, scope }) };
  if (endpoint !== undefined && environment['IMDS_ENDPOINT'] !== undefined) return { words: `${whose} of Azure Arc`, request: (scope) => fromArc({ endpoint, clientId, scope }) };
  if (!mayHaveMetadataService(environment, clientId)) return undefined;
  const host = environment['AZURE_POD_IDENTITY_AUTHORITY_HOST'] ?? 'http://169.254.169.254';
  return { words: whose, request: (scope) => fromMetadataService({ host, clientId, scope }) };
}

/** Whether it is worth asking the metadata service, which elsewhere answers nobody or the wrong one. */
export function mayHaveMetadataService(environment: Environment, clientId: string | undefined): boolean {
  return environment['AZURE_POD_IDENTITY_AUTHORITY_HOST'] !== undefined || clientId !== undefined || isAzureMachine();
}

function isAzureMachine(): boolean {
  try {
    return fs.readFileSync('/sys/class/dmi/id/chassis_asset_tag', 'utf8').trim() === azureAssetTag;
  } catch {
    return false;
  }
}

const withQuery = (url: string, query: Record<string, string | undefined>): string => {
  const full = new URL(url);
  for (const [name, value] of Object.entries(query)) if (value !== undefined) full.searchParams.set(name, value);
  return full.href;
};

/** learn.microsoft.com/azure/app-service/overview-managed-identity */
async function fromAppService({ endpoint, header, clientId, scope }: { endpoint: string; header: string; clientId: string | undefined; scope: string }): Promise<AccessToken> {
  const url = withQuery(endpoint, { 'api-version': '2019-08-01', resource: resourceOf(scope), client_id: clientId });
  const answer = await asked('The identity endpoint of the app service', () => askForToken(url, { headers: { 'X-IDENTITY-HEADER': header, Metadata: 'true' } }));
  return tokenIn(answer) ?? refused(answer);
}

/** learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token */
async function fromMetadataService({ host, clientId, scope }: { host: string; clientId: string | undefined; scope: string }): Promise<AccessToken> {
  const url = withQuery(`${host.replace(/\/+$/, '')}/metadata/identity/oauth2/token`, { 'api-version': '2018-02-01', resource: resourceOf(scope), client_id: clientId });
  try {
    // Without the header it refuses; whoever answers at all is there.
    await askForToken(url, {}, { tries: 1, timeoutMs: probeMs });
  } catch (error) {
    throw new NotHere('the metadata service does not answer', error);
  }
  const answer = await asked('The metadata service', () => askForToken(url, { headers: { Metadata: 'true' } }));
  if (answer.status === 400) throw new NotHere('no identity is assigned to this machine');
  if (answer.status === 403 && /unreachable/i.test(textAt(answer.body, 'error_description') ?? '')) throw new NotHere('the metadata service cannot be reached');
  return tokenIn(answer) ?? refused(answer);
}

/** learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication: who may read the file of the challenge is let in. */
async function fromArc({ endpoint, clientId, scope }: { endpoint: string; clientId: string | undefined; scope: string }): Promise<AccessToken> {
  const url = withQuery(endpoint, { 'api-version': '2020-06-01', resource: resourceOf(scope), client_id: clientId });
  const challenge = await asked('Azure Arc', () => askForToken(url, { headers: { Metadata: 'true' } }));
  const file = /realm=(.+)$/i.exec(challenge.headers.get('www-authenticate') ?? '')?.[1]?.trim();
  if (challenge.status !== 401 || file === undefined) return refused(challenge);
  const folder = process.platform === 'win32' ? path.join(process.env['PROGRAMDATA'] ?? 'C:\\ProgramData', 'AzureConnectedMachineAgent', 'Tokens') : '/var/opt/azcmagent/tokens';
  // Another file is one that somebody on the way would like to have read.
  if (path.dirname(file) !== folder || !file.endsWith('.key') || (await stat(file)).size > 4096) throw new AppError('AZURE_CREDENTIALS_REJECTED', { detail: 'Azure Arc named a key file that is not one of its own.' });
  const answer = await asked('Azure Arc', async () => askForToken(url, { headers: { Metadata: 'true', authorization: `Basic ${await readFile(file, 'utf8')}` } }));
  return tokenIn(answer) ?? refused(answer);
}

async function asked(who: string, ask: () => Promise<TokenAnswer>): Promise<TokenAnswer> {
  try {
    return await ask();
  } catch (cause) {
    throw new AppError('AZURE_UNAVAILABLE', { detail: `${who} did not answer the sign-in.`, cause });
  }
}

function refused({ status }: TokenAnswer): never {
  if (status >= 500 || status === 429) throw new AppError('AZURE_UNAVAILABLE', { detail: `The managed identity did not answer usefully (${status}).` });
  throw new AppError('AZURE_CREDENTIALS_REJECTED', { detail: `The managed identity was refused (${status}). Assign an identity to this machine or app; AZURE_CLIENT_ID names a user-assigned one.` });
}
