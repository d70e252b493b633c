import { describe, expect, it } from 'vitest';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../test/judge.ts';
import { aGcp, gcpPrices } from '../../../test/judge-gcp.ts';
import type { Resource } from '../../core/resource.ts';
import type { MetricFacts, Rule } from '../../core/rule.ts';
import { gcpBigtableCluster } from '../../providers/gcp/bigtable/cluster.ts';
import { gcpComposerEnvironment } from '../../providers/gcp/composer/environment.ts';
import { gcpDataflowJob } from '../../providers/gcp/dataflow/job.ts';
import { gcpDataprocCluster } from '../../providers/gcp/dataproc/cluster.ts';
import { gcpFilestoreInstance } from '../../providers/gcp/filestore/instance.ts';
import { gcpFunctionsFunction } from '../../providers/gcp/functions/function.ts';
import { gcpIamKey } from '../../providers/gcp/iam/key.ts';
import { gcpIamServiceAccount } from '../../providers/gcp/iam/service-account.ts';
import { gcpInterconnectAttachment } from '../../providers/gcp/interconnect/attachment.ts';
import { gcpKubernetesCluster } from '../../providers/gcp/kubernetes/cluster.ts';
import { gcpLoadbalancerBackendservice } from '../../providers/gcp/loadbalancer/backendservice.ts';
import { gcpLoadbalancerForwardingrule } from '../../providers/gcp/loadbalancer/forwardingrule.ts';
import { gcpLoggingBucket } from '../../providers/gcp/logging/bucket.ts';
import { gcpMemorystoreInstance } from '../../providers/gcp/memorystore/instance.ts';
import { gcpNetworkingAddress } from '../../providers/gcp/networking/address.ts';
import { gcpNetworkingRouter } from '../../providers/gcp/networking/router.ts';
import { gcpNetworkingVpnTunnel } from '../../providers/gcp/networking/vpn-tunnel.ts';
import { gcpPubsubSubscription } from '../../providers/gcp/pubsub/subscription.ts';
import { gcpResourcemanagerProject } from '../../providers/gcp/resourcemanager/project.ts';
import { gcpRunService } from '../../providers/gcp/run/service.ts';
import { gcpSpannerInstance } from '../../providers/gcp/spanner/instance.ts';
import { gcpSqlInstance } from '../../providers/gcp/sql/instance.ts';
import { gcpStorageBucket } from '../../providers/gcp/storage/bucket.ts';
import { gcpTpuNode } from '../../providers/gcp/tpu/node.ts';
import { gcpVertexaiEndpoint } from '../../providers/gcp/vertexai/endpoint.ts';
import { gcpBigtableUnderused } from './bigtable/bigtable-underused.ts';
import { gcpComposerIdle } from './composer/composer-idle.ts';
import { gcpDataflowStuck } from './dataflow/dataflow-stuck.ts';
import { gcpDataprocIdle } from './dataproc/dataproc-idle.ts';
import { gcpFilestoreIdle } from './filestore/filestore-idle.ts';
import { gcpFunctionsUnused } from './functions/functions-unused.ts';
import { gcpSaKeyUnused } from './iam/sa-key-unused.ts';
import { gcpSaUnused } from './iam/sa-unused.ts';
import { gcpInterconnectIdle } from './interconnect/interconnect-idle.ts';
import { gcpGkeEmpty } from './kubernetes/gke-empty.ts';
import { gcpLbNoBackend } from './loadbalancer/lb-no-backend.ts';
import { gcpLogBucketLong } from './logging/log-bucket-long.ts';
import { gcpMemorystoreIdle } from './memorystore/memorystore-idle.ts';
import { gcpAddressUnused } from './networking/address-unused.ts';
import { gcpNatIdle } from './networking/nat-idle.ts';
import { gcpVpnDown } from './networking/vpn-down.ts';
import { gcpPubsubOrphanSubscription } from './pubsub/pubsub-orphan-subscription.ts';
import { gcpProjectIdle } from './resourcemanager/project-idle.ts';
import { gcpRunMinInstancesIdle, sizeOf } from './run/run-min-instances-idle.ts';
import { gcpSpannerUnderused, unitsThatFit } from './spanner/spanner-underused.ts';
import { gcpSqlIdle } from './sql/sql-idle.ts';
import { gcpSqlUnderused, smallerTier } from './sql/sql-underused.ts';
import { gcpBucketEmpty } from './storage/bucket-empty.ts';
import { gcpBucketInactive } from './storage/bucket-inactive.ts';
import { gcpBucketNoLifecycle } from './storage/bucket-no-lifecycle.ts';
import { gcpTpuIdle } from './tpu/tpu-idle.ts';
import { gcpVertexEndpointIdle } from './vertexai/vertex-endpoint-idle.ts';

