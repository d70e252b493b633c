import { type Answer, ec2Answer, Refusal } from '../answer.ts';
import { type Listing, listing, type RegionEstate, regionOf, type Tags } from '../estate.ts';
import { pageOf } from '../paging.ts';
import { optInRegions } from '../regions.ts';
import type { Call } from '../world.ts';
import { list, tag } from '../xml.ts';
import { addressXml, imageXml, reservationXml, snapshotXml, volumeXml } from './ec2-xml.ts';

/** The values `Name.1`, `Name.2`, … of a form. */
function values(params: URLSearchParams, name: string): string[] {
  const found: string[] = [];
  for (let number = 1; ; number++) {
    const value = params.get(`${name}.${number}`);
    if (value === null) return found;
    found.push(value);
  }
}

function filtersOf(params: URLSearchParams): { name: string; values: string[] }[] {
  return [...params.keys()]
    .filter((key) => /^Filter\.\d+\.Name$/.test(key))
    .map((key) => ({ name: params.get(key)!, values: values(params, key.replace(/Name$/, 'Value')) }));
}

type Kind<T> = {
  key: keyof RegionEstate;
  set: string;
  /** The request parameter with ids, and the error where one is not there. */
  ids: { parameter: string; missing: string };
  idOf: (item: T) => string;
  xml: (account: string, item: T) => string;
  filters: Record<string, (item: T) => string | undefined>;
};

/** One test for all filters, or undefined where there are none; `*` and `?` are AWS's wildcards. */
function keeper<T extends { tags: Tags }>(kind: Kind<T>, params: URLSearchParams): ((item: T) => boolean) | undefined {
  const tests = filtersOf(params).map(({ name, values: wanted }) => {
    const field = name === 'tag-key' ? undefined : name.startsWith('tag:') ? (item: T) => item.tags[name.slice(4)] : kind.filters[name];
    if (field === undefined && name !== 'tag-key') throw new Refusal(400, 'InvalidParameterValue', `The filter '${name}' is invalid`);
    const patterns = wanted.map((value) => new RegExp(`^${value.replace(/[.+^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`));
    const isWanted = (value: string | undefined): boolean => value !== undefined && patterns.some((pattern) => pattern.test(value));
    return field === undefined ? (item: T) => Object.keys(item.tags).some(isWanted) : (item: T) => isWanted(field(item));
  });
  const ids = values(params, kind.ids.parameter);
  if (ids.length > 0) tests.push((item) => ids.includes(kind.idOf(item)));
  return tests.length === 0 ? undefined : (item) => tests.every((test) => test(item));
}

/** AWS takes 5 to 1,000; without MaxResults it chooses, here 100, so that a reader who forgets the token is found out. */
function pageSize(params: URLSearchParams): number {
  const text = params.get('MaxResults');
  if (text === null) return 100;
  const size = Number(text);
  if (size >= 5 && size <= 1000) return size;
  const bound = size < 5 ? 'greater than 5' : 'less than 1000';
  throw new Refusal(400, 'InvalidParameterValue', `Value ( ${text} ) for parameter maxResults is invalid. Expecting a value ${bound}.`);
}

function describe<T extends { tags: Tags }>(kind: Kind<T>, isPaged: boolean): (call: Call) => Answer {
  return (call) => {
    const { params, account, region, world, isLooping, operation } = call;
    const all = listing(regionOf(world.estate, account, region), kind.key) as unknown as Listing<T>;
    const refuse = (): Refusal => new Refusal(400, 'InvalidParameterValue', 'Unable to parse pagination token');
    const ids = values(params, kind.ids.parameter);
    const size = isPaged && ids.length === 0 ? pageSize(params) : Number.MAX_SAFE_INTEGER;
    const { items, next } = pageOf(all, { token: params.get('NextToken'), size, isLooping: isLooping && isPaged }, refuse, keeper(kind, params));
    const missing = ids.find((id) => !items.some((item) => kind.idOf(item) === id));
    if (missing !== undefined) throw new Refusal(400, kind.ids.missing, `The ID '${missing}' does not exist`);
    return ec2Answer(operation, list(kind.set, items.map((item) => kind.xml(account, item))) + tag('nextToken', next));
  };
}

const ofOthers = (call: Call, parameter: string): boolean => {
  const owners = values(call.params, parameter);
  return owners.length > 0 && !owners.some((owner) => owner === 'self' || owner === call.account);
};

