import type { z } from 'zod';
import type * as c from '../../src/api/contract/index.ts';
import { accounts, ago, findings, regions, uuid } from './fixture-estate.ts';
import { services } from './fixture-extraction.ts';

const short = (text: string): string => uuid(text).replaceAll('-', '').slice(0, 17);
const arn = (service: string, kind: string, id: string, region = 'eu-west-1', account = accounts[0]?.id ?? ''): string => `arn:aws:${service}:${region}:${account}:${kind}/${id}`;
const make = (id: string, type: string, name: string, attributes: Record<string, unknown>, tags: Record<string, string> = {}, extra: Partial<c.Resource> = {}): c.Resource => {
  const [, , , region = '', account = ''] = id.split(':');
  return { id, type, name, provider: 'aws', account: account === '' ? (accounts[0]?.id ?? '') : account, region: region === '' ? 'global' : region, tags, attributes, first_seen: ago(60 * 24 * 210), last_seen: ago(4), hash: uuid(id).slice(0, 16), gone_at: null, ...extra };
};

/** A web server as it stands in a real account: what it hangs on, and what hangs on it. */
const ids = {
  web: arn('ec2', 'instance', `i-0${short('web')}`), root: arn('ec2', 'volume', `vol-0${short('root')}`), data: arn('ec2', 'volume', `vol-0${short('data')}`), key: arn('kms', 'key', uuid('kms')), subnet: arn('ec2', 'subnet', `subnet-0${short('subnet')}`),
  vpc: arn('ec2', 'vpc', `vpc-0${short('vpc')}`), group: arn('ec2', 'security-group', `sg-0${short('sg')}`), role: `arn:aws:iam::${accounts[0]?.id}:role/web-server`, target: arn('elasticloadbalancing', 'targetgroup', 'web/6d0ecf831eec9f09'),
  balancer: arn('elasticloadbalancing', 'loadbalancer', 'app/shop/50dc6c495c0c9188'), scaling: arn('autoscaling', 'autoScalingGroup', 'web'), snapshot: arn('ec2', 'snapshot', `snap-0${short('snap')}`), image: 'arn:aws:ec2:eu-west-1::image/ami-0c02fb55956c7d316', address: arn('ec2', 'elastic-ip', `eipalloc-0${short('eip')}`),
};
const tags = { Name: 'shop-web-1', env: 'prod', team: 'shop', 'cost-center': '4711' };
export const landscape: c.Resource[] = [
  make(ids.web, 'aws:ec2:instance', 'shop-web-1', {
    state: 'running', instance_type: 'm6i.large', image_uid: ids.image, launched_at: ago(60 * 24 * 12), private_ip: '10.0.12.41', public_ip: '198.51.100.24', subnet_uid: ids.subnet, vpc_uid: ids.vpc, security_group_uids: [ids.group], volume_uids: [ids.root, ids.data],
    instance_profile_role_uid: ids.role, is_monitored: true, ebs_optimized: true, metadata_options: { http_tokens: 'required', http_put_response_hop_limit: 2, instance_metadata_tags: 'disabled' }, block_devices: [{ device: '/dev/xvda', volume_id: 'vol-root', delete_on_termination: true }, { device: '/dev/sdf', volume_id: 'vol-data', delete_on_termination: false }], key_name: null, platform: 'linux', architecture: 'x86_64',
  }, tags),
  make(ids.root, 'aws:ec2:volume', 'shop-web-1 root', { size_gib: 30, volume_type: 'gp3', encrypted: true }, { env: 'prod' }),
  make(ids.data, 'aws:ec2:volume', 'shop-web-1 data', { size_gib: 200, volume_type: 'gp3', encrypted: true }, { env: 'prod' }),
  make(ids.key, 'aws:kms:key', 'alias/ebs', { enabled: true }),
  make(ids.subnet, 'aws:vpc:subnet', 'private-a', { cidr: '10.0.12.0/22' }, { env: 'prod' }),
  make(ids.vpc, 'aws:vpc:vpc', 'production', { cidr: '10.0.0.0/16' }, { env: 'prod' }),
  make(ids.group, 'aws:ec2:security-group', 'web', { rules: 3 }, { env: 'prod' }),
  make(ids.role, 'aws:iam:role', 'web-server', { path: '/' }),
  make(ids.target, 'aws:elb:target-group', 'web', { port: 8080 }, { env: 'prod' }),
  make(ids.balancer, 'aws:elb:load-balancer', 'shop', { scheme: 'internet-facing' }, { env: 'prod' }),
  make(ids.scaling, 'aws:autoscaling:group', 'web', { desired: 3 }, { env: 'prod' }),
  make(ids.snapshot, 'aws:ec2:snapshot', 'shop-web-1 data, nightly', { size_gib: 200 }),
  make(ids.address, 'aws:ec2:elastic-ip', '198.51.100.24', {}, { env: 'prod' }, { gone_at: null }),
];
export const webId = ids.web;

