/** The least that an IAM principal needs for scans, in the form that AWS takes. */
export interface PolicyDocument {
  Version: '2012-10-17';
  Statement: { Sid: string; Effect: 'Allow'; Action: string[]; Resource: '*' }[];
}

/** What the connection itself asks: who it is, and which regions the account has. */
const connectionPermissions = ['sts:GetCallerIdentity', 'ec2:DescribeRegions'] as const;
/** Without it, rules that ask how much a thing is used answer unknown. */
const metricPermissions = ['cloudwatch:GetMetricData'] as const;
/** Without it, savings are estimates from the shipped prices. */
const pricePermissions = ['pricing:GetProducts'] as const;

/** More a managed policy cannot hold; spaces do not count. */
export const mostOfManagedPolicy = 6144;

/** What types that are read through Cloud Control have in common. */
const throughCloudControl = 'cloudformation:ListResources';

/** A service of which no more is asked shares a statement: one of its own would take more room than the permissions. */
const fewPermissions = 3;

/**
 * One statement per service over everything that the types declare, sorted, each permission once; what is needed for
 * Cloud Control alone is one statement, and so are the services of which little is asked, so that the usual policy fits
 * into a managed one. A scan looks at all there is, so `Resource` is `*`.
 */
export function leastPrivilegePolicy(types: Iterable<{ permissions: readonly string[] }>): PolicyDocument {
  const all = [...types];
  const actions = new Set<string>([...connectionPermissions, ...metricPermissions, ...pricePermissions, ...all.flatMap(({ permissions }) => permissions)]);
  const ofUnits = new Set(all.filter(({ permissions }) => !permissions.includes(throughCloudControl)).flatMap(({ permissions }) => permissions.map(serviceOf)));
  const own = new Set([...ofUnits, ...[...connectionPermissions, ...metricPermissions, ...pricePermissions].map(serviceOf)]);
  const byService = new Map<string, string[]>();
  for (const action of [...actions].sort()) {
    const service = own.has(serviceOf(action)) ? serviceOf(action) : 'CloudControl';
    byService.set(service, [...(byService.get(service) ?? []), action]);
  }
  const isSmall = ([service, permissions]: [string, string[]]): boolean => service !== 'CloudControl' && permissions.length <= fewPermissions;
  const small = [...byService].filter(isSmall).flatMap(([, permissions]) => permissions);
  const statements: [string, string[]][] = [...[...byService].filter((one) => !isSmall(one)), ['others', small]];
  return {
    Version: '2012-10-17',
    Statement: statements.map(([service, Action]) => ({ Sid: sidOf(service), Effect: 'Allow', Action, Resource: '*' })),
  };
}

const serviceOf = (action: string): string => action.slice(0, action.indexOf(':'));

/** A Sid may hold letters and digits only. */
function sidOf(service: string): string {
  const word = service.replace(/[^a-z0-9]/gi, '');
  return `Roundsman${word.charAt(0).toUpperCase()}${word.slice(1)}`;
}
