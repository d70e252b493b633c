import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { CollectedResource, TargetEnd } from '../../src/core/collector.ts';
import { Pacing } from '../../src/platform/pacing/pacing.ts';
import { createAzureCollector } from '../../src/providers/azure/collector.ts';
import type { AzureResourceType } from '../../src/providers/azure/define.ts';
import { azureResourceTypes } from '../../src/providers/index.ts';
import { askVendor, olderPackages, vendorPython } from './vendor-python.ts';

const python = vendorPython();
const subscription = '12345678-0000-4000-8000-000000000000';
const perType = 7;

type Row = Record<string, unknown> & { type: string };

/** An Azure whose Resource Graph and lists answer the rows; a page of nothing lies between them. */
async function startVendor(rows: Readonly<Record<string, Row[]>>, hasGraph: boolean) {
  const all = Object.values(rows).flat();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://vendor');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const where = url.pathname.toLowerCase();
    const send = (status: number, body: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (where.endsWith('/oauth2/v2.0/token')) return send(200, { access_token: 'token', expires_in: 3600, token_type: 'Bearer' });
    if (where.endsWith('/microsoft.authorization/permissions')) return send(200, { value: [{ actions: ['*/read'], notActions: [] }] });
    if (where === `/subscriptions/${subscription}`) return send(200, { id: where, subscriptionId: subscription, state: 'Enabled' });
    if (where.endsWith('/providers/microsoft.resourcegraph/resources')) {
      if (!hasGraph) return send(403, { error: { code: 'AccessDenied', message: 'No.' } });
      const { options = {} } = JSON.parse(Buffer.concat(chunks).toString()) as { options?: { $skipToken?: string } };
      const page = Number(options.$skipToken ?? 0);
      const half = Math.ceil(all.length / 2);
      const data = (page === 0 ? all.slice(0, half) : page === 1 ? [] : all.slice(half)).map((row) => ({ ...row, subscriptionId: page === 0 ? subscription : subscription.toUpperCase() }));
      return send(200, { totalRecords: all.length, count: data.length, resultTruncated: 'false', data, ...(page < 2 ? { $skipToken: String(page + 1) } : {}) });
    }
    const native = Object.keys(rows).find((name) => where === `/subscriptions/${subscription}/providers/${name.toLowerCase()}`);
    const page = Number(url.searchParams.get('$skiptoken') ?? 0);
    const own = native === undefined ? [] : (rows[native] ?? []);
    const next = new URL(request.url ?? '/', `http://${request.headers.host}`);
    next.searchParams.set('$skiptoken', String(page + 1));
    return send(200, { value: page === 0 ? own.slice(0, 3) : page === 1 ? [] : own.slice(3), ...(native !== undefined && page < 2 ? { nextLink: next.href } : {}) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function collect(types: readonly AzureResourceType[], rows: Readonly<Record<string, Row[]>>, hasGraph: boolean) {
  await using vendor = await startVendor(rows, hasGraph);
  const settings = { tenantId: 't', clientId: 'c', clientSecret: 's', clientCertificatePath: undefined, clientCertificatePassword: undefined, federatedTokenFile: undefined, authorityHost: vendor.url, resourceManagerUrl: vendor.url, graphUrl: vendor.url, subscriptions: [], pacing: 'learn' as const, throttlePatienceMs: 2000, requestTimeoutMs: 5000 };
  const collector = createAzureCollector(settings, new Pacing({ published: {}, learned: new Map(), maxInFlight: 20, now: () => performance.now() }), { left: Infinity }, {});
  const targets = types.map(({ id }) => ({ provider: 'azure' as const, account: subscription, region: 'global', type: id, roleArn: null, externalId: null, depth: 'listed' as const, keepsRaw: true }));
  const found = targets.map(() => ({ resources: [] as CollectedResource[], end: undefined as TargetEnd | undefined }));
  await collector.visit(targets, {
    signal: AbortSignal.timeout(120_000),
    known: () => Promise.resolve(new Map()),
    emit: (place, batch) => Promise.resolve(void found[place]?.resources.push(...batch)),
    end: (place, end) => Promise.resolve(void Object.assign(found[place] ?? {}, { end })),
  });
  return types.flatMap((type, place) => faultsOf(type, found[place] ?? { resources: [], end: undefined }));
}

/** What is wrong with what was read of a type; nothing where all came, each with an id and attributes as declared. */
function faultsOf(type: AzureResourceType, { resources, end }: { resources: CollectedResource[]; end: TargetEnd | undefined }): string[] {
  const wrong = resources.flatMap(({ uid, region, attributes }) => {
    const parsed = type.attributes.safeParse(attributes);
    return [...(/^\/subscriptions\/[^A-Z]+$/.test(uid) && !/[A-Z\s]/.test(region) ? [] : [`${type.id}: odd uid ${uid} in ${region}`]), ...(parsed.success ? [] : [`${type.id} ${uid}: ${parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('; ')}`])];
  });
  const uids = new Set(resources.map(({ uid }) => uid)).size;
  return [...wrong.slice(0, 3), ...(end?.result.status === 'complete' ? [] : [`${type.id} ended ${JSON.stringify(end?.result)}`]), ...(uids === perType ? [] : [`${type.id}: ${uids} of ${perType} things`])];
}

describe.skipIf(python === undefined)(`rows made of azure-mgmt's own models${python === undefined ? ' (skipped: no Python with them; set CLOUDS_PYTHON)' : ''}`, () => {
  it.each([1, 2, 3, 4, 5])('are read without a crash or a lost one, by Resource Graph and by the lists (seed %i)', async (seed) => {
    const { rows, missing } = await askVendor<{ rows: Record<string, Row[]>; missing: string[] }>(python ?? '', 'vendor-rows.py', { seed, perType, subscription }, ...olderPackages());
    expect(missing).toEqual([]);
    const units = new Map([...azureResourceTypes.values()].filter(({ source }) => source.from === 'graph' && source.isOne === undefined).map((type) => [type.nativeType, type]));
    const types = Object.keys(rows).flatMap((native) => units.get(native) ?? []);
    expect(types.length).toBeGreaterThan(25);
    expect(await collect(types, rows, true)).toEqual([]);
    // What has no list of its own below a subscription is read below groups and parents, which this server has none of.
    const listed = types.filter(({ source }) => source.from === 'graph' && source.below === undefined && source.path === undefined);
    expect(await collect(listed, rows, false)).toEqual([]);
  }, 120_000);
});