const prices = gcpPrices({
  'ip.idle': 0.01, nat: 0.04, vpn: 0.05, fr: 0.01, vlan: 0.1, 'sql.vcpu': 0.04, 'sql.gib': 0.007, 'sql.ssd': 0.17, 'storage.standard': 0.02, 'storage.multi': 0.026, 'storage.nearline': 0.01, 'gke.fee': 0.1, 'run.idle.vcpu': 0.009, 'run.idle.gib': 0.009,
  'redis.STANDARD_HA.M2': 0.05, 'filestore.BASIC_HDD': 0.16, 'spanner.node': 0.9, 'bigtable.node': 0.65, 'vcpu.n2': 0.03, 'gib.n2': 0.004, 'dataproc.vcpu': 0.01, 'composer.ENVIRONMENT_SIZE_SMALL': 0.35, 'tpu.v3': 1, 'pubsub.retained': 0.27,
});
type Metrics = Readonly<Record<string, Partial<MetricFacts>>>;
type Row = readonly [what: string, rule: Rule, resource: Resource, metrics: Metrics, expected: string, related?: readonly Resource[]];
type Given = Record<string, unknown>;

const address = (attributes: Given = {}, resource: Partial<Resource> = {}) => aGcp(gcpNetworkingAddress, { address_type: 'EXTERNAL', status: 'RESERVED', ...attributes }, resource);
const router = (attributes: Given = {}) => aGcp(gcpNetworkingRouter, { router_id: '5', ...attributes });
const tunnel = (status: string, resource: Partial<Resource> = {}) => aGcp(gcpNetworkingVpnTunnel, { status }, resource);
const rule = (attributes: Given = {}) => aGcp(gcpLoadbalancerForwardingrule, attributes);
const web = { target_uid: '//t', target_kind: 'targetHttpsProxies', is_external: true };
const backend = (uids: string[]) => aGcp(gcpLoadbalancerBackendservice, { backend_uids: uids }, { uid: '//b' });
const attachment = aGcp(gcpInterconnectAttachment);
const sql = (attributes: Given = {}) => aGcp(gcpSqlInstance, { state: 'RUNNABLE', tier: 'db-custom-4-15360', disk_size_gib: 100, availability: 'ZONAL', ...attributes });
const bucket = (attributes: Given = {}, resource: Partial<Resource> = {}) => aGcp(gcpStorageBucket, { location_type: 'region', ...attributes }, resource);
const full = { points: 3, average: 200 * 2 ** 30 };

const networks: Row[] = [
  // 730 × 0.01
  ['reserved', gcpAddressUnused, address(), {}, 'fail $7.3'], ['reserved yesterday', gcpAddressUnused, address({}, { createdAt: daysAgo(1) }), {}, 'pass'], ['in use', gcpAddressUnused, address({ status: 'IN_USE', user_uids: ['//x'] }), {}, 'pass'],
  ['internal', gcpAddressUnused, address({ address_type: 'INTERNAL' }), {}, 'not_applicable'], ['of unknown state', gcpAddressUnused, address({ status: 'UNKNOWN' }), {}, 'unknown'], ['of IPv6', gcpAddressUnused, address({ ip_version: 'IPV6' }), {}, 'fail'],
  // 730 × 0.04
  ['without traffic', gcpNatIdle, router(), { sent: {} }, 'fail $29.2'], ['with traffic', gcpNatIdle, router(), { sent: { sum: 5 } }, 'pass'], ['not measured', gcpNatIdle, router(), {}, 'unknown'], ['without NAT', gcpNatIdle, router({ nats: [] }), {}, 'not_applicable'],
  // 730 × 0.05
  ['down', gcpVpnDown, tunnel('NO_INCOMING_PACKETS'), {}, 'fail $36.5'], ['up', gcpVpnDown, tunnel('ESTABLISHED'), {}, 'pass'], ['unknown', gcpVpnDown, tunnel('UNKNOWN'), {}, 'unknown'],
  ['with no backends', gcpLbNoBackend, rule({ backend_service_uid: '//b' }), {}, 'fail $7.3', [backend([])]], ['with backends', gcpLbNoBackend, rule({ backend_service_uid: '//b' }), {}, 'pass', [backend(['//g'])]], ['with a backend nobody saw', gcpLbNoBackend, rule({ backend_service_uid: '//b' }), {}, 'unknown'],
  ['without requests', gcpLbNoBackend, rule(web), { requests: {} }, 'fail $7.3'], ['with requests', gcpLbNoBackend, rule(web), { requests: { sum: 1 } }, 'pass'], ['not measured', gcpLbNoBackend, rule(web), {}, 'unknown'], ['of another kind', gcpLbNoBackend, rule({ target_uid: '//t', target_kind: 'targetPools' }), {}, 'unknown'],
  // 730 × 0.1
  ['without bytes', gcpInterconnectIdle, attachment, { received: {}, sent: {} }, 'fail $73'], ['with bytes', gcpInterconnectIdle, attachment, { received: { sum: 1 }, sent: {} }, 'pass'], ['not measured', gcpInterconnectIdle, attachment, {}, 'unknown'],
];

