import type { z } from 'zod';
import type { Relation } from '../../core/resource.ts';
import type { ResourceType } from '../../core/resource-type.ts';

/** What the file system must allow for a type to be seen; nothing beyond reading is ever needed. */
export type FilesPermission = 'read';

export interface FilesResourceType extends ResourceType {
  permissions: readonly FilesPermission[];
}

type Definition<Id extends `files:${string}:${string}`, Schema extends z.ZodObject> = {
  id: Id;
  title: string;
  plural: string;
  permissions: readonly FilesPermission[];
  reads: string;
  attributes: Schema;
  relations?(resource: { uid: string; attributes: z.infer<Schema> }): Relation[];
};

/** Declares a type of file. The engine finds them, so there is nothing here about how they are listed. */
export function defineFilesResource<const Id extends `files:${string}:${string}`, Schema extends z.ZodObject>(
  definition: Definition<Id, Schema>,
): FilesResourceType & { id: Id; attributes: Schema } {
  return {
    ...definition,
    nativeType: 'file',
    // A host has no regions.
    locality: 'global',
    service: definition.id.split(':')[1] ?? '',
    relations: definition.relations === undefined ? () => [] : (resource) => definition.relations?.(resource as { uid: string; attributes: z.infer<Schema> }) ?? [],
  };
}
