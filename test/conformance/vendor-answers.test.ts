import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { CollectedResource, TargetEnd } from '../../src/core/collector.ts';
import { Pacing } from '../../src/platform/pacing/pacing.ts';
import { createGcpCollector } from '../../src/providers/gcp/collector.ts';
import type { GcpListing, GcpResourceType } from '../../src/providers/gcp/define.ts';
import { gcpResourceTypes } from '../../src/providers/index.ts';
import { askVendor, vendorPython } from './vendor-python.ts';

const python = vendorPython();
const perList = 7;
const project = 'acme-project';

interface Listed {
  id: string;
  listing: GcpListing;
  items: Record<string, unknown>[];
}

const ordinary = [...gcpResourceTypes.values()].filter(({ accountKind = 'ordinary' }) => accountKind === 'ordinary');
/** Of the services' own lists: those below other things are asked once for each of them, and have answers of their own. */
const listings = ordinary.flatMap(({ id, source }) => ('lists' in source && source.from !== 'policy' && (!('below' in source) || source.below === undefined) ? source.lists.filter(({ path: where, items }) => items !== '' && !where.includes('{parent}')).map((listing) => ({ id, listing })) : []));

/** A Google whose lists answer what was made, in pages: some things, a page of nothing, the rest. */
async function startVendor(listed: readonly Listed[], assets: readonly unknown[] | undefined) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048, privateKeyEncoding: { type: 'pkcs8', format: 'pem' }, publicKeyEncoding: { type: 'spki', format: 'pem' } });
  const routes = listed.map((one) => ({ ...one, pattern: new RegExp(`^${one.listing.path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace(/\{[^}]+\}/g, '[^/]+')}$`) }));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const [host = '', ...rest] = url.pathname.slice(1).split('/');
    const where = rest.join('/');
    const page = Number(url.searchParams.get('pageToken') ?? 0);
    const send = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (host === 'oauth2.googleapis.com') return send(200, { access_token: 'token', expires_in: 3600, token_type: 'Bearer' });
    if (where === 'v3/projects:search') return send(200, { projects: [{ name: 'projects/123456', projectId: project, state: 'ACTIVE', displayName: 'Acme' }] });
    // One place, as the services name theirs.
    const asked = listed.find(({ listing: { places } }) => places !== undefined && places.host === host && where === places.path.replaceAll('{project}', project))?.listing.places;
    if (asked !== undefined) return send(200, { [asked.items]: [{ [asked.field]: 'europe-west1' }] });
    const route = routes.find(({ listing, pattern }) => listing.host === host && pattern.test(where));
    if (host === 'cloudasset.googleapis.com' && assets !== undefined) {
      const isPolicy = url.searchParams.get('contentType') === 'IAM_POLICY';
      return send(200, isPolicy ? {} : paged('assets', [...assets], page));
    }
    if (route === undefined) return send(host === 'cloudasset.googleapis.com' || host === 'serviceusage.googleapis.com' ? 403 : 200, host === 'cloudasset.googleapis.com' || host === 'serviceusage.googleapis.com' ? { error: { code: 403, status: 'PERMISSION_DENIED', message: 'No.' } } : {});
    if (route.listing.isAggregated !== true) return send(200, paged(route.listing.items, route.items, page));
    const { [route.listing.items]: items = [], ...others } = paged(route.listing.items, route.items, page);
    return send(200, { ...others, items: { 'zones/europe-west1-b': { [route.listing.items]: items }, 'regions/us-east4': { warning: { code: 'NO_RESULTS_ON_PAGE' } } } });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'vendor-key-'));
  fs.writeFileSync(path.join(folder, 'key.json'), JSON.stringify({ type: 'service_account', project_id: project, private_key_id: 'k', private_key: privateKey, client_email: `reader@${project}.iam.gserviceaccount.com`, token_uri: `${url}/oauth2.googleapis.com/token` }));
  return {
    url,
    keyFile: path.join(folder, 'key.json'),
    async [Symbol.asyncDispose]() {
      fs.rmSync(folder, { recursive: true });
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Some, none with a token, the rest. */
function paged(field: string, items: readonly unknown[], page: number): Record<string, unknown> {
  const half = Math.ceil(items.length / 2);
  if (page === 0) return { [field]: items.slice(0, half), nextPageToken: '1' };
  return page === 1 ? { nextPageToken: '2' } : { [field]: items.slice(half) };
}

async function collect(types: readonly GcpResourceType[], listed: readonly Listed[], assets: readonly unknown[] | undefined): Promise<Map<string, { resources: CollectedResource[]; end: TargetEnd | undefined }>> {
  await using vendor = await startVendor(listed, assets);
  const settings = { credentialsFile: vendor.keyFile, project: undefined, endpointUrl: vendor.url, projects: [project], impersonate: undefined, pacing: 'learn' as const, throttlePatienceMs: 2000, requestTimeoutMs: 5000 };
  const collector = createGcpCollector(settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 20, now: () => performance.now() }));
  const targets = types.map(({ id }) => ({ provider: 'gcp' as const, account: project, region: 'global', type: id, roleArn: null, externalId: null, depth: 'listed' as const, keepsRaw: true }));
  const found = targets.map(() => ({ resources: [] as CollectedResource[], end: undefined as TargetEnd | undefined }));
  await collector.visit(targets, {
    signal: AbortSignal.timeout(120_000),
    known: () => Promise.resolve(new Map()),
    emit: (place, batch) => Promise.resolve(void found[place]?.resources.push(...batch)),
    end: (place, end) => Promise.resolve(void Object.assign(found[place] ?? {}, { end })),
  });
  return new Map(types.map(({ id }, place) => [id, found[place] ?? { resources: [], end: undefined }]));
}

