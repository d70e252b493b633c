import { constants, createHash, generateKeyPairSync, type KeyObject, verify, X509Certificate } from 'node:crypto';
import fs from 'node:fs';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeCertificate } from '../../demo/azure/certificate.ts';
import { azureCloudOf } from '../../src/providers/azure/cloud.ts';
import type { AzureSettings } from '../../src/providers/azure/settings.ts';
import { AzureSignIn } from '../../src/providers/azure/sign-in/sign-in.ts';
import { findSignIn } from '../../src/providers/gcp/sign-in/sign-in.ts';
import { cloudPlatformScope } from '../../src/providers/gcp/sign-in/token.ts';
import { askVendor, vendorPython } from './vendor-python.ts';

const python = vendorPython();
const tenant = '11111111-0000-4000-8000-000000000000';
const client = '22222222-0000-4000-8000-000000000000';

/** What the vendors' libraries send beyond what signs in, and ours does not. */
const leftOut = new Set(['client_info', 'claims', 'x-client-sku', 'x-client-ver', 'x-client-os', 'x-client-cpu']);
/** The headers that decide whether a token is given. */
const headersThatMatter = ['authorization', 'metadata', 'metadata-flavor', 'x-identity-header'];

interface Asked {
  method: string;
  to: string;
  query: Record<string, string>;
  headers: Record<string, string>;
  body: Record<string, unknown>;
}

/** A token for who asks as the vendors' documentation says; keeps the requests for one. */
async function startVendor() {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const meant = String(request.headers['x-meant-for']);
    const send = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json', 'metadata-flavor': 'Google' }).end(JSON.stringify(body));
    if (url.pathname.endsWith('/openid-configuration')) return send(200, { issuer: `${meant}/${tenant}/v2.0`, authorization_endpoint: `${meant}/${tenant}/oauth2/v2.0/authorize`, token_endpoint: `${meant}/${tenant}/oauth2/v2.0/token` });
    if (url.pathname.endsWith('/service-accounts/default/')) return send(200, { email: 'default@acme.iam.gserviceaccount.com', scopes: [], aliases: ['default'] });
    if (!/[/:](token|generateAccessToken)$/.test(url.pathname)) return send(url.pathname.startsWith('/computeMetadata/') ? 200 : 404, 'acme');
    asked.push({ method: request.method ?? '', to: `${meant}${url.pathname}`, query: entriesOf(url.searchParams), headers: pickedOf(request.headers), body: bodyOf(Buffer.concat(chunks).toString(), request.headers['content-type']) });
    if (url.pathname.startsWith('/metadata/') && request.headers['metadata'] !== 'true') return send(400, { error: 'invalid_request', error_description: 'Required metadata header not specified' });
    return send(200, { access_token: 'a-token', accessToken: 'a-token', expires_in: 3600, expires_on: String(Math.floor(Date.now() / 1000) + 3600), expireTime: new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, ''), token_type: 'Bearer', issued_token_type: 'urn:ietf:params:oauth:token-type:access_token' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken: () => asked.splice(0),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const entriesOf = (entries: URLSearchParams): Record<string, string> => Object.fromEntries([...entries].filter(([name]) => !leftOut.has(name.toLowerCase())));
const pickedOf = (headers: IncomingHttpHeaders): Record<string, string> => Object.fromEntries(headersThatMatter.flatMap((name) => (headers[name] === undefined ? [] : [[name, String(headers[name])]])));

/** A form or JSON without what says nothing: no `delegates` is the same as none of them. */
function bodyOf(text: string, type: string | undefined): Record<string, unknown> {
  if (text === '') return {};
  if (type?.startsWith('application/x-www-form-urlencoded')) return { ...entriesOf(new URLSearchParams(text)) };
  return Object.fromEntries(Object.entries(JSON.parse(text) as Record<string, unknown>).filter(([, value]) => value !== null && !(Array.isArray(value) && value.length === 0)));
}

interface Jwt {
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
}

/** A signed assertion, after its signature and its times were looked at. */
function jwtOf(text: unknown, key: KeyObject): Jwt {
  const [head = '', body = '', signature = ''] = String(text).split('.');
  const read = (part: string): Record<string, unknown> => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
  const header = read(head);
  const claims = read(body);
  const padding = header['alg'] === 'PS256' ? constants.RSA_PKCS1_PSS_PADDING : constants.RSA_PKCS1_PADDING;
  expect(verify('sha256', Buffer.from(`${head}.${body}`), { key, padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }, Buffer.from(signature, 'base64url')), 'the signature').toBe(true);
  const { iat, exp, nbf = iat } = claims as Record<string, number>;
  const now = Date.now() / 1000;
  expect(Number(exp) - Number(iat)).toBeLessThanOrEqual(3600);
  expect(Number(exp)).toBeGreaterThan(now + 300);
  expect(Math.max(Number(iat), Number(nbf))).toBeLessThanOrEqual(now);
  return { header, claims };
}

const without = (record: Record<string, unknown>, ...names: string[]): Record<string, unknown> => Object.fromEntries(Object.entries(record).filter(([name]) => !names.includes(name)));
const times = ['iat', 'exp', 'nbf'];

let vendor: Awaited<ReturnType<typeof startVendor>>;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vendor-sign-in-'));
beforeAll(async () => {
  vendor = await startVendor();
});
afterEach(() => vi.unstubAllGlobals());
afterAll(async () => {
  await vendor.close();
  fs.rmSync(folder, { recursive: true });
});

function write(name: string, content: string): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content);
  return file;
}

