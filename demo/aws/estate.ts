/**
 * What the simulated clouds hold. Times are ISO 8601 text, as they go over the wire; a test writes such an estate by
 * hand (see make.ts), a generator computes one of any size from a seed (generate/).
 */
export interface Estate {
  accounts: Record<string, AccountEstate>;
}

export interface AccountEstate {
  regions: Record<string, RegionEstate>;
  buckets: Bucket[];
  users: User[];
  roles: Role[];
}

export interface RegionEstate {
  instances: Instance[];
  volumes: Volume[];
  snapshots: Snapshot[];
  addresses: Address[];
  images: Image[];
}

export type Tags = Record<string, string>;
export type InstanceState = 'pending' | 'running' | 'shutting-down' | 'terminated' | 'stopping' | 'stopped';

export interface Instance {
  id: string;
  state: InstanceState;
  /** Empty while nothing ever stopped it, and for some stops: AWS does not always say. */
  stateTransitionReason: string;
  launchedAt: string;
  type: string;
  platformDetails: string;
  architecture: string;
  imageId: string;
  availabilityZone: string;
  vpcId: string;
  subnetId: string;
  privateIp: string;
  publicIp?: string | undefined;
  securityGroups: { id: string; name: string }[];
  keyName?: string | undefined;
  instanceProfileArn?: string | undefined;
  metadataTokens: 'required' | 'optional';
  blockDevices: BlockDevice[];
  tags: Tags;
}

export interface BlockDevice {
  device: string;
  volumeId: string;
  attachedAt: string;
  deleteOnTermination: boolean;
}

export interface Volume {
  id: string;
  sizeGib: number;
  type: string;
  iops?: number | undefined;
  throughput?: number | undefined;
  encrypted: boolean;
  kmsKeyId?: string | undefined;
  state: 'creating' | 'available' | 'in-use' | 'deleting' | 'error';
  createdAt: string;
  availabilityZone: string;
  snapshotId: string;
  attachments: { instanceId: string; device: string; attachedAt: string; deleteOnTermination: boolean }[];
  tags: Tags;
}

export interface Snapshot {
  id: string;
  volumeId: string;
  sizeGib: number;
  startedAt: string;
  state: 'pending' | 'completed' | 'error';
  description: string;
  encrypted: boolean;
  kmsKeyId?: string | undefined;
  storageTier: 'standard' | 'archive';
  tags: Tags;
}

export interface Address {
  allocationId: string;
  publicIp: string;
  associationId?: string | undefined;
  instanceId?: string | undefined;
  networkInterfaceId?: string | undefined;
  tags: Tags;
}

export interface Image {
  id: string;
  name: string;
  createdAt: string;
  architecture: string;
  rootDevice: string;
  blockDevices: { device: string; snapshotId: string; sizeGib: number; type: string }[];
  tags: Tags;
}

export interface Bucket {
  name: string;
  region: string;
  createdAt: string;
  objects: number;
  /** Versions that are no longer current. */
  oldVersions: number;
  deleteMarkers: number;
  tags: Tags;
}

export interface User {
  name: string;
  path: string;
  id: string;
  createdAt: string;
  hasPassword: boolean;
  passwordChangedAt?: string | undefined;
  passwordLastUsedAt?: string | undefined;
  hasMfa: boolean;
  keys: AccessKey[];
  groups: string[];
  policies: string[];
  tags: Tags;
}

export interface AccessKey {
  id: string;
  isActive: boolean;
  createdAt: string;
  lastUsedAt?: string | undefined;
  lastUsedRegion?: string | undefined;
  lastUsedService?: string | undefined;
}

export interface Role {
  name: string;
  path: string;
  id: string;
  createdAt: string;
  /** The trust policy as JSON text, not yet URL-encoded. */
  trustPolicy: string;
  lastUsedAt?: string | undefined;
  lastUsedRegion?: string | undefined;
  policies: string[];
  tags: Tags;
}

/** What a service reads of a list: an array, or one that is computed page by page. */
export interface Listing<T> {
  readonly length: number;
  slice(from: number, to: number): T[];
}

/** A computed list lies here beside the property that would turn it into an array. */
export const lazyLists = Symbol('lazy lists');

/** The list under `key`, computed page by page as long as nobody asked for the array. */
export function listing<O extends object, K extends keyof O>(owner: O, key: K): O[K] extends (infer T)[] ? Listing<T> : never {
  const lazy = (owner as { [lazyLists]?: Partial<Record<K, unknown>> })[lazyLists]?.[key];
  return (lazy ?? owner[key]) as O[K] extends (infer T)[] ? Listing<T> : never;
}

/** All items of a list, at most a thousand in memory at a time. */
export function* each<T>(list: Listing<T>): Generator<T> {
  for (let from = 0; from < list.length; from += 1000) yield* list.slice(from, from + 1000);
}

const noRegion: RegionEstate = { instances: [], volumes: [], snapshots: [], addresses: [], images: [] };
const noAccount: AccountEstate = { regions: {}, buckets: [], users: [], roles: [] };

export const accountOf = (estate: Estate, account: string): AccountEstate => estate.accounts[account] ?? noAccount;
export const regionOf = (estate: Estate, account: string, region: string): RegionEstate =>
  accountOf(estate, account).regions[region] ?? noRegion;

export const userArn = (account: string, user: { path: string; name: string }): string =>
  `arn:aws:iam::${account}:user${user.path}${user.name}`;
export const roleArn = (account: string, role: { path: string; name: string }): string =>
  `arn:aws:iam::${account}:role${role.path}${role.name}`;
