import { collectOne } from '../../../test/collect-one.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { each, listing } from '../../../demo/aws/estate.ts';
import { aBucket, anEstate, aVolume } from '../../../demo/aws/make.ts';
import type { Fault } from '../../../demo/aws/server.ts';
import { type AwsUnderTest, startAwsUnderTest, testAccount, useOwnCredentials } from '../../../test/collect-aws.ts';
import { pageOfFields } from '../../../demo/aws/modelled/answerer.ts';
import { rules } from '../../rules/index.ts';
import { typesThatRulesRead } from '../../scans/plan-targets.ts';
import { tryAccounts } from '../enter-accounts.ts';
import type { CollectedResource, Collector, KnownResource } from '../../core/collector.ts';
import { awsResourceTypes } from '../index.ts';

const volume = 'aws:ec2:volume';
let under: AwsUnderTest;
beforeAll(async () => {
  const many = Array.from({ length: 1300 }, (_, n) => aVolume({ id: `vol-${n}` }));
  under = await startAwsUnderTest({
    estate: anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-a' }), aVolume({ id: 'vol-b' })] }, 'eu-west-1': { volumes: many } }, buckets: [aBucket({ name: 'one' })] }),
    accounts: [testAccount, '222222222222'],
  });
});
afterAll(() => under.close());
beforeEach(() => {
  under.aws.setFaults([]);
  under.aws.resetStats();
});
const withFaults = (...faults: Fault[]): void => under.aws.setFaults(faults);

/** Nothing was read before. */
const unknown = () => Promise.resolve(new Map<string, KnownResource>());

describe('a target that fails', () => {
  it('is denied with the permission named, and lists nothing', async () => {
    withFaults({ kind: 'deny', service: 'ec2', region: 'us-east-1' });
    expect(await under.collect(volume)).toEqual({
      resources: [],
      end: { result: { status: 'denied', isListed: false, error: { code: 'AWS_ACCESS_DENIED', permission: 'ec2:DescribeVolumes', message: expect.stringContaining('us-east-1') as string } }, calls: 1, throttled: 0 },
    });
    expect((await under.collect(volume, 'eu-west-1')).end.result).toEqual({ status: 'complete', isListed: true });
  });

  it('keeps also what came of a page that was no whole batch', async () => {
    withFaults({ kind: 'paging-loop', operation: 'DescribeVolumes' });
    const { resources, end } = await under.collect(volume);
    expect(end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'AWS_PAGING_LOOP' } });
    expect(new Set(resources.map(({ name }) => name))).toEqual(new Set(['vol-a', 'vol-b']));
    expect(end.calls).toBeLessThanOrEqual(3);
  });

  it.each([volume, 'aws:s3:bucket', 'aws:iam:role'])('says of %s that the credentials are no longer taken', async (type) => {
    withFaults({ kind: 'expired-token' });
    const { resources, end } = await under.collect(type);
    expect([resources, end.result]).toMatchObject([[], { status: 'unavailable', isListed: false, error: { code: 'AWS_CREDENTIALS_REJECTED' } }]);
    expect(end.calls).toBe(1);
  });

  it('tells to look at the region where AWS knows the credentials everywhere else', async () => {
    const { end } = await under.collect(volume, 'me-south-1');
    expect(end.result).toMatchObject({ status: 'unavailable', error: { code: 'AWS_CREDENTIALS_REJECTED', message: expect.stringMatching(/me-south-1.*region is enabled/) as string } });
  });

  it('says that nobody has credentials for it', async () => {
    delete process.env['AWS_ACCESS_KEY_ID'];
    try {
      expect((await under.collect(volume)).end.result).toMatchObject({ status: 'unavailable', error: { code: 'AWS_NO_CREDENTIALS' } });
    } finally {
      useOwnCredentials();
    }
  });
});

