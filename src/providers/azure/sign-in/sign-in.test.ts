import fs from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeCertificate } from '../../../../demo/azure/certificate.ts';
import { type SimulatedAzure, simulatedClientId, simulatedClientSecret, simulatedIdentityHeader, simulatedPlatformToken, simulatedTenantId, startSimulatedAzure } from '../../../../demo/azure/server.ts';
import { AppError } from '../../../core/errors.ts';
import { azureCloudOf } from '../cloud.ts';
import type { AzureSettings } from '../settings.ts';
import { hasAzureSignIn } from './has-sign-in.ts';
import { AzureSignIn } from './sign-in.ts';

const { pem, publicKey } = makeCertificate();
let azure: SimulatedAzure;
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'azure-sign-in-'));
beforeAll(async () => {
  azure = await startSimulatedAzure({ publicKey });
});
afterAll(async () => {
  await azure.close();
  fs.rmSync(folder, { recursive: true });
});
beforeEach(() => azure.setFaults([]));

function write(name: string, content: string, mode = 0o600): string {
  const file = path.join(folder, name);
  fs.writeFileSync(file, content, { mode });
  return file;
}

const nobody: AzureSettings = {
  tenantId: undefined, clientId: undefined, clientSecret: undefined, clientCertificatePath: undefined, clientCertificatePassword: undefined, federatedTokenFile: undefined, authorityHost: undefined,
  resourceManagerUrl: undefined, graphUrl: undefined, subscriptions: [], pacing: 'learn', throttlePatienceMs: 1000, requestTimeoutMs: 1000,
};
const application = { tenantId: simulatedTenantId, clientId: simulatedClientId };

function signIn(settings: Partial<AzureSettings>, environment: Record<string, string> = {}, now?: () => number): AzureSignIn {
  const all = { ...nobody, authorityHost: azure.url, resourceManagerUrl: azure.url, ...settings };
  return new AzureSignIn(all, azureCloudOf(all), environment, now);
}
const scope = () => `${azure.url}/.default`;

/** Whether Resource Manager takes the token. */
async function isTaken(token: string): Promise<boolean> {
  const answer = await fetch(`${azure.url}/subscriptions?api-version=2022-12-01`, { headers: { authorization: `Bearer ${token}` } });
  return answer.ok;
}

async function failure(work: Promise<unknown>): Promise<AppError> {
  const error = await work.then(() => undefined, (caught: unknown) => caught);
  if (!(error instanceof AppError)) throw new Error(`no AppError: ${String(error)}`);
  return error;
}

describe('an application signs in', () => {
  it('with a secret', async () => {
    const own = signIn({ ...application, clientSecret: simulatedClientSecret });
    expect(await isTaken(await own.token(scope()))).toBe(true);
    expect(own.words).toBe(`application ${simulatedClientId} with a secret`);
  });

  it('with a certificate and its key, also where the key is encrypted', async () => {
    expect(await isTaken(await signIn({ ...application, clientCertificatePath: write('app.pem', pem) }).token(scope()))).toBe(true);
    const encrypted = makeCertificate('open sesame');
    await using other = Object.assign(await startSimulatedAzure({ publicKey: encrypted.publicKey }), { [Symbol.asyncDispose]: async () => undefined });
    const own = signIn({ ...application, authorityHost: other.url, clientCertificatePath: write('encrypted.pem', encrypted.pem), clientCertificatePassword: 'open sesame' });
    expect(await own.token(scope())).toContain('.simulated');
    await other.close();
  });

  it('as a workload, by the token of the platform, which is read anew each time', async () => {
    const file = write('token', 'header.payload.none');
    const own = signIn({ ...application, federatedTokenFile: file });
    expect((await failure(own.token(scope()))).message).toContain('70021');
    write('token', `${simulatedPlatformToken}\n`);
    expect(await isTaken(await own.token(scope()))).toBe(true);
  });
});