const stores: Row[] = [
  // 730 × (4 × 0.04 + 15 × 0.007) + 100 × 0.17
  ['without connections', gcpSqlIdle, sql(), { connections: { maximum: 0 } }, 'fail $210.45'], ['with connections', gcpSqlIdle, sql(), { connections: { maximum: 1 } }, 'pass'], ['not measured', gcpSqlIdle, sql(), {}, 'unknown'], ['half measured', gcpSqlIdle, sql(), { connections: { coveredDays: 3 } }, 'unknown'],
  ['stopped', gcpSqlIdle, sql({ activation_policy: 'NEVER' }), {}, 'not_applicable'], ['of an odd tier', gcpSqlIdle, sql({ tier: 'odd' }), { connections: {} }, 'fail'],
  // half of 730 × (4 × 0.04 + 15 × 0.007)
  ['little used', gcpSqlUnderused, sql(), { cpu: { p95: 0.1 } }, 'fail $96.72'], ['used', gcpSqlUnderused, sql(), { cpu: { p95: 0.5 } }, 'pass'], ['not measured', gcpSqlUnderused, sql(), {}, 'unknown'], ['of the least size', gcpSqlUnderused, sql({ tier: 'db-custom-2-7680' }), {}, 'not_applicable'],
  ['empty', gcpBucketEmpty, bucket({}, { createdAt: daysAgo(0) }), { objects: { points: 2, maximum: 0 } }, 'fail'], ['with objects', gcpBucketEmpty, bucket(), { objects: { points: 2, maximum: 4 } }, 'pass'], ['not counted', gcpBucketEmpty, bucket(), { objects: { points: 0 } }, 'unknown'], ['not measured', gcpBucketEmpty, bucket(), {}, 'unknown'],
  // 200 × 0.02, 200 × 0.026
  ['asked for nothing', gcpBucketInactive, bucket(), { requests: {}, bytes: full }, 'fail $4'], ['in many regions', gcpBucketInactive, bucket({ location_type: 'multi-region' }), { requests: {}, bytes: full }, 'fail $5.2'], ['empty', gcpBucketInactive, bucket(), { requests: {}, bytes: { points: 3 } }, 'pass'],
  ['asked', gcpBucketInactive, bucket(), { requests: { sum: 9 }, bytes: full }, 'pass'], ['not measured', gcpBucketInactive, bucket(), {}, 'unknown'], ['young', gcpBucketInactive, bucket({}, { createdAt: daysAgo(2) }), { requests: {}, bytes: full }, 'pass'],
  // half of 200 × (0.02 − 0.01)
  ['large', gcpBucketNoLifecycle, bucket(), { bytes: full }, 'fail $1'], ['small', gcpBucketNoLifecycle, bucket(), { bytes: { points: 1, average: 5 } }, 'pass'], ['with a lifecycle', gcpBucketNoLifecycle, bucket({ lifecycle_rules: 1 }), {}, 'pass'], ['not measured', gcpBucketNoLifecycle, bucket(), {}, 'unknown'], ['of no size', gcpBucketNoLifecycle, bucket(), { bytes: { points: 0 } }, 'unknown'],
  // 5 GiB × 730 × 0.05
  ['without clients', gcpMemorystoreIdle, aGcp(gcpMemorystoreInstance, { state: 'READY', memory_gib: 5, tier: 'STANDARD_HA' }), { clients: { maximum: 0 } }, 'fail $182.5'], ['with clients', gcpMemorystoreIdle, aGcp(gcpMemorystoreInstance, { state: 'READY' }), { clients: { maximum: 1 } }, 'pass'], ['not measured', gcpMemorystoreIdle, aGcp(gcpMemorystoreInstance, { state: 'READY' }), {}, 'unknown'],
  // 1024 × 0.16
  ['not read', gcpFilestoreIdle, aGcp(gcpFilestoreInstance, { state: 'READY', tier: 'BASIC_HDD', capacity_gib: 1024 }), { reads: {}, writes: {} }, 'fail $163.84'], ['read', gcpFilestoreIdle, aGcp(gcpFilestoreInstance, { state: 'READY' }), { reads: { sum: 1 }, writes: {} }, 'pass'], ['not measured', gcpFilestoreIdle, aGcp(gcpFilestoreInstance, { state: 'READY' }), {}, 'unknown'],
  // (3000 − 600) / 1000 × 730 × 0.9
  ['little used', gcpSpannerUnderused, aGcp(gcpSpannerInstance, { state: 'READY', processing_units: 3000 }), { cpu: { p95: 0.1 } }, 'fail $1576.8'], ['used', gcpSpannerUnderused, aGcp(gcpSpannerInstance, { state: 'READY', processing_units: 3000 }), { cpu: { p95: 0.5 } }, 'pass'], ['autoscaled', gcpSpannerUnderused, aGcp(gcpSpannerInstance, { state: 'READY', max_processing_units: 1 }), {}, 'not_applicable'],
  ['not measured', gcpSpannerUnderused, aGcp(gcpSpannerInstance, { state: 'READY', processing_units: 3000 }), {}, 'unknown'],
  // (10 − 2) × 730 × 0.65
  ['little used', gcpBigtableUnderused, aGcp(gcpBigtableCluster, { state: 'READY', nodes: 10 }), { cpu: { p95: 0.1 }, storage: { maximum: 0.1 } }, 'fail $3796'], ['full', gcpBigtableUnderused, aGcp(gcpBigtableCluster, { state: 'READY', nodes: 10 }), { cpu: { p95: 0.1 }, storage: { maximum: 0.7 } }, 'pass'], ['not measured', gcpBigtableUnderused, aGcp(gcpBigtableCluster, { state: 'READY', nodes: 10 }), {}, 'unknown'],
];

