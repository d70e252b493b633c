/** Small estates by hand: every function makes one plain thing, what matters to a test is given. */
import type { AccessKey, AccountEstate, Address, Bucket, Estate, Image, Instance, RegionEstate, Role, Snapshot, User, Volume } from './estate.ts';

const longAgo = '2025-01-01T00:00:00.000Z';

export const anEstate = (
  parts: Partial<Omit<AccountEstate, 'regions'>> & { account?: string; regions?: Record<string, Partial<RegionEstate>> } = {},
): Estate => {
  const { account = '123456789012', regions = {}, buckets = [], users = [], roles = [] } = parts;
  const full = Object.entries(regions).map(([name, region]) => [name, { instances: [], volumes: [], snapshots: [], addresses: [], images: [], ...region }]);
  return { accounts: { [account]: { regions: Object.fromEntries(full) as Record<string, RegionEstate>, buckets, users, roles } } };
};

export const anInstance = (parts: Partial<Instance> & { id: string }): Instance => ({
  state: 'running', stateTransitionReason: '', launchedAt: longAgo, type: 't3.micro', platformDetails: 'Linux/UNIX', architecture: 'x86_64',
  imageId: 'ami-0123456789abcdef0', availabilityZone: 'us-east-1a', vpcId: 'vpc-0123456789abcdef0', subnetId: 'subnet-0123456789abcdef0',
  privateIp: '10.0.0.10', securityGroups: [{ id: 'sg-0123456789abcdef0', name: 'default' }], metadataTokens: 'required', blockDevices: [], tags: {}, ...parts,
});

export const aVolume = (parts: Partial<Volume> & { id: string }): Volume => ({
  sizeGib: 8, type: 'gp3', iops: 3000, throughput: 125, encrypted: true, createdAt: longAgo, availabilityZone: 'us-east-1a', snapshotId: '',
  attachments: [], state: (parts.attachments ?? []).length > 0 ? 'in-use' : 'available', tags: {}, ...parts,
});

/** What a volume says of the instance it is attached to. */
export const attachedTo = (instanceId: string): Volume['attachments'] => [{ instanceId, device: '/dev/xvda', attachedAt: longAgo, deleteOnTermination: true }];

export const aSnapshot = (parts: Partial<Snapshot> & { id: string; volumeId: string }): Snapshot => ({
  sizeGib: 8, startedAt: longAgo, state: 'completed', description: '', encrypted: true, storageTier: 'standard', tags: {}, ...parts,
});

export const anAddress = (parts: Partial<Address> & { allocationId: string }): Address => ({ publicIp: '52.0.0.10', tags: {}, ...parts });

export const anImage = (parts: Partial<Image> & { id: string }): Image => ({
  name: parts.id, createdAt: longAgo, architecture: 'x86_64', rootDevice: '/dev/xvda', blockDevices: [], tags: {}, ...parts,
});

export const aBucket = (parts: Partial<Bucket> & { name: string }): Bucket => ({
  region: 'us-east-1', createdAt: longAgo, objects: 0, oldVersions: 0, deleteMarkers: 0, tags: {}, ...parts,
});

export const aUser = (parts: Partial<User> & { name: string }): User => ({
  path: '/', id: 'AIDAQ4EXAMPLEUSERONE', createdAt: longAgo, hasPassword: false, hasMfa: false, keys: [], groups: [], policies: [], tags: {}, ...parts,
});

export const aKey = (parts: Partial<AccessKey> & { id: string }): AccessKey => ({ isActive: true, createdAt: longAgo, ...parts });

export const aRole = (parts: Partial<Role> & { name: string }): Role => ({
  path: '/', id: 'AROAQ4EXAMPLEROLEONE', createdAt: longAgo, policies: [], tags: {},
  trustPolicy: '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}', ...parts,
});