/** What is wrong with what was read of a type; nothing where all came, each with a name, an id and attributes as declared. */
function faultsOf(type: GcpResourceType, { resources, end }: { resources: CollectedResource[]; end: TargetEnd | undefined }, wanted: number): string[] {
  const wrong = resources.flatMap(({ uid, attributes }) => {
    const parsed = type.attributes.safeParse(attributes);
    return [...(/^\/\/[a-z0-9.-]+\/./.test(uid) ? [] : [`${type.id}: odd uid ${uid}`]), ...(parsed.success ? [] : [`${type.id} ${uid}: ${parsed.error.issues.map(({ path: at, message }) => `${at.join('.')} ${message}`).join('; ')}`])];
  });
  const uids = new Set(resources.map(({ uid }) => uid)).size;
  return [...wrong.slice(0, 3), ...(end?.result.status === 'complete' ? [] : [`${type.id} ended ${JSON.stringify(end?.result)}`]), ...(uids === wanted ? [] : [`${type.id}: ${uids} of ${wanted} things`])];
}

describe.skipIf(python === undefined)(`answers made of Google's own descriptions${python === undefined ? ' (skipped: no Python with them; set CLOUDS_PYTHON)' : ''}`, () => {
  it.each([1, 2, 3, 4, 5])('are read without a crash or a lost item, by the lists and by Cloud Asset (seed %i)', async (seed) => {
    const made = await askVendor<{ listings: Record<string, { items: Record<string, unknown>[] }> }>(python ?? '', 'vendor-answers.py', { seed, perList, listings: listings.map(({ id, listing }) => ({ id, ...listing })) });
    const listed = listings.map((one): Listed => ({ ...one, items: made.listings[`${one.id} ${one.listing.method}`]?.items ?? [] }));
    const types = ordinary.filter(({ id, source }) => listed.some((one) => one.id === id) && !('isOne' in source && source.isOne !== undefined));
    const byLists = await collect(types, listed, undefined);
    expect(types.flatMap((type) => faultsOf(type, byLists.get(type.id) as never, listed.filter(({ id, listing }) => id === type.id && (listing.most ?? perList) > 0).length * perList))).toEqual([]);
    const swept = types.filter(({ source }) => source.from === 'asset');
    const assets = swept.flatMap((type) => listed.filter(({ id }) => id === type.id).slice(0, 1).flatMap(({ items, listing }) => items.map((data, number) => ({ name: `//${listing.host}/projects/${project}/things/${type.id.replaceAll(':', '-')}-${number}`, assetType: type.source.from === 'asset' ? type.source.assetTypes[0] : '', resource: { version: 'v1', data, location: 'europe-west1' }, ancestors: ['projects/123456', 'organizations/1'], updateTime: '2026-01-01T00:00:00Z' }))));
    const byAssets = await collect(swept, listed, assets);
    expect(swept.flatMap((type) => faultsOf(type, byAssets.get(type.id) as never, perList))).toEqual([]);
  }, 120_000);
});
