import type { z } from 'zod';
import type { Attributes, Relation, Resource } from './resource.ts';

/** What a normaliser answers; account, region, type and provider are known to the caller. */
export interface Normalised<A> {
  uid: string;
  name: string;
  /** Only where it differs from the target's region, e.g. a bucket listed by a global call. */
  region?: string;
  createdAt?: Date | undefined;
  tags: Record<string, string>;
  attributes: A;
}

/** Above the ordinary accounts: what belongs to a whole organisation, tenant or payer. Its ids begin with the words in `kindOfAccount`. */
export type AccountKind = 'ordinary' | 'organization' | 'folder' | 'billing-account' | 'tenant';

/** A declared kind of thing. Provider packages extend this with how it is listed. */
export interface ResourceType {
  id: string;
  title: string;
  /** Plural words for headings: `EBS volumes`. */
  plural: string;
  service: string;
  /** The provider's own word, for exports. */
  nativeType: string;
  locality: 'regional' | 'global';
  permissions: readonly string[];
  /** What kind of account it is listed in; left out: the ordinary one (AWS account, Azure subscription, GCP project). */
  accountKind?: AccountKind;
  /** Targets of one run with the same word here are read in one visit, because one call answers for all of them. */
  together?(account: string): string | undefined;
  attributes: z.ZodObject;
  relations(resource: { uid: string; attributes: Attributes }): Relation[];
  /** One sentence for the reference: what a scan reads of it. */
  reads: string;
}

export type AnyResource = Resource;

const kindByPrefix: readonly [prefix: string, kind: AccountKind][] = [['organizations/', 'organization'], ['folders/', 'folder'], ['billingAccounts/', 'billing-account'], ['tenants/', 'tenant']];

/** The kind of an account by its id: `organizations/123` is one, a project or subscription has no prefix. */
export const kindOfAccount = (id: string): AccountKind => kindByPrefix.find(([prefix]) => id.startsWith(prefix))?.[1] ?? 'ordinary';