/** The requests for a token of ours and of the vendor's library; both believe that they ask the vendor. */
async function bothOf(signIn: () => Promise<string>, [library, way]: [library: string, way: string], input: Record<string, unknown>): Promise<{ ours: Asked[]; theirs: Asked[] }> {
  const { fetch } = globalThis;
  vi.stubGlobal('fetch', (address: string, init: RequestInit) => {
    const { origin, pathname, search } = new URL(address);
    return fetch(`${vendor.url}${pathname}${search}`, { ...init, headers: { ...(init.headers as Record<string, string>), 'x-meant-for': origin } });
  });
  vendor.taken();
  expect(await signIn()).toBe('a-token');
  const ours = vendor.taken();
  expect(await askVendor(python ?? '', 'vendor-sign-in.py', { url: vendor.url, environment: {}, ...input }, library, way)).toBe('a-token');
  const theirs = vendor.taken();
  expect(theirs.length).toBeGreaterThan(0);
  return { ours, theirs };
}

const nobody: AzureSettings = {
  tenantId: undefined, clientId: undefined, clientSecret: undefined, clientCertificatePath: undefined, clientCertificatePassword: undefined, federatedTokenFile: undefined, authorityHost: undefined,
  resourceManagerUrl: undefined, graphUrl: undefined, subscriptions: [], pacing: 'learn', throttlePatienceMs: 1000, requestTimeoutMs: 1000,
};

function azure(way: string, settings: Partial<AzureSettings>, { environment = {}, cloud = 'AZURE_PUBLIC_CLOUD', ...input }: Record<string, unknown> & { environment?: Record<string, string>; cloud?: string } = {}) {
  const all = { ...nobody, ...settings };
  const where = azureCloudOf(all);
  const signIn = () => new AzureSignIn(all, where, environment).token(where.resourceManagerScope);
  return bothOf(signIn, ['azure', way], { cloud, authority: where.authority, tenant: all.tenantId, client: all.clientId, secret: all.clientSecret, environment, ...input });
}

describe.skipIf(python === undefined)(`a sign-in to Azure asks as azure-identity does${python === undefined ? ' (skipped: no Python with it; set CLOUDS_PYTHON)' : ''}`, () => {
  const application = { tenantId: tenant, clientId: client };

  it.each([
    ['AZURE_PUBLIC_CLOUD', undefined],
    ['AZURE_CHINA_CLOUD', 'login.chinacloudapi.cn'],
    ['AZURE_US_GOVERNMENT', 'login.microsoftonline.us'],
  ])('with a secret, in %s', async (cloud, authorityHost) => {
    const { ours, theirs } = await azure('secret', { ...application, clientSecret: 'a secret+/&=é', authorityHost }, { cloud });
    expect(ours).toEqual(theirs);
    expect(ours).toHaveLength(1);
  });

  it('with a certificate', async () => {
    const { pem, publicKey } = makeCertificate();
    const { ours, theirs } = await azure('certificate', { ...application, clientCertificatePath: write('own.pem', pem) }, { pem });
    const [our, their] = [ours, theirs].map(([one]) => jwtOf(one?.body['client_assertion'], publicKey));
    const bare = (all: Asked[]): Asked[] => all.map((one) => ({ ...one, body: without(one.body, 'client_assertion') }));
    expect(bare(ours)).toEqual(bare(theirs));
    expect(without(our?.claims ?? {}, 'jti', ...times)).toEqual(without(their?.claims ?? {}, 'jti', ...times));
    expect(our?.claims['jti']).toMatch(/^[\da-f-]{36}$/);
    const { raw } = new X509Certificate(pem);
    const thumbprints = { x5t: createHash('sha1').update(raw).digest('base64url'), 'x5t#S256': createHash('sha256').update(raw).digest('base64url') };
    for (const { header } of [our, their].filter((jwt) => jwt !== undefined)) {
      expect(['RS256', 'PS256']).toContain(header['alg']);
      const named = Object.entries(thumbprints).filter(([name]) => name in header);
      expect(named.length).toBeGreaterThan(0);
      for (const [name, value] of named) expect(String(header[name]).replace(/=+$/, ''), name).toBe(value);
    }
  });

  it('with a token of the platform', async () => {
    const tokenFile = write('platform-token', 'a.platform.token');
    const { ours, theirs } = await azure('workload', { ...application, federatedTokenFile: tokenFile }, { tokenFile });
    expect(ours).toEqual(theirs);
    expect(ours[0]?.body['client_assertion']).toBe('a.platform.token');
  });

  it('with the identity of a machine, after a look whether there is one', async () => {
    const { ours, theirs } = await azure('managed', { clientId: client });
    expect(ours).toEqual(theirs);
    expect(ours.map(({ headers }) => headers)).toEqual([{}, { metadata: 'true' }]);
  });

  it.each([undefined, client])('with the identity of an app service (%s)', async (clientId) => {
    const { ours, theirs } = await azure('managed', { clientId }, { environment: { IDENTITY_ENDPOINT: 'http://127.0.0.1:41234/msi/token', IDENTITY_HEADER: 'a-header' } });
    expect(ours).toEqual(theirs);
    expect(ours).toHaveLength(1);
  });
});