const services: Row[] = [
  ['without nodes', gcpGkeEmpty, aGcp(gcpKubernetesCluster, { status: 'RUNNING', node_count: 0 }), {}, 'fail $73'], ['with nodes', gcpGkeEmpty, aGcp(gcpKubernetesCluster, { node_count: 2 }), {}, 'pass'], ['of no number', gcpGkeEmpty, aGcp(gcpKubernetesCluster, { status: 'RUNNING' }), {}, 'unknown'],
  // 2 × 730 × (1 + 0.5) × 0.009
  ['kept warm', gcpRunMinInstancesIdle, aGcp(gcpRunService, { min_instances: 2, cpu: '1', memory: '512Mi' }), { requests: {} }, 'fail $19.71'], ['asked', gcpRunMinInstancesIdle, aGcp(gcpRunService, { min_instances: 2 }), { requests: { sum: 1 } }, 'pass'], ['cold', gcpRunMinInstancesIdle, aGcp(gcpRunService), {}, 'not_applicable'], ['not measured', gcpRunMinInstancesIdle, aGcp(gcpRunService, { min_instances: 1 }), {}, 'unknown'],
  ['not called', gcpFunctionsUnused, aGcp(gcpFunctionsFunction, { state: 'ACTIVE' }), { calls: {} }, 'fail'], ['called', gcpFunctionsUnused, aGcp(gcpFunctionsFunction, { state: 'ACTIVE', environment: 'GEN_1' }), { calls: { sum: 1 } }, 'pass'], ['not measured', gcpFunctionsUnused, aGcp(gcpFunctionsFunction, { state: 'ACTIVE' }), {}, 'unknown'],
  // 730 × 3 × (4 × (0.03 + 0.01) + 16 × 0.004)
  ['without jobs', gcpDataprocIdle, aGcp(gcpDataprocCluster, { state: 'RUNNING', master_count: 1, master_machine_type: 'n2-standard-4', worker_count: 2, worker_machine_type: 'n2-standard-4' }), { jobs: {} }, 'fail $490.56'], ['with jobs', gcpDataprocIdle, aGcp(gcpDataprocCluster, { state: 'RUNNING' }), { jobs: { sum: 1 } }, 'pass'], ['just begun', gcpDataprocIdle, aGcp(gcpDataprocCluster, { state: 'RUNNING', state_since: isoDaysAgo(0.5) }), {}, 'pass'], ['not measured', gcpDataprocIdle, aGcp(gcpDataprocCluster, { state: 'RUNNING' }), {}, 'unknown'],
  // 2 × 730 × (2 × 0.03 + 8 × 0.004)
  ['stuck', gcpDataflowStuck, aGcp(gcpDataflowJob, { state: 'JOB_STATE_RUNNING', job_type: 'JOB_TYPE_STREAMING', worker_count: 2, machine_type: 'n2-standard-2' }), { elements: {} }, 'fail $134.32'], ['busy', gcpDataflowStuck, aGcp(gcpDataflowJob, { state: 'JOB_STATE_RUNNING', job_type: 'JOB_TYPE_STREAMING' }), { elements: { sum: 1 } }, 'pass'], ['not measured', gcpDataflowStuck, aGcp(gcpDataflowJob, { state: 'JOB_STATE_RUNNING', job_type: 'JOB_TYPE_STREAMING' }), {}, 'unknown'], ['of batches', gcpDataflowStuck, aGcp(gcpDataflowJob), {}, 'not_applicable'],
  // 730 × 0.35
  ['idle', gcpComposerIdle, aGcp(gcpComposerEnvironment, { state: 'RUNNING', size: 'ENVIRONMENT_SIZE_SMALL' }), { tasks: {} }, 'fail $255.5'], ['busy', gcpComposerIdle, aGcp(gcpComposerEnvironment, { state: 'RUNNING' }), { tasks: { maximum: 1 } }, 'pass'], ['not measured', gcpComposerIdle, aGcp(gcpComposerEnvironment, { state: 'RUNNING' }), {}, 'unknown'],
  // 730 × (4 × 0.03 + 16 × 0.004)
  ['not asked', gcpVertexEndpointIdle, aGcp(gcpVertexaiEndpoint, { deployed_models: [{ model_uid: null, machine_type: 'n2-standard-4', min_replicas: 1, has_accelerator: false }] }), { predictions: {} }, 'fail $134.32'], ['asked', gcpVertexEndpointIdle, aGcp(gcpVertexaiEndpoint, { deployed_models: [{ model_uid: null, machine_type: null, min_replicas: 1, has_accelerator: false }] }), { predictions: { sum: 1 } }, 'pass'],
  ['not measured', gcpVertexEndpointIdle, aGcp(gcpVertexaiEndpoint, { deployed_models: [{ model_uid: null, machine_type: null, min_replicas: 1, has_accelerator: false }] }), {}, 'unknown'], ['without models', gcpVertexEndpointIdle, aGcp(gcpVertexaiEndpoint), {}, 'not_applicable'],
  // 8 × 730
  ['unused', gcpTpuIdle, aGcp(gcpTpuNode, { state: 'READY', node_id: '4', accelerator_type: 'v3-8', chips: 8 }), { cpu: { maximum: 0.5 } }, 'fail $5840'], ['used', gcpTpuIdle, aGcp(gcpTpuNode, { state: 'READY', node_id: '4' }), { cpu: { maximum: 50 } }, 'pass'], ['not measured', gcpTpuIdle, aGcp(gcpTpuNode, { state: 'READY', node_id: '4' }), {}, 'unknown'],
  // 10 × 0.27
  ['of a deleted topic', gcpPubsubOrphanSubscription, aGcp(gcpPubsubSubscription, { is_topic_deleted: true }), { backlog: { average: 10 * 2 ** 30 } }, 'fail $2.7'], ['that nobody reads', gcpPubsubOrphanSubscription, aGcp(gcpPubsubSubscription), { backlog: { average: 10 * 2 ** 30, maximum: 1 }, sent: {} }, 'fail $2.7'], ['with nothing to read', gcpPubsubOrphanSubscription, aGcp(gcpPubsubSubscription), { backlog: {}, sent: {} }, 'pass'],
  ['that is read', gcpPubsubOrphanSubscription, aGcp(gcpPubsubSubscription), { sent: { sum: 1 } }, 'pass'], ['not measured', gcpPubsubOrphanSubscription, aGcp(gcpPubsubSubscription), {}, 'unknown'],
  ['long', gcpLogBucketLong, aGcp(gcpLoggingBucket, { retention_days: 400 }), {}, 'fail'], ['short', gcpLogBucketLong, aGcp(gcpLoggingBucket, { retention_days: 30 }), {}, 'pass'], ['long for a reason', gcpLogBucketLong, aGcp(gcpLoggingBucket, { retention_days: 400, description: 'Compliance' }), {}, 'not_applicable'], ['of no number', gcpLogBucketLong, aGcp(gcpLoggingBucket), {}, 'unknown'],
  ['idle', gcpProjectIdle, aGcp(gcpResourcemanagerProject, { state: 'ACTIVE' }), { requests: {} }, 'fail'], ['used', gcpProjectIdle, aGcp(gcpResourcemanagerProject, { state: 'ACTIVE' }), { requests: { sum: 1 } }, 'pass'], ['not measured', gcpProjectIdle, aGcp(gcpResourcemanagerProject, { state: 'ACTIVE' }), {}, 'unknown'],
];

