import { expect, it } from 'vitest';
import { accountOf, each, type Estate, lazyLists, listing, regionOf } from './estate.ts';
import { generateEstate } from './generate/estate.ts';
import { aBucket, aKey, anAddress, anEstate, anImage, anInstance, aRole, aSnapshot, aUser, aVolume, attachedTo } from './make.ts';
import { defaultRegions } from './regions.ts';
import { plantedRules, plantedTruth } from './truth.ts';

const now = new Date('2026-07-01T12:00:00Z');
const account = '123456789012';
const ago = (days: number): string => new Date(now.getTime() - days * 86_400_000).toISOString();
const all = (estate: Estate): unknown => {
  const { buckets, users, roles, regions } = accountOf(estate, account);
  return { buckets, users, roles, regions };
};

it('is the same for the same seed and another for another', () => {
  const make = (seed: number): string => JSON.stringify(all(generateEstate({ seed, resources: 300, now })));
  expect(make(7)).toBe(make(7));
  expect(make(7)).not.toBe(make(8));
});

it.each([100, 476, 6180, 50_000])('of %i resources has about as many, in several regions, with something for every rule', (resources) => {
  const estate = generateEstate({ resources, now });
  const { users, roles, buckets } = { users: listing(accountOf(estate, account), 'users'), roles: listing(accountOf(estate, account), 'roles'), buckets: listing(accountOf(estate, account), 'buckets') };
  const perRegion = defaultRegions.map((name) => {
    const region = regionOf(estate, account, name);
    return (['instances', 'volumes', 'snapshots', 'addresses', 'images'] as const).reduce((sum, key) => sum + listing(region, key).length, 0);
  });
  const total = perRegion.reduce((a, b) => a + b, users.length + roles.length + buckets.length);
  expect(total).toBeGreaterThan(resources * 0.9);
  expect(total).toBeLessThan(resources * 1.1);
  expect(perRegion.filter((count) => count === 0).length).toBeGreaterThan(3);
  const truth = plantedTruth(estate, now);
  for (const rule of plantedRules) expect(truth[rule].length, rule).toBeGreaterThan(0);
});

it('joins instances, volumes and addresses both ways, with every uid once', () => {
  const estate = generateEstate({ resources: 5000, now });
  const uids = new Set<string>();
  let things = 0;
  for (const name of defaultRegions) {
    const { instances, volumes, addresses } = regionOf(estate, account, name);
    const byInstance = new Map(instances.map((instance) => [instance.id, instance]));
    const attached = volumes.filter((volume) => volume.state === 'in-use');
    expect(attached.length).toBe(instances.reduce((sum, instance) => sum + instance.blockDevices.length, 0));
    for (const volume of attached) {
      const { instanceId, device } = volume.attachments[0]!;
      expect(byInstance.get(instanceId)?.blockDevices.find((one) => one.volumeId === volume.id)?.device).toBe(device);
    }
    for (const address of addresses) if (address.instanceId !== undefined) expect(byInstance.get(address.instanceId)?.publicIp).toBe(address.publicIp);
    for (const id of [...byInstance.keys(), ...volumes.map((volume) => volume.id)]) uids.add(id);
    things += instances.length + volumes.length;
  }
  expect(uids.size).toBe(things);
});

it('makes a page of a million resources without making the million', () => {
  const estate = generateEstate({ resources: 1_000_000, now });
  const region = regionOf(estate, account, 'us-east-1');
  expect(listing(region, 'volumes').length).toBeGreaterThan(100_000);
  expect(listing(region, 'volumes').slice(90_000, 90_500)).toHaveLength(500);
  expect(Object.getOwnPropertyDescriptor(region, 'volumes')?.get).toBeDefined();
  expect(lazyLists in region).toBe(true);
});

it('keeps what was changed in a generated list', () => {
  const estate = generateEstate({ resources: 300, now });
  const owner = accountOf(estate, account);
  const before = listing(owner, 'buckets').length;
  owner.buckets.pop();
  expect(listing(owner, 'buckets').length).toBe(before - 1);
  owner.users = [];
  expect([...each(listing(owner, 'users'))]).toEqual([]);
});

