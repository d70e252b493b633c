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
  attributes: z.ZodObject;
  relations(resource: { uid: string; attributes: Attributes }): Relation[];
  /** One sentence for the reference: what a scan reads of it. */
  reads: string;
}

export type AnyResource = Resource;
