import type { z } from 'zod';
import type { AppError } from '../../core/errors.ts';
import type { Attributes, Relation } from '../../core/resource.ts';
import type { Normalised, ResourceType } from '../../core/resource-type.ts';
import type { Details } from '../resources-of.ts';
import { kindOf, toAppError } from './errors.ts';

export { relationsTo } from '../../core/resource.ts';

/** What a unit may use to list: paced clients, and answers that several types share. */
export interface AwsListContext {
  account: string;
  region: string;
  partition: string;
  signal: AbortSignal;
  /** A client of the class for this account; its calls are paced, repeated and counted. */
  client: <Client>(make: new (configuration: AwsClientConfiguration) => Client, region?: string) => Client;
  /** One answer for all units of this run that ask with the same key in this account and region. */
  shared: <Answer>(key: string, ask: () => Promise<Answer>) => Promise<Answer>;
  /** Notes that a detail could not be read; the target ends `partial`, what was listed is kept. */
  gap: (error: AppError) => void;
  now: Date;
}

export type AwsClientConfiguration = Record<string, unknown>;

export interface AwsNormaliseContext {
  account: string;
  region: string;
  partition: string;
  /** `arn('ec2', 'volume/vol-1')` in the target's account and region; a region may be given. */
  arn: (service: string, rest: string, region?: string) => string;
}

export interface AwsResourceType extends ResourceType {
  /** Of the longest chain of calls, for starting long ones first. */
  chain: number;
  details: Details<Attributes, unknown, AwsListContext> | undefined;
  list(context: AwsListContext): AsyncIterable<unknown>;
  normalise(raw: unknown, context: AwsNormaliseContext): Normalised<Attributes>;
}

type Definition<Id extends `aws:${string}:${string}`, Schema extends z.ZodObject, Raw> = {
  id: Id;
  title: string;
  plural: string;
  nativeType: string;
  locality: 'regional' | 'global';
  permissions: readonly string[];
  reads: string;
  chain?: number;
  attributes: Schema;
  list(context: AwsListContext): AsyncIterable<Raw>;
  normalise(raw: Raw, context: AwsNormaliseContext): Normalised<z.infer<Schema>>;
  details?: Details<z.infer<Schema>, Raw, AwsListContext>;
  relations?(resource: { uid: string; attributes: z.infer<Schema> }): Relation[];
};

/** Declares an AWS resource type; the generic parameters tie the raw answer, the attributes and the relations together. */
export function defineAwsResource<const Id extends `aws:${string}:${string}`, Schema extends z.ZodObject, Raw>(
  definition: Definition<Id, Schema, Raw>,
): AwsResourceType & { id: Id; attributes: Schema } {
  return {
    chain: 1,
    details: undefined,
    ...definition,
    service: definition.id.split(':')[1] ?? '',
    relations: definition.relations === undefined ? () => [] : (resource) => definition.relations?.(resource as { uid: string; attributes: z.infer<Schema> }) ?? [],
  } as AwsResourceType & { id: Id; attributes: Schema };
}

/** AWS's list of tags as a record; the later of two equal keys wins. */
export function tagsOf(tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined): Record<string, string> {
  const record: Record<string, string> = {};
  for (const { Key, Value } of tags ?? []) if (Key !== undefined) record[Key] = Value ?? '';
  return record;
}

/** The same for a record of tags, as the newer services write them. */
export function tagsOfRecord(tags: Record<string, string | undefined> | undefined): Record<string, string> {
  return Object.fromEntries(Object.entries(tags ?? {}).map(([key, value]) => [key, value ?? '']));
}

/** An answer, null where AWS says by one of the `absent` codes that there is none, undefined where it could not be read (noted as a gap). */
export async function detailOf<Answer>(context: AwsListContext, call: string, ask: () => Promise<Answer>, absent: readonly string[] = []): Promise<Answer | null | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (context.signal.aborted || kindOf(error) === 'credentials') throw error;
    const { name = '', Code = name } = error as { name?: string; Code?: string };
    if (absent.includes(name) || absent.includes(Code)) return null;
    context.gap(toAppError(error, call, context.region));
    return undefined;
  }
}