/** Each with a cloud of its own, side by side: most of the time is waiting. */
describe.concurrent('a call that fails', () => {
  const small = anEstate({ regions: { 'us-east-1': { volumes: [aVolume({ id: 'vol-a' }), aVolume({ id: 'vol-b' })] } } });
  const withFault = (fault: Fault) => startAwsUnderTest({ estate: small, faults: [fault] });

  it('for longer than it may be throttled makes the target unavailable, and not before', async () => {
    await using own = await withFault({ kind: 'throttle' });
    const startedAt = performance.now();
    const { resources, end } = await own.collect(volume, 'us-east-1', { settings: { throttlePatienceMs: 1200 } });
    expect(performance.now() - startedAt).toBeGreaterThan(1000);
    expect(resources).toEqual([]);
    expect(end).toMatchObject({ result: { status: 'unavailable', isListed: false, error: { code: 'AWS_THROTTLED' } } });
    expect(end.throttled).toBe(end.calls);
    expect(end.calls).toBeLessThanOrEqual(5);
  });

  it('because nobody answers makes it unavailable in the time that a call may take', async () => {
    await using own = await withFault({ kind: 'hang' });
    const { end } = await own.collect(volume, 'us-east-1', { settings: { requestTimeoutMs: 150 } });
    expect(end).toMatchObject({ result: { status: 'unavailable', error: { code: 'CLOUD_TIMEOUT' } }, calls: 3 });
  });

  it('for good after some pages keeps those, and says that there is more', async () => {
    await using own = await startAwsUnderTest({ estate: anEstate({ regions: { 'us-east-1': { volumes: Array.from({ length: 1300 }, (_, n) => aVolume({ id: `vol-${n}` })) } } }) });
    const resources: CollectedResource[] = [];
    const target = { provider: 'aws' as const, account: testAccount, region: 'us-east-1', type: volume, roleArn: null, externalId: null, depth: 'listed' as const, keepsRaw: false };
    const end = await collectOne(own.collector(), target, {
      known: unknown,
      signal: new AbortController().signal,
      emit(batch) {
        resources.push(...batch);
        own.aws.setFaults([{ kind: 'half-page' }]);
        return Promise.resolve();
      },
    });
    expect(end.result).toMatchObject({ status: 'partial', isListed: false, error: { code: 'AWS_UNAVAILABLE' } });
    expect(resources).toHaveLength(1000);
  });

  it.each([
    ['an error of the server', { kind: 'error500', times: 2 }, 3], ['a cut connection', { kind: 'close', times: 1 }, 2], ['half an answer', { kind: 'half-page', times: 1 }, 2],
  ] satisfies [string, Fault, number][])('for a while, with %s, is repeated, and nothing is missing', async (_what, fault, calls) => {
    await using own = await withFault(fault);
    const { resources, end } = await own.collect(volume);
    expect(resources).toHaveLength(2);
    expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls, throttled: 0 });
  });

  it('waits as long as the server asked for', async () => {
    await using own = await withFault({ kind: 'throttle', times: 1, retryAfterSeconds: 2 });
    const startedAt = performance.now();
    const { resources, end } = await own.collect(volume);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(2000);
    expect([resources.length, end]).toEqual([2, { result: { status: 'complete', isListed: true }, calls: 2, throttled: 1 }]);
  });

  it('does not count the time in the queue as patience', async () => {
    const buckets = Array.from({ length: 60 }, (_, n) => aBucket({ name: `bucket-${n}` }));
    await using own = await startAwsUnderTest({ estate: anEstate({ buckets }), throttle: { s3: { ratePerSecond: 20, burst: 30 } } });
    const { resources, end } = await own.collect('aws:s3:bucket', 'global', { depth: 'listed', settings: { throttlePatienceMs: 400 } });
    expect(end.result).toEqual({ status: 'complete', isListed: true });
    expect(resources).toHaveLength(60);
    expect(end.throttled).toBeLessThanOrEqual(5);
  });
});

