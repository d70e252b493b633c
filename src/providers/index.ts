import type { ResourceType } from '../core/resource-type.ts';
import type { AwsResourceType } from './aws/define.ts';
import * as units from './registry.generated.ts';

function indexById<Unit extends { id: string }>(list: readonly Unit[]): ReadonlyMap<string, Unit> {
  const map = new Map<string, Unit>();
  for (const unit of list) {
    if (map.has(unit.id)) throw new Error(`two resource types are called ${unit.id}`);
    map.set(unit.id, unit);
  }
  return map;
}

/** Every declared resource type by its id. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = indexById<ResourceType>(Object.values(units));

export const awsResourceTypes: ReadonlyMap<string, AwsResourceType> = indexById<AwsResourceType>(Object.values(units));