describe.skipIf(python === undefined)(`a sign-in to Google Cloud asks as google-auth does${python === undefined ? ' (skipped: no Python with it; set CLOUDS_PYTHON)' : ''}`, () => {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const key = { type: 'service_account', project_id: 'acme', client_email: 'own@acme.iam.gserviceaccount.com', client_id: '1', private_key_id: 'abc123', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }), token_uri: 'https://oauth2.googleapis.com/token' };
  const user = { type: 'authorized_user', client_id: 'an-id', client_secret: 'a secret+/', refresh_token: '1//a-token' };
  const impersonation = 'https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/reader@acme.iam.gserviceaccount.com:generateAccessToken';

  function google(content: unknown): ReturnType<typeof bothOf> {
    const file = JSON.stringify(content);
    const signIn = async () => (await findSignIn({ credentialsFile: write('credentials.json', file), impersonate: undefined, endpointUrl: undefined }, {})).token();
    return bothOf(signIn, ['google', 'file'], { file });
  }

  it.each([
    ['', key.token_uri],
    [', by a private endpoint', 'https://oauth2-own.p.googleapis.com/token'],
    [' of old', 'https://accounts.google.com/o/oauth2/token'],
  ])('with the key of a service account%s', async (_, tokenUri) => {
    const { ours, theirs } = await google({ ...key, token_uri: tokenUri });
    const read = (all: Asked[]): unknown[] => all.map((one) => {
      const { header, claims } = jwtOf(one.body['assertion'], publicKey);
      return { ...one, body: without(one.body, 'assertion'), header, claims: without(claims, ...times) };
    });
    expect(read(ours)).toEqual(read(theirs));
    expect(ours).toHaveLength(1);
  });

  /** Where Google's libraries differ among themselves, ours does as that for Node: google-auth narrows the scope before it impersonates, and escapes `options` twice. */
  const asNode = (all: Asked[]): Asked[] => all.map((one) => {
    const { scope, options } = one.body;
    return { ...one, body: { ...one.body, ...(scope === 'https://www.googleapis.com/auth/iam' ? { scope: cloudPlatformScope } : {}), ...(typeof options === 'string' ? { options: JSON.stringify(JSON.parse(decodeURIComponent(options))) } : {}) } };
  });

  const external = (changes: Record<string, unknown>): Record<string, unknown> => ({ type: 'external_account', audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/p', subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', token_url: 'https://sts.googleapis.com/v1/token', credential_source: { file: write('subject', 'a.subject.token') }, ...changes });

  it.each([
    ['a token of another platform', 1, () => external({})],
    ['a token of another platform, as a client', 1, () => external({ client_id: 'an-id', client_secret: 'a secret' })],
    ['a token of another platform in JSON', 1, () => external({ credential_source: { file: write('subject.json', JSON.stringify({ token: 'a.subject.token' })), format: { type: 'json', subject_token_field_name: 'token' } } })],
    ['a token of another platform, then as a service account', 2, () => external({ service_account_impersonation_url: impersonation })],
    ['the same, for a shorter time', 2, () => external({ service_account_impersonation_url: impersonation, service_account_impersonation: { token_lifetime_seconds: 900 } })],
    ['a token of a workforce', 1, () => external({ audience: '//iam.googleapis.com/locations/global/workforcePools/pool/providers/p', workforce_pool_user_project: 'billed' })],
    ['what gcloud left', 1, () => user],
    ['what gcloud left, then as a service account', 2, () => ({ type: 'impersonated_service_account', service_account_impersonation_url: impersonation, delegates: [], source_credentials: user })],
    ['the same, by way of another', 2, () => ({ type: 'impersonated_service_account', service_account_impersonation_url: impersonation, delegates: ['between@acme.iam.gserviceaccount.com'], source_credentials: user })],
  ])('with %s', async (_, requests, content) => {
    const { ours, theirs } = await google(content());
    expect(ours).toEqual(asNode(theirs));
    expect(ours).toHaveLength(requests);
  });

  it('with the metadata server', async () => {
    const environment = { GCE_METADATA_HOST: new URL(vendor.url).host };
    const signIn = async () => (await findSignIn({ credentialsFile: undefined, impersonate: undefined, endpointUrl: undefined }, { ...environment, CLOUDSDK_CONFIG: folder })).token();
    const { ours, theirs } = await bothOf(signIn, ['google', 'metadata'], { environment });
    expect(ours).toEqual(theirs);
    expect(ours[0]?.headers).toEqual({ 'metadata-flavor': 'Google' });
  });
});