describe('a cancelled run', () => {
  it('ends at once where a server does not answer', async () => {
    withFaults({ kind: 'hang' });
    const cancel = new AbortController();
    const collecting = under.collect(volume, 'us-east-1', { signal: cancel.signal, settings: { requestTimeoutMs: 600_000 } });
    await expect.poll(() => under.aws.stats.calls).toBe(1);
    cancel.abort(new Error('cancelled'));
    expect(await collecting).toMatchObject({ resources: [], end: { result: { status: 'cancelled', isListed: false, error: { code: 'TARGET_CANCELLED' } } } });
  });

  it('lists nothing more after a batch', async () => {
    const cancel = new AbortController();
    let batches = 0;
    const target = { provider: 'aws' as const, account: testAccount, region: 'eu-west-1', type: volume, roleArn: null, externalId: null, depth: 'listed' as const, keepsRaw: false };
    const end = await collectOne(under.collector(), target, {
      known: unknown,
      signal: cancel.signal,
      emit() {
        batches += 1;
        cancel.abort();
        return Promise.resolve();
      },
    });
    expect([batches, end.result.status, end.calls]).toEqual([1, 'cancelled', 1]);
  });
});

it('waits for a store that is slower than the cloud instead of piling up', async () => {
  let emitted = 0;
  let isBusy = false;
  const target = { provider: 'aws' as const, account: testAccount, region: 'eu-west-1', type: volume, roleArn: null, externalId: null, depth: 'listed' as const, keepsRaw: false };
  await collectOne(under.collector(), target, {
    known: unknown,
    signal: new AbortController().signal,
    async emit(batch) {
      expect(isBusy).toBe(false);
      isBusy = true;
      await sleep(20);
      if (emitted < 1000 - batch.length) expect(under.aws.stats.calls).toBe(1);
      emitted += batch.length;
      isBusy = false;
    },
  });
  expect(emitted).toBe(1300);
});

const tried = async (collector: Collector) => tryAccounts(collector, await collector.discover());

describe('discovering', () => {
  it('finds the account of the credentials and its enabled regions', async () => {
    const discovery = await tried(under.collector());
    expect(discovery).toMatchObject({ state: 'connected', accounts: [{ id: testAccount, roleArn: null, error: null }] });
    expect(discovery.accounts[0]?.regions).toHaveLength(17);
    expect(discovery.source).toMatch(/^environment \(AWS_ACCESS_KEY_ID\) at 127\.0\.0\.1:\d+$/);
    expect(under.aws.stats.byOperation).toEqual({ 'sts.GetCallerIdentity': 1, 'ec2.DescribeRegions': 1 });
  });

  it('enters the configured accounts by their roles, and tells of each that it could not', async () => {
    const accounts = [
      { id: testAccount, regions: ['eu-west-1'] }, { id: '222222222222', name: 'second', roleArn: 'arn:aws:iam::222222222222:role/audit', externalId: 'x' },
      { id: '333333333333', roleArn: 'arn:aws:iam::333333333333:role/audit' }, { id: '444444444444' },
    ];
    const { accounts: found, message } = await tried(under.collector({ accounts }));
    expect(found).toMatchObject([
      { id: testAccount, regions: ['eu-west-1'], error: null }, { id: '222222222222', name: 'second', error: null, roleArn: 'arn:aws:iam::222222222222:role/audit' },
      { id: '333333333333', regions: [], error: { code: 'AWS_ACCESS_DENIED' } }, { id: '444444444444', error: { code: 'AWS_ACCESS_DENIED', message: expect.stringContaining('role of 444444444444') as string } },
    ]);
    expect(found[1]?.regions).toHaveLength(17);
    expect(message).toBe('2 of 4 accounts, 17 regions.');
  });

  it('walks the organisation where a role in its accounts is named, page by page', async () => {
    const own = Array.from({ length: 45 }, (_, n) => ({ Id: String(100000000000 + n), Name: `team-${n}`, Status: n === 7 ? 'SUSPENDED' : 'ACTIVE' }));
    await using organisation = await startAwsUnderTest({
      estate: anEstate(), accounts: [testAccount, ...own.map(({ Id }) => Id)],
      answers: { 'organizations.ListAccounts': (input, asked) => pageOfFields([{ Id: testAccount, Name: 'main', Status: 'ACTIVE' }, ...own], input, { size: 'MaxResults', token: 'NextToken', next: 'NextToken', list: 'Accounts' }, asked) },
    });
    const { accounts, message } = await organisation.collector({ organizationRole: 'audit' }).discover();
    expect(accounts).toHaveLength(45);
    expect(accounts[1]).toEqual({ id: '100000000000', name: 'team-0', roleArn: 'arn:aws:iam::100000000000:role/audit', externalId: null, regions: null, error: null });
    expect([organisation.aws.stats.byOperation['organizations.ListAccounts'], message]).toEqual([3, '45 accounts.']);
    organisation.aws.setFaults([{ service: 'organizations', kind: 'deny' }]);
    expect(await organisation.collector({ organizationRole: 'audit' }).discover()).toMatchObject({ accounts: [{ roleArn: null }], message: expect.stringContaining('organizations:ListAccounts') as string });
  });

  it('tells refused credentials from none', async () => {
    withFaults({ kind: 'expired-token', service: 'sts' });
    expect(await under.collector().discover()).toMatchObject({ state: 'rejected', accounts: [] });
    delete process.env['AWS_ACCESS_KEY_ID'];
    try {
      expect(await under.collector().discover()).toMatchObject({ state: 'no_credentials', accounts: [], message: expect.stringContaining('AWS_PROFILE') as string });
    } finally {
      useOwnCredentials();
    }
  });
});

