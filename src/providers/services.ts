import type { Provider } from '../core/resource.ts';
import { awsTypesWith } from './index.ts';

type Cloud = Exclude<Provider, 'files'>;
export const clouds: readonly Cloud[] = ['aws', 'azure', 'gcp'];

/** Service keys by which extractions are asked for; of AWS those besides whose types are declared. */
const named: Readonly<Record<Cloud, readonly string[]>> = {
  aws: [],
  azure: ['authorization', 'compute', 'containerservice', 'keyvault', 'network', 'sql', 'storage', 'web'],
  gcp: [
    'armor', 'bigquery', 'bigtable', 'billing', 'cloudbuild', 'cloudrun', 'compute', 'dataflow', 'dataproc', 'dns', 'filestore', 'firestore', 'functions', 'iam', 'iap', 'interconnect', 'kubernetes',
    'loadbalancer', 'logging', 'memorystore', 'monitoring', 'networking', 'pubsub', 'resource_manager', 'scheduler', 'spanner', 'storage', 'tasks',
  ],
};

/** Older names of services. */
const aliases: Readonly<Record<string, string>> = { lambda_extractor: 'lambda' };

/** The services of a cloud by their keys, with those of the generic types that `AWS_GENERIC_TYPES` names. */
export function servicesOf(cloud: Cloud, generic: readonly string[]): string[] {
  const declared = cloud === 'aws' ? [...awsTypesWith(generic).values()].map(({ service }) => service) : [];
  return [...new Set([...declared, ...named[cloud]])].sort();
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