const edges: [from: string, to: string, kind: string][] = [
  [ids.web, ids.root, 'attached-to'], [ids.web, ids.data, 'attached-to'], [ids.root, ids.web, 'attached-to'], [ids.web, ids.subnet, 'member-of'], [ids.web, ids.group, 'uses'], [ids.web, ids.role, 'uses'], [ids.web, ids.image, 'created-from'], [ids.root, ids.key, 'encrypted-by'], [ids.data, ids.key, 'encrypted-by'],
  [ids.subnet, ids.vpc, 'member-of'], [ids.group, ids.vpc, 'member-of'], [ids.target, ids.web, 'targets'], [ids.balancer, ids.target, 'routes-to'], [ids.scaling, ids.web, 'owned-by'], [ids.snapshot, ids.data, 'created-from'], [ids.address, ids.web, 'attached-to'],
];
const known = new Map(landscape.map((each) => [each.id, each]));

export function graph(id: string, depth: number): c.RelationGraph {
  const distance = new Map([[id, 0]]);
  for (let step = 1; step <= depth; step += 1) for (const [from, to] of edges) for (const [near, far] of [[from, to], [to, from]] as const) if (distance.get(near) === step - 1 && !distance.has(far)) distance.set(far, step);
  return {
    nodes: [...distance].map(([uid, at]) => { const found = known.get(uid); return { id: uid, name: found?.name ?? null, type: found?.type ?? null, region: found?.region ?? null, account: found?.account ?? null, distance: at, external: found === undefined }; }),
    edges: edges.filter(([from, to]) => distance.has(from) && distance.has(to)).map(([from, to, kind]) => ({ from, to, kind })), is_cut: false,
  };
}

export function detail(each: c.Resource): c.ResourceDetail {
  const isWeb = each.id === ids.web;
  const relation = (kind: string, id: string, direction: 'in' | 'out') => ({ kind, id, name: known.get(id)?.name ?? null, type: known.get(id)?.type ?? null, direction });
  return {
    ...each,
    versions: [
      { valid_from: ago(60 * 30), valid_to: null, hash: each.hash, changed: ['instance_type', 'security_group_uids', 'tag:team'], changes: isWeb ? [{ field: 'instance_type', before: 'm5.large', after: 'm6i.large' }, { field: 'metadata_options', before: { http_tokens: 'optional' }, after: { http_tokens: 'required' } }, { field: 'tag:cost-center', before: null, after: '4711' }] : [{ field: 'tag:team', before: 'search', after: 'platform' }] },
      { valid_from: ago(60 * 24 * 12), valid_to: ago(60 * 30), hash: 'b2', changed: ['public_ip'], changes: [{ field: 'public_ip', before: null, after: '198.51.100.24' }] },
      { valid_from: each.first_seen, valid_to: ago(60 * 24 * 12), hash: 'a1', changed: [], changes: [] },
    ],
    relations: edges.flatMap(([from, to, kind]) => (from === each.id ? [relation(kind, to, 'out')] : to === each.id ? [relation(kind, from, 'in')] : [])),
    findings: isWeb ? [{ id: findings[0]?.id ?? '', title: 'Security group open to the world on port 22', severity: 'high', status: 'open' }] : findings.filter((one) => one.resource.id === each.id).map((one) => ({ id: one.id, title: one.title, severity: one.severity, status: one.status })),
    has_raw: true,
    type_title: services.flatMap(({ resource_types: types }) => types).find(({ id }) => id === each.type)?.title ?? null,
  };
}

const has = (text: string | null, value: string): boolean => text === null || text === '' || text.split(',').includes(value);
export function chosen(all: c.Resource[], search: URLSearchParams): c.Resource[] {
  const [tag = '', value] = (search.get('tag') ?? '').split('=');
  const q = (search.get('q') ?? '').toLowerCase();
  return all.filter((each) => has(search.get('type'), each.type) && has(search.get('provider'), each.provider) && has(search.get('account'), each.account) && has(search.get('region'), each.region) && has(search.get('service'), each.type.split(':')[1] ?? '')
    && (tag === '' || (each.tags[tag] !== undefined && (value === undefined || each.tags[tag] === value))) && `${each.name} ${each.id}`.toLowerCase().includes(q));
}
const tally = (values: string[]) => [...Map.groupBy(values, (value) => value)].map(([value, list]) => ({ value, count: list.length })).sort((a, b) => b.count - a.count);
export const facets = (found: c.Resource[]): c.ResourceFacets => ({
  total: found.length, provider: tally(found.map((each) => each.provider)), account: tally(found.map((each) => each.account)), region: tally(found.map((each) => each.region)), service: tally(found.map((each) => each.type.split(':')[1] ?? '')),
  type: tally(found.map((each) => each.type)).map((each) => ({ ...each, title: each.value })), tag: tally(found.flatMap((each) => Object.keys(each.tags))),
});
export const tagValues = (all: c.Resource[], name: string, q: string): z.infer<typeof c.tagValues>['items'] => tally(all.flatMap((each) => each.tags[name] ?? [])).filter(({ value }) => value.startsWith(q));
export const raw = (each: c.Resource): z.infer<typeof c.rawAnswer> => ({ id: each.id, read_at: each.last_seen, raw: { InstanceId: each.id.split('/').at(-1), State: { Name: 'running' }, Placement: { AvailabilityZone: `${regions[1]}a` }, UserData: '[removed]', Tags: Object.entries(each.tags).map(([Key, Value]) => ({ Key, Value })) } });