it('lists another account with the role of that account', async () => {
  under.aws.mutate((estate) => {
    estate.accounts['222222222222'] = anEstate({ account: '222222222222', buckets: [aBucket({ name: 'of-the-second' })] }).accounts['222222222222']!;
  });
  const { resources } = await under.collect('aws:s3:bucket', 'global', { roleArn: 'arn:aws:iam::222222222222:role/audit' });
  expect(resources.map(({ name }) => name)).toEqual(['of-the-second']);
});

it('reads what rules look at with the fewest calls that there are, and changes nothing', async () => {
  const scanned = typesThatRulesRead(rules.values());
  const estate = await startAwsUnderTest({ resources: 900, seed: 3, now: new Date('2026-07-01T00:00:00Z'), accounts: [testAccount] });
  const account = estate.aws.estate.accounts[testAccount]!;
  // All at once: on a busy machine some wait long, and one that is given up is asked again.
  const collector = estate.collector({ requestTimeoutMs: 60_000 });
  const names = (await tried(collector)).accounts[0]!.regions;
  const ends = await Promise.all([...awsResourceTypes.values()].filter(({ id }) => scanned.has(id)).flatMap(({ id, locality }) => (locality === 'global' ? ['global'] : names).map(async (region) => ({ type: id, region, ...(await estate.collect(id, region, { collector, depth: 'listed' })) }))));
  expect(new Set(ends.map(({ end }) => end.result.status))).toEqual(new Set(['complete']));
  const users = [...each(listing(account, 'users'))];
  const perRegion = [
    'ec2.DescribeInstances', 'ec2.DescribeVolumes', 'ec2.DescribeAddresses', 'ec2.DescribeSnapshots', 'ec2.DescribeNatGateways', 'ec2.DescribeNetworkInterfaces', 'ec2.DescribeVpcEndpoints',
    'ec2.DescribeImages', 'ec2.DescribeKeyPairs', 'ec2.DescribeLaunchTemplates', 'ec2.DescribeSecurityGroups', 'ec2.DescribeTransitGatewayAttachments', 'ec2.DescribeVpnConnections', 'ec2.DescribeCapacityReservations', 'ec2.DescribeHosts', 'ec2.DescribeReservedInstances',
    'autoscaling.DescribeAutoScalingGroups', 'elasticloadbalancing.DescribeLoadBalancers', 'elasticloadbalancingv2.DescribeLoadBalancers', 'elasticloadbalancingv2.DescribeTargetGroups',
    'cloudwatch.DescribeAlarms', 'dynamodb.ListTables', 'ecs.ListClusters', 'eks.ListClusters', 'efs.DescribeFileSystems', 'elasticache.DescribeCacheClusters', 'lambda.ListFunctions', 'rds.DescribeDBClusters', 'rds.DescribeDBClusterSnapshots', 'rds.DescribeDBInstances', 'rds.DescribeDBSnapshots',
    'kinesis.ListStreams', 'opensearch.ListDomainNames', 'redshift.DescribeClusters', 'secretsmanager.ListSecrets', 'workspaces.DescribeWorkspaces',
  ];
  const count = (types: string[], region?: string): number => ends.reduce((sum, one) => sum + (types.includes(one.type) && (region ?? one.region) === one.region ? one.resources.length : 0), 0);
  // Tags come for twenty load balancers or target groups at once.
  const tagCalls = (...types: string[]): number => names.reduce((sum, region) => sum + Math.ceil(count(types, region) / 20), 0);
  expect(count(['aws:eks:cluster'])).toBeGreaterThan(0);
  expect(tagCalls('aws:elb:target-group')).toBeGreaterThan(0);
  expect(estate.aws.stats.byOperation).toEqual({
    'sts.GetCallerIdentity': 1, 'ec2.DescribeRegions': 1,
    ...Object.fromEntries(perRegion.map((operation) => [operation, 17])),
    'ec2.DescribeLaunchTemplateVersions': names.filter((region) => count(['aws:ec2:launch-template'], region) > 0).length,
    'dynamodb.DescribeTable': count(['aws:dynamodb:table']), 'kinesis.DescribeStreamSummary': count(['aws:kinesis:stream']),
    'workspaces.DescribeWorkspacesConnectionStatus': names.reduce((sum, region) => sum + Math.ceil(count(['aws:workspaces:workspace'], region) / 25), 0),
    'opensearch.DescribeDomains': names.reduce((sum, region) => sum + Math.ceil(count(['aws:opensearch:domain'], region) / 5), 0),
    // Of each cluster one listing, also of the empty one, and ten services a call.
    'ecs.ListServices': count(['aws:ecs:service']) / 12 + names.length, 'ecs.DescribeServices': (count(['aws:ecs:service']) / 12) * 2,
    // Fifty a page, and one page where there is none.
    'cloudwatchlogs.DescribeLogGroups': names.reduce((sum, region) => sum + Math.max(1, Math.ceil(count(['aws:logs:log-group'], region) / 50)), 0),
    'eks.ListNodegroups': count(['aws:eks:cluster']), 'eks.ListFargateProfiles': count(['aws:eks:cluster']), 'eks.DescribeNodegroup': count(['aws:eks:nodegroup']), 'eks.DescribeFargateProfile': count(['aws:eks:fargate-profile']),
    'eks.DescribeCluster': count(['aws:eks:cluster']), 'elasticloadbalancing.DescribeTags': tagCalls('aws:elb:classic-load-balancer'),
    'elasticloadbalancingv2.DescribeTags': tagCalls('aws:elb:application-load-balancer', 'aws:elb:network-load-balancer', 'aws:elb:gateway-load-balancer') + tagCalls('aws:elb:target-group'),
    'route53.ListHostedZones': 1, 's3.ListBuckets': 1, 's3.ListObjectVersions': listing(account, 'buckets').length,
    'iam.GetAccountAuthorizationDetails': 2, 'iam.GenerateCredentialReport': 2, 'iam.GetCredentialReport': 1, 'iam.ListAccessKeys': users.filter(({ keys }) => keys.length > 0).length,
  });
  expect(ends.reduce((sum, { end }) => sum + end.calls, 0)).toBe(estate.aws.stats.calls - 2);
  expect(estate.aws.stats.mutations).toEqual([]);
  await estate.close();
});
