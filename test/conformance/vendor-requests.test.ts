import { beforeAll, describe, expect, it } from 'vitest';
import type { LoggedRequest as AzureRequest } from '../../demo/azure/server.ts';
import type { LoggedRequest as GcpRequest } from '../../demo/gcp/server.ts';
import { kindOfAccount } from '../../src/core/resource-type.ts';
import { azureResourceTypes, gcpResourceTypes } from '../../src/providers/index.ts';
import { startAzureUnderTest, tenantAccount } from '../collect-azure.ts';
import { startGcpUnderTest } from '../collect-gcp.ts';
import { askVendor, olderPackages, vendorPython } from './vendor-python.ts';

const python = vendorPython();

interface Judgement {
  problems: string[];
  /** How many requests each of the vendor's operations was found to be. */
  google: Record<string, number>;
  azure: Record<string, number>;
}

/** What is documented, and in no package: what a principal may do at a subscription (the packages ask at groups and resources only). docs/verification.md says so. */
const unknownToPackages = [/\/subscriptions\/[^/]+\/providers\/Microsoft\.Authorization\/permissions: no package knows/, /(bigqueryreservation\.v1\.projects\.locations\.reservations|firestore\.v1\.projects\.databases\.collectionGroups\.indexes)\.list says nothing of -/];

/** What the vendors do not describe in these packages: signing in, Microsoft Graph, batches of metrics. docs/verification.md says so. */
const isDescribedAzure = ({ path }: AzureRequest): boolean => !/^\/(directory|metrics|metadata)\/|\/oauth2\/v2\.0\/token$/.test(path);
const isDescribedGoogle = ({ host }: GcpRequest): boolean => !['oauth2.googleapis.com', 'sts.googleapis.com', 'iamcredentials.googleapis.com', 'metadata'].includes(host);

const idsOf = (types: ReadonlyMap<string, { accountKind?: string }>, kind: string): string[] => [...types].filter(([, { accountKind = 'ordinary' }]) => accountKind === kind).map(([id]) => id);

/** Everything of Azure, by Resource Graph and again by lists, with the metrics of a machine. */
async function azureLog(): Promise<AzureRequest[]> {
  const log: AzureRequest[] = [];
  for (const faults of [[], [{ kind: 'graph-denied' as const }]]) {
    await using under = await startAzureUnderTest({ resources: 700, seed: 11, faults });
    const collector = under.collector();
    await collector.discover();
    const [id = ''] = under.azure.truth.subscriptions;
    await collector.enter({ id, name: null, roleArn: null, externalId: null, regions: null, error: null });
    await under.collect(idsOf(azureResourceTypes, 'ordinary'), { collector });
    await under.collect(idsOf(azureResourceTypes, 'tenant'), { collector, accounts: [tenantAccount] });
    const uid = `/subscriptions/${id}/resourcegroups/web/providers/microsoft.compute/virtualmachines/vm-1`;
    await collector.metrics?.({ id, roleArn: null, externalId: null }, [{ uid, region: 'westeurope', question: { name: 'Percentage CPU', statistic: 'average', days: 14 } }], AbortSignal.timeout(30_000));
    log.push(...under.azure.log);
  }
  return log;
}

/** Everything of Google Cloud, by Cloud Asset and again by the services' own lists, with a metric. */
async function googleLog(): Promise<{ log: GcpRequest[]; refused: GcpRequest[] }> {
  const log: GcpRequest[] = [];
  const refused: GcpRequest[] = [];
  for (const faults of [[], [{ kind: 'deny' as const, host: 'cloudasset.googleapis.com' }]]) {
    await using under = await startGcpUnderTest({ resources: 900, seed: 11, faults });
    const collector = under.collector();
    const { accounts } = await collector.discover();
    for (const account of accounts) {
      await collector.enter(account);
      const types = idsOf(gcpResourceTypes, kindOfAccount(account.id));
      if (types.length > 0) await under.collect(types, { collector, account: account.id });
    }
    await collector.metrics?.({ id: under.project, roleArn: null, externalId: null }, [{ uid: 'a', region: 'us-central1', question: { name: 'compute.googleapis.com/instance/cpu/utilization', statistic: 'average', days: 14, dimensions: { instance_id: '1' } } }], AbortSignal.timeout(30_000));
    log.push(...under.gcp.log);
    refused.push(...under.gcp.refusedChanges);
  }
  return { log, refused };
}

const listings = [...gcpResourceTypes.values()].flatMap(({ id, source }) => ('lists' in source ? source.lists.map((listing) => ({ id, ...listing })) : []));

describe.skipIf(python === undefined)(`the vendors' own descriptions${python === undefined ? ' (skipped: no Python with their packages; set CLOUDS_PYTHON)' : ''}`, () => {
  let judged: Judgement;
  let azure: AzureRequest[];
  let google: Awaited<ReturnType<typeof googleLog>>;
  beforeAll(async () => {
    azure = await azureLog();
    google = await googleLog();
    judged = await askVendor<Judgement>(python ?? '', 'vendor-requests.py', { azure: azure.filter(isDescribedAzure), google: google.log.filter(isDescribedGoogle), listings }, ...olderPackages());
  }, 300_000);

  it('know every request that is made, with its address, version and parameters', () => {
    expect(judged.problems.filter((problem) => !unknownToPackages.some((known) => known.test(problem)))).toEqual([]);
  });

  it('were asked about every list that a resource type declares', () => {
    const asked = new Set(Object.keys(judged.google));
    const methods = new Set(listings.map(({ method }) => method.replace(/^([a-z]+)\.v\d[a-z\d]*\./, '$1.')));
    const inAccounts = (method: string): boolean => !/^(billingbudgets|cloudbilling|cloudresourcemanager)\./.test(method);
    expect([...methods].filter((method) => inAccounts(method) && !asked.has(method))).toEqual([]);
    expect(Object.keys(judged.azure).length).toBeGreaterThan(30);
  });

  it('are asked for nothing that changes something or reads a secret', () => {
    const isQuery = ({ method, path }: AzureRequest): boolean => method === 'POST' && /\/providers\/Microsoft\.ResourceGraph\/resources$|\/oauth2\/v2\.0\/token$|\/metrics:getBatch$/.test(path);
    expect(azure.filter((request) => request.method !== 'GET' && !isQuery(request))).toEqual([]);
    expect(azure.filter(({ path }) => /list(Keys|Secrets|ConnectionStrings|Credentials|AccountSas|ServiceSas)|regenerate/i.test(path))).toEqual([]);
    const isRead = ({ method, host, path }: GcpRequest): boolean => method === 'GET' || (host === 'oauth2.googleapis.com' && path === 'token') || path.endsWith(':getIamPolicy');
    expect(google.log.filter((request) => !isRead(request))).toEqual([]);
    expect(google.log.filter(({ path }) => /:access$|accessSecretVersion|getKeyString|keyString/.test(path))).toEqual([]);
    expect(google.refused).toEqual([]);
  });
});