describe.each([['networks', networks], ['stores', stores], ['services', services]] as const)('%s', (_, rows) => {
  it.each(rows.map((row) => [row[1].id, row[0], row] as const))('%s: %s', (_id, _what, [, asked, resource, metrics, expected, related]) => {
    const circumstances = { prices, metrics, ...(related === undefined ? {} : { related }) };
    expect(verdict(asked, resource, circumstances)).toBe(expected);
    // What has no price is told of all the same.
    if (expected.startsWith('fail $')) expect(verdict(asked, { ...resource, region: 'nowhere' }, circumstances)).toBe('fail');
  });
});

describe('identities', () => {
  const account = (attributes: Given = {}) => aGcp(gcpIamServiceAccount, { use_known: true, ...attributes });
  const key = (attributes: Given = {}, resource: Partial<Resource> = {}) => aGcp(gcpIamKey, { use_known: true, ...attributes }, resource);

  it.each([
    ['not known', account({ use_known: false }), 'unknown'], ['never', account(), 'fail'], ['long ago', account({ last_authenticated_at: isoDaysAgo(91) }), 'fail'], ['lately', account({ last_authenticated_at: isoDaysAgo(89) }), 'pass'], ['never, as it is disabled', account({ disabled: true }), 'not_applicable'],
  ])('an account that authenticated %s', (_, resource, expected) => {
    expect(verdict(gcpSaUnused, resource)).toBe(expected);
  });

  it('gives an account that was seen just now time to be used', () => {
    expect(verdict(gcpSaUnused, account(), { firstSeen: daysAgo(10) })).toBe('pass');
  });

  it.each([
    ['not known', key({ use_known: false }), 'unknown', undefined], ['never', key(), 'fail', 'High'], ['never, and is disabled', key({ disabled: true }), 'fail', 'Low'], ['lately', key({ last_authenticated_at: isoDaysAgo(3) }), 'pass', undefined], ['never, and is new', key({}, { createdAt: daysAgo(89) }), 'pass', undefined], ['never, and has ended', key({ valid_until: isoDaysAgo(1) }), 'not_applicable', undefined],
  ])('a key that was used %s', (_, resource, expected, risk) => {
    const answer = judge(gcpSaKeyUnused, resource);
    expect([answer.outcome, answer.outcome === 'fail' ? answer.risk : undefined]).toEqual([expected, risk]);
  });
});

it('proposes sizes that exist', () => {
  expect([smallerTier('db-custom-4-15360'), smallerTier('db-custom-2-7680'), smallerTier(null)]).toEqual(['db-custom-2-7680', undefined, undefined]);
  expect([unitsThatFit(3000, 0.1), unitsThatFit(10_000, 0.1), unitsThatFit(300, 0.01)]).toEqual([600, 2000, 100]);
  expect([sizeOf('500m', '2Gi'), sizeOf(null, null), sizeOf('odd', 'odd')]).toEqual([{ vcpus: 0.5, gib: 2 }, { vcpus: 1, gib: 0.5 }, { vcpus: 1, gib: 0.5 }]);
});
