import type { ResourceType } from '../core/resource-type.ts';
import type { AwsResourceType } from './aws/define.ts';
import * as units from './registry.generated.ts';

type Unit = (typeof units)[keyof typeof units];

function indexById<Type extends { id: string }>(list: readonly Type[]): ReadonlyMap<string, Type> {
  const map = new Map<string, Type>();
  for (const unit of list) {
    if (map.has(unit.id)) throw new Error(`two resource types are called ${unit.id}`);
    map.set(unit.id, unit);
  }
  return map;
}

const isAws = (unit: Unit): unit is Extract<Unit, AwsResourceType> => unit.id.startsWith('aws:');

/** Every declared resource type by its id. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = indexById<ResourceType>(Object.values(units));

/** Those of AWS alone: a scan of a cloud lists them. */
export const awsResourceTypes: ReadonlyMap<string, AwsResourceType> = indexById<AwsResourceType>(Object.values<Unit>(units).filter(isAws));
