import type { ResourceType } from '../core/resource-type.ts';
import type { Provider } from '../core/resource.ts';
import type { AwsResourceType } from './aws/define.ts';
import type { AzureResourceType } from './azure/define.ts';
import type { GcpResourceType } from './gcp/define.ts';
import { genericTable, genericTypesOf } from './aws/generic/select.ts';
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

/** A type as runs are planned with it; `chain`: of the longest chain of calls, for starting long ones first. */
export type PlannedType = ResourceType & { chain?: number };

const isAws = (unit: Unit): unit is Extract<Unit, AwsResourceType> => unit.id.startsWith('aws:');

/** Every declared resource type by its id. */
export const resourceTypes: ReadonlyMap<string, ResourceType> = indexById<ResourceType>(Object.values(units));

/** Those of AWS alone: a scan of a cloud lists them. */
export const awsResourceTypes: ReadonlyMap<string, AwsResourceType> = indexById<AwsResourceType>(Object.values<Unit>(units).filter(isAws));

/** Those of AWS with the generic ones that `AWS_GENERIC_TYPES` names. They are listed by extractions, never by a scan. */
export function awsTypesWith(generic: readonly string[]): ReadonlyMap<string, AwsResourceType> {
  const units = [...awsResourceTypes.values()];
  return indexById<AwsResourceType>([...units, ...genericTypesOf(generic, units)]);
}

/** Those of Azure alone. */
export const azureResourceTypes: ReadonlyMap<string, AzureResourceType> = indexById<AzureResourceType>((Object.values(units) as ResourceType[]).filter(({ id }) => id.startsWith('azure:')) as AzureResourceType[]);

/** Those of Google Cloud alone. */
export const gcpResourceTypes: ReadonlyMap<string, GcpResourceType> = indexById<GcpResourceType>((Object.values(units) as ResourceType[]).filter(({ id }) => id.startsWith('gcp:')) as GcpResourceType[]);

/** All types of a cloud; of AWS with the generic ones that `AWS_GENERIC_TYPES` names. */
export function typesOfProvider(provider: Provider, generic: readonly string[]): PlannedType[] {
  if (provider === 'aws') return [...awsTypesWith(generic).values()];
  if (provider === 'azure') return [...azureResourceTypes.values()];
  return provider === 'gcp' ? [...gcpResourceTypes.values()] : [];
}

/** What is known of a type by its id, also where only the table of generic types has it. */
export const knownTypes: ReadonlyMap<string, ResourceType> = indexById<ResourceType>([...resourceTypes.values(), ...[...genericTable.values()].filter(({ id }) => !resourceTypes.has(id))]);
