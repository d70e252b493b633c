import { type AccountEstate, accountOf, type Bucket, type Estate } from './estate.ts';
import type { Identities, Identity } from './identity.ts';
import type { Lookup } from './lookup.ts';
import type { Parsed } from './request.ts';

/** All that the services answer from. */
export interface World {
  estate: Estate;
  regions: readonly string[];
  identities: Identities;
  lookup: Lookup;
  /** Credential reports asked for, by account: `started` until asked again. */
  reports: Map<string, { state: 'started' | 'complete'; madeAt: Date }>;
  now: () => Date;
}

/** One request with what it is about. */
export interface Call extends Parsed {
  world: World;
  identity: Identity;
  account: string;
  /** The S3 bucket it names, where the account has it. */
  foundBucket: Bucket | undefined;
  isLooping: boolean;
}

export const estateOf = (call: Call): AccountEstate => accountOf(call.world.estate, call.account);