describe('the platform signs in', () => {
  it('as the identity of the machine, also a named one', async () => {
    const environment = { AZURE_POD_IDENTITY_AUTHORITY_HOST: azure.url };
    expect(await isTaken(await signIn({}, environment).token(scope()))).toBe(true);
    const named = signIn({ clientId: simulatedClientId }, environment);
    expect(await isTaken(await named.token(scope()))).toBe(true);
    expect(named.words).toBe(`managed identity ${simulatedClientId}`);
    expect(await failure(signIn({ clientId: 'another' }, environment).token(scope()))).toMatchObject({ code: 'AZURE_NO_CREDENTIALS', message: expect.stringContaining('no identity is assigned') as string });
  });

  it('as the identity of the app service', async () => {
    const endpoint = { IDENTITY_ENDPOINT: `${azure.url}/msi/token` };
    expect(await isTaken(await signIn({}, { ...endpoint, IDENTITY_HEADER: simulatedIdentityHeader }).token(scope()))).toBe(true);
    expect(await failure(signIn({}, { ...endpoint, IDENTITY_HEADER: 'wrong' }).token(scope()))).toMatchObject({ code: 'AZURE_CREDENTIALS_REJECTED' });
  });

  it('not by a metadata service that nobody answers at, and says so within seconds', async () => {
    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const startedAt = performance.now();
    const own = signIn({}, { AZURE_POD_IDENTITY_AUTHORITY_HOST: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
    expect(await failure(own.token(scope()))).toMatchObject({ code: 'AZURE_NO_CREDENTIALS', message: expect.stringContaining('does not answer') as string });
    expect(performance.now() - startedAt).toBeLessThan(20_000);
    silent.closeAllConnections();
    silent.close();
  });

  it('not by Azure Arc with a file that is not its own', async () => {
    const secret = write('secret.key', 'for nobody');
    const arc = createServer((_, response) => void response.writeHead(401, { 'www-authenticate': `Basic realm=${secret}` }).end());
    await new Promise<void>((resolve) => arc.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(arc.address() as AddressInfo).port}`;
    expect(await failure(signIn({}, { IDENTITY_ENDPOINT: url, IMDS_ENDPOINT: url }).token(scope()))).toMatchObject({ code: 'AZURE_CREDENTIALS_REJECTED', message: expect.stringContaining('not one of its own') as string });
    arc.closeAllConnections();
    arc.close();
  });
});

describe('the command line signs in', () => {
  /** An `az` that notes what it was called with. */
  const withAz = (script: string): Record<string, string> => {
    write('az', `#!/bin/sh\nprintf '%s\\n' "$@" > ${path.join(folder, 'words')}\n${script}\n`, 0o755);
    return { PATH: `${folder}:${process.env['PATH']}` };
  };

  it('for the resource and the directory that were asked for', async () => {
    const answer = JSON.stringify({ accessToken: azure.issueToken(), expires_on: Math.floor(Date.now() / 1000) + 3600, tokenType: 'Bearer' });
    const own = signIn({ tenantId: simulatedTenantId }, withAz(`echo '${answer}'`));
    expect(await isTaken(await own.token(scope()))).toBe(true);
    expect(fs.readFileSync(path.join(folder, 'words'), 'utf8').trim().split('\n')).toEqual(['account', 'get-access-token', '--output', 'json', '--resource', azure.url, '--tenant', simulatedTenantId]);
    expect(own.words).toBe('Azure CLI');
  });

  it.each([
    ['is not signed in', `echo "Please run 'az login' to setup account." >&2; exit 1`, 'AZURE_NO_CREDENTIALS', 'not signed in'], ['has an old sign-in', `echo "AADSTS700082: The refresh token has expired" >&2; exit 1`, 'AZURE_CREDENTIALS_REJECTED', 'az login'],
    ['answers something else', 'echo hello', 'AZURE_NO_CREDENTIALS', 'no token'],
  ])('or says that it %s', async (_what, script, code, words) => {
    expect(await failure(signIn({}, withAz(script)).token(scope()))).toMatchObject({ code, message: expect.stringContaining(words) as string });
  });
});

describe('a sign-in that is refused', () => {
  it.each([
    ['a wrong secret', { clientSecret: 'not~this~one' }, '7000215'], ['an unknown application', { clientId: 'another', clientSecret: simulatedClientSecret }, '700016'], ['an unknown directory', { tenantId: 'nowhere', clientSecret: simulatedClientSecret }, '90002'],
  ])('for %s says what to look at, and never the secret', async (_what, settings, number) => {
    const error = await failure(signIn({ ...application, ...settings }).token(scope()));
    expect(error).toMatchObject({ code: 'AZURE_CREDENTIALS_REJECTED', message: expect.stringContaining(number) as string });
    expect(JSON.stringify(error.toStored())).not.toContain(settings.clientSecret);
  });

  it('for a secret that has expired says so', async () => {
    azure.setFaults([{ kind: 'expired-secret' }]);
    expect((await failure(signIn({ ...application, clientSecret: simulatedClientSecret }).token(scope()))).message).toMatch(/expired.*7000222/);
  });

  it('for a clock that is off says by how much', async () => {
    azure.setFaults([{ kind: 'clock-off', minutes: -42 }]);
    const error = await failure(signIn({ ...application, clientCertificatePath: write('clock.pem', pem) }).token(scope()));
    expect(error).toMatchObject({ code: 'CLOUD_CLOCK_OFF', message: expect.stringContaining('42 minutes ahead of') as string });
  });

  it('for a certificate that the application does not have says so', async () => {
    const error = await failure(signIn({ ...application, clientCertificatePath: write('other.pem', makeCertificate().pem) }).token(scope()));
    expect(error).toMatchObject({ code: 'AZURE_CREDENTIALS_REJECTED', message: expect.stringContaining('700027') as string });
  });

  it.each([['a file in PKCS #12', '\u0030\u0082binary', 'openssl pkcs12'], ['a certificate without its key', pem.replace(/-----BEGIN PRIVATE[\s\S]+?END PRIVATE KEY-----/, ''), 'private key'], ['a key without its certificate', pem.replace(/-----BEGIN CERT[\s\S]+/, ''), 'certificate']])('for %s says what is needed', async (_what, content, words) => {
    expect(await failure(signIn({ ...application, clientCertificatePath: write('wrong.pem', content) }).token(scope()))).toMatchObject({ code: 'AZURE_NO_CREDENTIALS', message: expect.stringContaining(words) as string });
  });

  it('as nothing is configured says what could be', async () => {
    expect(await failure(signIn({}).token(scope()))).toMatchObject({ code: 'AZURE_NO_CREDENTIALS', message: expect.stringContaining('AZURE_CLIENT_SECRET') as string });
  });
});

describe('a token', () => {
  it('is asked for once by all who wait, kept, and renewed before it ends or once it is refused', async () => {
    let now = Date.now();
    const own = signIn({ ...application, clientSecret: simulatedClientSecret }, {}, () => now);
    const before = azure.tokensIssued();
    const [one, ...others] = await Promise.all(Array.from({ length: 20 }, () => own.token(scope())));
    expect(new Set([one, ...others]).size).toBe(1);
    now += 54 * 60_000;
    expect(await own.token(scope())).toBe(one);
    now += 2 * 60_000;
    expect(await own.token(scope())).not.toBe(one);
    now += 10_000;
    await Promise.all([own.token(scope(), true), own.token(scope(), true)]);
    expect(azure.tokensIssued() - before).toBe(3);
  });

  it('that still holds is used while Entra does not answer', async () => {
    let now = Date.now();
    const own = signIn({ ...application, clientSecret: simulatedClientSecret }, {}, () => now);
    const token = await own.token(scope());
    now += 57 * 60_000;
    azure.setFaults([{ kind: 'error', status: 503, path: '/oauth2/' }]);
    expect(await own.token(scope())).toBe(token);
    now += 10 * 60_000;
    expect(await failure(own.token(scope()))).toMatchObject({ code: 'AZURE_UNAVAILABLE' });
  });
});

describe('the addresses', () => {
  it('are those of the cloud of the authority, or those that are set', () => {
    expect(azureCloudOf({ ...nobody, authorityHost: 'login.microsoftonline.us' })).toMatchObject({ resourceManager: 'https://management.usgovcloudapi.net', resourceManagerScope: 'https://management.core.usgovcloudapi.net/.default', directory: 'https://graph.microsoft.us' });
    expect(azureCloudOf({ ...nobody, authorityHost: 'https://login.chinacloudapi.cn/' })).toMatchObject({ resourceManager: 'https://management.chinacloudapi.cn', directory: 'https://microsoftgraph.chinacloudapi.cn' });
    expect(azureCloudOf({ ...nobody, resourceManagerUrl: 'https://arm.private.example' })).toMatchObject({ resourceManager: 'https://arm.private.example', resourceManagerScope: 'https://management.azure.com/.default' });
  });

  it('take no token in plain text to another machine', () => {
    expect(() => azureCloudOf({ ...nobody, resourceManagerUrl: 'http://arm.example' })).toThrow(/https/);
    expect(azureCloudOf({ ...nobody, authorityHost: 'http://localhost:8080' }).authority).toBe('http://localhost:8080');
  });
});

it('knows without asking whether a sign-in is configured', () => {
  const home = fs.mkdtempSync(path.join(folder, 'home-'));
  const has = (settings: Partial<AzureSettings>, environment: Record<string, string> = {}) => hasAzureSignIn({ ...nobody, ...settings }, { HOME: home, ...environment });
  expect(has({})).toBe(false);
  expect(has(application)).toBe(false);
  expect(has({ ...application, clientSecret: 'x' })).toBe(true);
  expect(has({ ...application, federatedTokenFile: '/token' })).toBe(true);
  expect(has({}, { IDENTITY_ENDPOINT: 'http://localhost', IDENTITY_HEADER: 'x' })).toBe(true);
  fs.mkdirSync(path.join(home, '.azure'));
  fs.writeFileSync(path.join(home, '.azure', 'azureProfile.json'), '{}');
  expect(has({})).toBe(true);
});