it('knows what a perfect scan finds', () => {
  const stopped = (days: number): string => `User initiated (${ago(days).slice(0, 10)} ${ago(days).slice(11, 19)} GMT)`;
  const estate = anEstate({
    regions: {
      'us-east-1': {
        instances: [
          anInstance({ id: 'i-run' }), anInstance({ id: 'i-old', state: 'stopped', stateTransitionReason: stopped(40) }),
          anInstance({ id: 'i-new', state: 'stopped', stateTransitionReason: stopped(1) }), anInstance({ id: 'i-when', state: 'stopped' }),
        ],
        volumes: [
          aVolume({ id: 'vol-free', createdAt: ago(0.1) }), aVolume({ id: 'vol-gp2', type: 'gp2', attachments: attachedTo('i-run') }),
          aVolume({ id: 'vol-young', type: 'gp2', createdAt: ago(2), attachments: attachedTo('i-run') }),
          aVolume({ id: 'vol-old', attachments: attachedTo('i-old') }), aVolume({ id: 'vol-new', attachments: attachedTo('i-new') }), aVolume({ id: 'vol-when', attachments: attachedTo('i-when') }),
        ],
        snapshots: [
          aSnapshot({ id: 'snap-older', volumeId: 'vol-old', startedAt: ago(200) }), aSnapshot({ id: 'snap-newest', volumeId: 'vol-old', startedAt: ago(150) }),
          aSnapshot({ id: 'snap-kept', volumeId: 'vol-old', startedAt: ago(300), tags: { 'aws:dlm:lifecycle-policy-id': 'policy-1' } }),
          aSnapshot({ id: 'snap-orphan', volumeId: 'vol-gone', startedAt: ago(40) }), aSnapshot({ id: 'snap-image', volumeId: 'vol-gone', startedAt: ago(400) }),
        ],
        images: [anImage({ id: 'ami-1', blockDevices: [{ device: '/dev/xvda', snapshotId: 'snap-image', sizeGib: 8, type: 'gp3' }] })],
        addresses: [anAddress({ allocationId: 'eipalloc-free' }), anAddress({ allocationId: 'eipalloc-used', associationId: 'eipassoc-1' })],
      },
    },
    buckets: [aBucket({ name: 'empty' }), aBucket({ name: 'markers', deleteMarkers: 1 })],
    users: [
      aUser({ name: 'neither', createdAt: ago(100) }), aUser({ name: 'fresh', createdAt: ago(10) }),
      aUser({ name: 'active', hasPassword: true, passwordLastUsedAt: ago(5), keys: [aKey({ id: 'AKIA1' }), aKey({ id: 'AKIA2', isActive: false, lastUsedAt: ago(91) })] }),
    ],
    roles: [
      aRole({ name: 'never' }), aRole({ name: 'used', lastUsedAt: ago(3) }), aRole({ name: 'young', createdAt: ago(3) }),
      aRole({ name: 'linked', path: '/aws-service-role/x.amazonaws.com/' }), aRole({ name: 'sso', path: '/aws-reserved/sso.amazonaws.com/' }),
    ],
  });
  const ec2 = `arn:aws:ec2:us-east-1:${account}`;
  const iam = `arn:aws:iam::${account}`;
  expect(plantedTruth(estate, now)).toEqual({
    'aws-ec2-stopped': [`${ec2}:instance/i-old`, `${ec2}:instance/i-new`, `${ec2}:instance/i-when`],
    'aws-ebs-unattached': [`${ec2}:volume/vol-free`],
    'aws-ebs-gp2': [`${ec2}:volume/vol-gp2`],
    'aws-ebs-on-stopped': [`${ec2}:volume/vol-old`],
    'aws-snapshot-orphan': [`${ec2}:snapshot/snap-orphan`],
    'aws-snapshot-old': [`${ec2}:snapshot/snap-older`],
    'aws-eip-unassociated': [`${ec2}:elastic-ip/eipalloc-free`],
    'aws-s3-empty': ['arn:aws:s3:::empty'],
    'aws-iam-user-unused': [`${iam}:user/neither`],
    'aws-iam-role-unused': [`${iam}:role/never`],
    'aws-iam-key-unused-active': [`${iam}:user/active/access-key/AKIA1`],
    'aws-iam-key-unused-inactive': [`${iam}:user/active/access-key/AKIA2`],
  });
});