/** Snapshots and images of others are not simulated: asking for them answers an empty list, not AWS's public ones. */
const ownOnly = (parameter: string, set: string, own: (call: Call) => Answer) => (call: Call): Answer =>
  ofOthers(call, parameter) || [...call.params.keys()].some((key) => key.startsWith('RestorableBy')) ? ec2Answer(call.operation, list(set, [])) : own(call);

function describeRegions(call: Call): Answer {
  const { params, world } = call;
  const names = values(params, 'RegionName');
  const known = world.regions.map((name) => ({ name, status: 'opt-in-not-required' }));
  const all = params.get('AllRegions') === 'true'
    ? [...known, ...optInRegions.filter((name) => !world.regions.includes(name)).map((name) => ({ name, status: 'not-opted-in' }))]
    : known;
  const missing = names.find((name) => !all.some((region) => region.name === name));
  if (missing !== undefined) throw new Refusal(400, 'InvalidParameterValue', `Invalid region name: ${missing}`);
  const filters = filtersOf(params);
  const shown = all.filter(({ name, status }) =>
    (names.length === 0 || names.includes(name)) &&
    filters.every((filter) => filter.values.includes(filter.name === 'opt-in-status' ? status : filter.name === 'region-name' ? name : `ec2.${name}.amazonaws.com`)));
  const items = shown.map(({ name, status }) => tag('regionName', name) + tag('regionEndpoint', `ec2.${name}.amazonaws.com`) + tag('optInStatus', status));
  return ec2Answer('DescribeRegions', list('regionInfo', items));
}

export const ec2Operations: Record<string, (call: Call) => Answer> = {
  DescribeRegions: describeRegions,

  DescribeInstances: describe({
    key: 'instances', set: 'reservationSet', ids: { parameter: 'InstanceId', missing: 'InvalidInstanceID.NotFound' }, idOf: (i) => i.id, xml: reservationXml,
    filters: { 'instance-state-name': (i) => i.state, 'instance-type': (i) => i.type, 'instance-id': (i) => i.id, 'vpc-id': (i) => i.vpcId },
  } satisfies Kind<RegionEstate['instances'][number]>, true),

  DescribeVolumes: describe({
    key: 'volumes', set: 'volumeSet', ids: { parameter: 'VolumeId', missing: 'InvalidVolume.NotFound' }, idOf: (v) => v.id, xml: volumeXml,
    filters: {
      status: (v) => v.state, 'volume-type': (v) => v.type, 'volume-id': (v) => v.id, encrypted: (v) => String(v.encrypted),
      'attachment.instance-id': (v) => v.attachments[0]?.instanceId, 'attachment.status': (v) => (v.attachments.length > 0 ? 'attached' : undefined),
    },
  } satisfies Kind<RegionEstate['volumes'][number]>, true),

  DescribeSnapshots: ownOnly('Owner', 'snapshotSet', describe({
    key: 'snapshots', set: 'snapshotSet', ids: { parameter: 'SnapshotId', missing: 'InvalidSnapshot.NotFound' }, idOf: (s) => s.id, xml: snapshotXml,
    filters: { status: (s) => s.state, 'volume-id': (s) => s.volumeId, 'snapshot-id': (s) => s.id, 'storage-tier': (s) => s.storageTier },
  } satisfies Kind<RegionEstate['snapshots'][number]>, true)),

  DescribeAddresses: describe({
    key: 'addresses', set: 'addressesSet', ids: { parameter: 'AllocationId', missing: 'InvalidAllocationID.NotFound' }, idOf: (a) => a.allocationId, xml: addressXml,
    filters: { 'allocation-id': (a) => a.allocationId, 'instance-id': (a) => a.instanceId, 'public-ip': (a) => a.publicIp, domain: () => 'vpc' },
  } satisfies Kind<RegionEstate['addresses'][number]>, false),

  DescribeImages: ownOnly('Owner', 'imagesSet', describe({
    key: 'images', set: 'imagesSet', ids: { parameter: 'ImageId', missing: 'InvalidAMIID.NotFound' }, idOf: (i) => i.id, xml: imageXml,
    filters: { state: () => 'available', name: (i) => i.name, 'image-id': (i) => i.id },
  } satisfies Kind<RegionEstate['images'][number]>, true)),
};
