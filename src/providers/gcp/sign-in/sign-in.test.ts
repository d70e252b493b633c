import fs from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SimulatedGcp, startSimulatedGcp } from '../../../../demo/gcp/server.ts';
import { findSignIn, hasGcpSignIn } from './sign-in.ts';
import { KeptToken } from './token.ts';

let gcp: SimulatedGcp;
let folder: string;
beforeAll(async () => {
  gcp = await startSimulatedGcp({ resources: 100 });
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gcp-sign-in-'));
});
afterAll(async () => {
  await gcp.close();
  fs.rmSync(folder, { recursive: true });
});
beforeEach(() => gcp.setFaults([]));

let count = 0;
function fileOf(content: unknown): string {
  const file = path.join(folder, `file-${(count += 1)}.json`);
  fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const signIn = (credentialsFile: string | undefined, { impersonate, environment = { CLOUDSDK_CONFIG: folder }, now }: { impersonate?: string; environment?: Record<string, string>; now?: () => number } = {}) => findSignIn({ credentialsFile, impersonate, endpointUrl: gcp.url }, environment, now);
const failure = async (credentials: unknown, options: Parameters<typeof signIn>[1] = {}): Promise<{ code: string; message: string; permission?: string }> => {
  try {
    const { token } = await signIn(fileOf(credentials), options);
    await token();
  } catch (error) {
    return error as { code: string; message: string };
  }
  throw new Error('it signed in');
};
const user = (): Record<string, string> => ({ type: 'authorized_user', client_id: 'x', client_secret: 'a-client-secret', refresh_token: 'good-refresh-token', token_uri: `${gcp.url}/oauth2.googleapis.com/token`, quota_project_id: 'billed-project' });
const external = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({ type: 'external_account', audience: '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/p', subject_token_type: 'urn:ietf:params:oauth:token-type:jwt', token_url: `${gcp.url}/sts.googleapis.com/v1/token`, credential_source: { file: fileOf('good-subject-token\n') }, ...changes });
const reader = 'reader@acme-project-1.iam.gserviceaccount.com';
const impersonation = (email = reader): string => `${gcp.url}/iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`;

describe('a way in', () => {
  it('is the key of a service account', async () => {
    const found = await signIn(fileOf(gcp.credentials));
    expect(await found.token()).toMatch(/^ya29\./);
    expect(found).toMatchObject({ project: 'acme-project-1', quotaProject: undefined, words: expect.stringContaining('service account roundsman@acme-project-1') });
  });

  it('is the key at a private endpoint, which hands it on to Google', async () => {
    const found = await signIn(fileOf({ ...gcp.credentials, token_uri: `${gcp.url.replace('127.0.0.1', 'localhost')}/oauth2.googleapis.com/token` }));
    expect(await found.token()).toMatch(/^ya29\./);
  });

  it('is what gcloud left, with the project that is billed', async () => {
    fs.mkdirSync(path.join(folder, 'gcloud'), { recursive: true });
    fs.writeFileSync(path.join(folder, 'gcloud', 'application_default_credentials.json'), JSON.stringify(user()));
    const environment = { CLOUDSDK_CONFIG: path.join(folder, 'gcloud') };
    const found = await signIn(undefined, { environment });
    expect(await found.token()).toMatch(/^ya29\./);
    expect(found.quotaProject).toBe('billed-project');
    expect(hasGcpSignIn({ credentialsFile: undefined }, environment)).toBe(true);
  });

  it.each([
    ['text', 'good-subject-token', undefined],
    ['json', JSON.stringify({ id: 'good-subject-token' }), { type: 'json', subject_token_field_name: 'id' }],
  ])('is a token of another platform in a file, as %s', async (_, text, format) => {
    const found = await signIn(fileOf(external({ credential_source: { file: fileOf(text), ...(format === undefined ? {} : { format }) } })));
    expect(await found.token()).toMatch(/^ya29\./);
  });

  it('is a token of another platform at an address, and a service account after it', async () => {
    await using source = await startAnswering((request) => ({ status: request.headers['x-own'] === 'yes' ? 200 : 403, body: JSON.stringify({ token: 'good-subject-token' }) }));
    const found = await signIn(fileOf(external({ credential_source: { url: `${source.url}/token`, headers: { 'x-own': 'yes' }, format: { type: 'json', subject_token_field_name: 'token' } }, service_account_impersonation_url: impersonation() })));
    expect(await found.token()).toMatch(/^ya29\./);
    expect(found).toMatchObject({ project: 'acme-project-1', words: expect.stringContaining(reader) });
  });

  it('is a service account that another impersonates, by file or by setting', async () => {
    const byFile = await signIn(fileOf({ type: 'impersonated_service_account', service_account_impersonation_url: impersonation(), source_credentials: user() }));
    expect(await byFile.token()).toMatch(/^ya29\./);
    const bySetting = await signIn(fileOf(gcp.credentials), { impersonate: reader });
    expect(await bySetting.token()).toMatch(/^ya29\./);
    expect(bySetting.words).toContain(`${reader}, impersonated by service account roundsman@`);
  });

  it('is the metadata server', async () => {
    const environment = { CLOUDSDK_CONFIG: folder, GCE_METADATA_HOST: new URL(gcp.url).host };
    const found = await signIn(undefined, { environment });
    expect(await found.token()).toMatch(/^ya29\./);
    expect(found).toMatchObject({ project: 'acme-project-1', words: expect.stringContaining('metadata server') });
    expect(hasGcpSignIn({ credentialsFile: undefined }, environment)).toBe(true);
  });

  it('is missing where nothing is there, which is told without asking anybody', async () => {
    const environment = { CLOUDSDK_CONFIG: path.join(folder, 'none'), GCE_METADATA_HOST: '127.0.0.1:1' };
    await expect(signIn(undefined, { environment })).rejects.toMatchObject({ code: 'GCP_NO_CREDENTIALS' });
    expect(hasGcpSignIn({ credentialsFile: undefined }, { CLOUDSDK_CONFIG: path.join(folder, 'none') })).toBe(false);
  });
});

describe('a refusal', () => {
  it.each([20, -90])('is the clock of this machine where it is %d minutes off', async (minutes) => {
    gcp.setFaults([{ kind: 'clock-off', offMs: -minutes * 60_000 }]);
    const error = await failure(gcp.credentials);
    expect(error.code).toBe('CLOUD_CLOCK_OFF');
    expect(error.message).toContain(`${Math.abs(minutes)} minutes ${minutes > 0 ? 'ahead of' : 'behind'} Google's`);
  });

  it('is the clock where Google says so in words alone', async () => {
    await using source = await startAnswering(() => ({ status: 400, body: JSON.stringify({ error: 'invalid_grant', error_description: 'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.' }) }));
    expect((await failure({ ...gcp.credentials, token_uri: source.url })).code).toBe('CLOUD_CLOCK_OFF');
  });

  it('of the audience points at the address in the file', async () => {
    await using source = await startAnswering(() => ({ status: 400, body: JSON.stringify({ error: 'invalid_grant', error_description: 'Invalid JWT: Failed audience check.' }) }));
    expect(await failure({ ...gcp.credentials, token_uri: source.url })).toMatchObject({ code: 'GCP_CREDENTIALS_REJECTED', message: expect.stringContaining('Check `token_uri`') });
  });

  it.each([
    ['a key that was deleted or disabled', [{ kind: 'key-disabled' as const }], () => gcp.credentials, /key simulated0key of roundsman@.* was deleted or disabled/],
    ['an account that was deleted or disabled', [{ kind: 'account-disabled' as const }], () => gcp.credentials, /service account roundsman@.* was deleted or disabled/],
    ['a refresh token that has expired', [], () => ({ ...user(), refresh_token: 'old' }), /expired or was revoked/],
    ['a pool that does not exist', [], () => external({ audience: 'elsewhere' }), /refused the audience elsewhere/],
    ['a subject token that has expired', [], () => external({ credential_source: { file: fileOf('old-token') } }), /token of the other platform has expired/],
    ['a subject token that is not there', [], () => external({ credential_source: { file: '/nowhere/token' } }), /cannot be read from \/nowhere\/token \(ENOENT\)/],
    ['a field that is not there', [], () => external({ credential_source: { file: fileOf('{}'), format: { type: 'json', subject_token_field_name: 'id' } } }), /no token in the field `id`/],
    ['a program as the source', [], () => external({ credential_source: { executable: { command: '/bin/true' } } }), /Programs are not run/],
    ['AWS as the source', [], () => external({ credential_source: { environment_id: 'aws1' } }), /AWS credentials, which is not supported/],
    ['a key that is none', [], () => ({ ...gcp.credentials, private_key: 'not-a-key' }), /not PEM/],
    ['an unknown kind', [], () => ({ type: 'gdch_service_account' }), /"gdch_service_account", which is not supported/],
    ['a file that is not JSON', [], () => 'hello', /is not JSON/],
    ['a plain address elsewhere', [], () => ({ ...gcp.credentials, token_uri: 'http://example.com/token' }), /is not https/],
  ])('of %s says so', async (_, faults, credentials, words) => {
    gcp.setFaults(faults);
    const error = await failure(credentials());
    expect(error.message).toMatch(words);
    expect(error.code).toBe('GCP_CREDENTIALS_REJECTED');
  });

  it('of an impersonation names the permission', async () => {
    expect(await failure(gcp.credentials, { impersonate: 'admin@acme-project-1.iam.gserviceaccount.com' })).toMatchObject({ code: 'GCP_ACCESS_DENIED', permission: 'iam.serviceAccounts.getAccessToken' });
  });

  it('names no secret', async () => {
    const secret = 'x'.repeat(80);
    await using source = await startAnswering(() => ({ status: 400, body: JSON.stringify({ error: 'odd', error_description: `what ${secret} is` }) }));
    const error = await failure({ ...user(), token_uri: source.url, refresh_token: secret });
    expect(error.message).not.toContain(secret);
    expect(error.message).not.toContain('a-client-secret');
  });

  it('is none where nobody answers', async () => {
    expect((await failure({ ...user(), token_uri: 'http://127.0.0.1:1/token' })).code).toBe('GCP_UNAVAILABLE');
  });

  it('of a file that is named and not there says which', async () => {
    await expect(signIn('/nowhere/key.json')).rejects.toMatchObject({ code: 'GCP_CREDENTIALS_REJECTED', message: expect.stringContaining('/nowhere/key.json') });
  });
});

describe('a kept token', () => {
  const tokens = (lifetimeMs: number, clock: { now: number }) => {
    const asked: number[] = [];
    const source = async () => {
      asked.push(clock.now);
      await new Promise((resolve) => setTimeout(resolve, 5));
      return { token: `t${asked.length}`, expiresAt: clock.now + lifetimeMs };
    };
    return { asked, kept: new KeptToken(source, () => clock.now) };
  };

  it('is asked for once by all who wait, and renewed five minutes before it ends', async () => {
    const clock = { now: 0 };
    const { asked, kept } = tokens(3_600_000, clock);
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => kept.get())))).toEqual(new Set(['t1']));
    clock.now = 3_600_000 - 5 * 60_000 - 1;
    expect(await kept.get()).toBe('t1');
    clock.now += 2;
    expect(new Set(await Promise.all(Array.from({ length: 50 }, () => kept.get())))).toEqual(new Set(['t2']));
    expect(asked.length).toBe(2);
  });

  it('is renewed once where it is refused, but not while it is new', async () => {
    const clock = { now: 0 };
    const { asked, kept } = tokens(3_600_000, clock);
    await kept.get();
    clock.now = 60_000;
    await Promise.all(Array.from({ length: 20 }, () => kept.get(true)));
    expect(asked.length).toBe(2);
    expect(await kept.get(true)).toBe('t2');
  });

  it('that could not be had is tried again after a while, not by each who asks', async () => {
    const clock = { now: 0 };
    let asked = 0;
    const kept = new KeptToken(async () => {
      asked += 1;
      throw new Error('no');
    }, () => clock.now);
    for (let i = 0; i < 5; i += 1) await expect(kept.get()).rejects.toThrow('no');
    expect(asked).toBe(1);
    clock.now = 6000;
    await expect(kept.get()).rejects.toThrow('no');
    expect(asked).toBe(2);
  });
});

async function startAnswering(answer: (request: IncomingMessage) => { status: number; body: string }): Promise<AsyncDisposable & { url: string }> {
  const server: Server = createServer((request, response) => {
    request.resume();
    const { status, body } = answer(request);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, [Symbol.asyncDispose]: () => new Promise((resolve) => void (server.closeAllConnections(), server.close(() => resolve()))) };
}
