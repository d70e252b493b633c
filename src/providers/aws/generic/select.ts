import type { AwsResourceType } from '../define.ts';
import { genericType } from './generic-type.ts';
import { snakeCase } from './properties.ts';
import { defaultGenericTypes, genericRows, type GenericRow } from './types.ts';

/** The types of the table, by CloudFormation's name. */
export const genericTable: ReadonlyMap<string, AwsResourceType> = new Map(genericRows.map((row) => [row.native, genericType(row)]));

/** Made for names that the table does not have; one for each name, however often it is asked for. */
const strange = new Map<string, AwsResourceType>();

/**
 * The generic types that a list names: `default`, `all`, `none` and names of CloudFormation, known to the table or not.
 * What a unit reads is left to it.
 */
export function genericTypesOf(names: readonly string[], units: readonly AwsResourceType[]): AwsResourceType[] {
  const natives = names.flatMap((name) => (name === 'all' ? [...genericTable.keys()] : name === 'default' ? defaultGenericTypes : name === 'none' ? [] : [name]));
  const isTaken = new Set(units.flatMap(({ id, nativeType }) => [id, nativeType]));
  const types = new Map([...new Set(natives)].map((native) => typeOf(native)).map((type) => [type.id, type]));
  return [...types.values()].filter(({ id, nativeType }) => !isTaken.has(nativeType) && !isTaken.has(id));
}

function typeOf(native: string): AwsResourceType {
  const found = genericTable.get(native) ?? strange.get(native) ?? genericType(rowOf(native));
  if (!genericTable.has(native)) strange.set(native, found);
  return found;
}

/** `AWS::Foo::BarBaz` is `aws:foo:bar-baz`. */
function rowOf(native: string): GenericRow {
  const [, service = '', noun = ''] = native.split('::');
  const words = snakeCase(noun).replaceAll('_', ' ');
  const title = `${service} ${words}`;
  return { id: `aws:${service.toLowerCase()}:${words.replaceAll(' ', '-')}`, native, title, plural: `${title} (all)`, locality: 'regional', permissions: [] };
}
