import type { Provider } from '../core/resource.ts';
import { typesOfProvider } from './index.ts';

type Cloud = Exclude<Provider, 'files'>;
export const clouds: readonly Cloud[] = ['aws', 'azure', 'gcp'];

/** Older names of services, and the names by which extractions have always been asked for them. */
const aliases: Readonly<Record<string, string>> = { lambda_extractor: 'lambda', cloudrun: 'run', resource_manager: 'resourcemanager' };

/** The services of a cloud by their keys, of AWS with those of the generic types that `AWS_GENERIC_TYPES` names. */
export function servicesOf(cloud: Cloud, generic: readonly string[]): string[] {
  return [...new Set(typesOfProvider(cloud, generic).map(({ service }) => service))].sort();
}

/** A service key as it is called now, with the clouds that have it; undefined where there is no such service. A key that several clouds share means all of them. */
export function serviceNamed(key: string, generic: readonly string[]): { name: string; clouds: Cloud[] } | undefined {
  const name = aliases[key.toLowerCase()] ?? key.toLowerCase();
  const having = clouds.filter((cloud) => servicesOf(cloud, generic).includes(name));
  return having.length === 0 ? undefined : { name, clouds: having };
}

/** Older or double names of types, as filters and other programs still say them. */
const typeAliases: readonly [from: RegExp, to: string][] = [
  [/^aws:vpc:security-group$/, 'aws:ec2:security-group'],
  [/^gcp:networking:backend-service$/, 'gcp:loadbalancer:backendservice'],
  [/^azure:web:app-service$/, 'azure:web:web-app'],
  [/^azure:storage:storage-account$/, 'azure:storage:account'],
  [/^gcp:cloudrun:/, 'gcp:run:'],
  [/^gcp:iam:run-service$/, 'gcp:run:service'],
  [/^gcp:iam:sql-instance$/, 'gcp:sql:instance'],
];

/** A type as it is called now. */
export const typeNamed = (id: string): string => typeAliases.reduce((name, [from, to]) => name.replace(from, to), id);
