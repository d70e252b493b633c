import { leastPrivilegePolicy, mostOfManagedPolicy } from '../../providers/aws/policy.ts';
import { leastPrivilegeRole } from '../../providers/azure/role.ts';
import { awsTypesWith, azureResourceTypes } from '../../providers/index.ts';
import type { Context } from '../context.ts';
import { couldNotRun, type ExitCode, exitCodes } from '../fault.ts';

export const permissionProviders = ['aws', 'azure', 'gcp'] as const;

/** The policy or role that a scan needs, from what the resource types declare. It is JSON with and without `--json`. */
export async function permissions(context: Context, provider: (typeof permissionProviders)[number]): Promise<ExitCode> {
  if (provider === 'azure') return azurePermissions(context);
  if (provider !== 'aws') throw couldNotRun(`The provider ${provider} is not built yet, so there are no permissions to grant. AWS is: \`roundsman permissions aws\`.`);
  const generic = (await context.config()).value<string[]>('AWS_GENERIC_TYPES');
  const policy = leastPrivilegePolicy(awsTypesWith(generic).values());
  context.json(policy);
  if (JSON.stringify(policy).length > mostOfManagedPolicy) context.remark(`A managed policy holds ${mostOfManagedPolicy} characters, and this one has more: make one policy of each half of its statements and actions, or name fewer types in AWS_GENERIC_TYPES.`);
  if (context.terminal.isErrTerminal && !context.isJson) context.remark('Read-only. pricing:GetProducts is optional: without it, savings are estimates from the shipped prices.');
  return exitCodes.done;
}

function azurePermissions(context: Context): ExitCode {
  const { role, directoryPermissions } = leastPrivilegeRole(azureResourceTypes.values());
  context.json(role);
  if (context.terminal.isErrTerminal && !context.isJson) context.remark(`Read-only. Of Microsoft Graph the application needs ${directoryPermissions.join(', ')}. Resources of types without a reader of their own need the role Reader instead.`);
  return exitCodes.done;
}
