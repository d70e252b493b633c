import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AwsUnderTest, startAwsUnderTest, testAccount } from '../../../../test/collect-aws.ts';
import type { CollectedResource } from '../../../../src/core/collector.ts';
import { awsResourceTypes } from '../../../../src/providers/index.ts';

/** What a generated estate says of networks, load balancers, groups and databases must join up with its instances. */
const own = [...awsResourceTypes.keys()].filter((id) => /^aws:(ec2|vpc|elb|autoscaling|rds):/.test(id));
const byType = new Map<string, CollectedResource[]>();
const uids = new Set<string>();
let under: AwsUnderTest;
beforeAll(async () => {
  under = await startAwsUnderTest({ resources: 6000, seed: 5, now: new Date('2026-07-01T00:00:00Z'), accounts: [testAccount] });
  const collector = under.collector();
  for (const type of own) {
    const { resources, end } = await under.collect(type, 'us-east-1', { collector });
    expect([type, end.result]).toEqual([type, { status: 'complete', isListed: true }]);
    byType.set(type, resources);
    for (const { uid } of resources) uids.add(uid);
  }
});
afterAll(() => under.close());

/** Kinds of things that no unit lists, and what was deleted on purpose. */
const elsewhere = /:(dhcp-options|prefix-list|vpc-flow-log|vpn-gateway|customer-gateway|transit-gateway|transit-gateway-route-table|key|instance-profile|role|certificate|og|cluster-pg)[/:]|^arn:aws:s3:|:image\/|999988887777|db:legacy-db$/;

it('names no thing that is not there', () => {
  const broken = new Set<string>();
  for (const resources of byType.values()) {
    for (const { uid, relations } of resources) for (const { kind, uid: target } of relations) if (!elsewhere.test(target) && !uids.has(target)) broken.add(`${uid.replace(/[0-9a-f]{17}/, '…')} ${kind} ${target.replace(/[0-9a-f]{17}/, '…')}`);
  }
  // Volumes and snapshots outlive what they came from; one route leads to a gateway that is gone.
  expect([...broken].filter((line) => !/created-from .*:(snapshot|volume|instance)\//.test(line) && !/route-table.*routes-to .*natgateway/.test(line))).toEqual([]);
});

it('leads from a load balancer to instances, their volumes, groups, subnets and VPC', () => {
  const all = new Map([...byType.values()].flat().map((resource) => [resource.uid, resource]));
  const next = (uid: string, kind: string, part: string): string[] => (all.get(uid)?.relations ?? []).flatMap((relation) => (relation.kind === kind && relation.uid.includes(part) ? relation.uid : []));
  const found = (byType.get('aws:elb:application-load-balancer') ?? []).filter(({ uid }) => {
    const groups = (byType.get('aws:elb:listener') ?? []).filter(({ relations }) => relations.some((relation) => relation.uid === uid)).flatMap((listener) => next(listener.uid, 'routes-to', ':targetgroup/'));
    const instances = groups.flatMap((group) => next(group, 'targets', ':instance/'));
    return instances.length > 0 && instances.every((instance) => [next(instance, 'attached-to', ':volume/'), next(instance, 'uses', ':security-group/'), next(instance, 'member-of', ':subnet/'), next(instance, 'member-of', ':vpc/')].every((to) => to.length > 0 && to.every((target) => uids.has(target))));
  });
  expect(found.length).toBeGreaterThan(3);
});

it('grows with the estate and pages', () => {
  const count = (type: string): number => byType.get(type)?.length ?? 0;
  expect(count('aws:ec2:network-interface')).toBeGreaterThan(count('aws:ec2:instance'));
  expect(count('aws:elb:application-load-balancer') + count('aws:elb:network-load-balancer') + count('aws:elb:gateway-load-balancer')).toBe(Math.ceil(count('aws:ec2:instance') / 20));
  expect(count('aws:rds:db-instance')).toBeGreaterThan(15);
});
