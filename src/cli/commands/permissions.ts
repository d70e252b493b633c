import { leastPrivilegePolicy, mostOfManagedPolicy } from '../../providers/aws/policy.ts';
import { azureRole, isDirectoryPermission } from '../../providers/azure/policy.ts';
import { gcpRole } from '../../providers/gcp/policy.ts';
import { awsTypesWith, azureResourceTypes, gcpResourceTypes } from '../../providers/index.ts';
import type { Context } from '../context.ts';
import { type ExitCode, exitCodes } from '../fault.ts';

export const permissionProviders = ['aws', 'azure', 'gcp'] as const;

/** The policy or role that a scan needs, from what the resource types declare. It is JSON with and without `--json`. */
export async function permissions(context: Context, provider: (typeof permissionProviders)[number]): Promise<ExitCode> {
  const isForPeople = context.terminal.isErrTerminal && !context.isJson;
  if (provider === 'azure') {
    const types = [...azureResourceTypes.values()];
    const directory = [...new Set(types.flatMap((type) => type.permissions.filter(isDirectoryPermission)))].sort();
    context.json(azureRole(types));
    if (isForPeople) context.remark(`Put your management group or subscription into AssignableScopes, then: az role definition create --role-definition FILE. The built-in role Reader does too. Users and service principals need an application permission of Microsoft Graph besides: ${directory.join(', ')}.`);
    return exitCodes.done;
  }
  if (provider === 'gcp') {
    context.json(gcpRole(gcpResourceTypes.values()));
    if (isForPeople) context.remark('Make it at the organisation: gcloud iam roles create roundsmanReader --organization=NUMBER --file=FILE. The built-in roles cloudasset.viewer, iam.securityReviewer and browser do too.');
    return exitCodes.done;
  }
  const generic = (await context.config()).value<string[]>('AWS_GENERIC_TYPES');
  const policy = leastPrivilegePolicy(awsTypesWith(generic).values());
  context.json(policy);
  if (JSON.stringify(policy).length > mostOfManagedPolicy) context.remark(`A managed policy holds ${mostOfManagedPolicy} characters, and this one has more: make one policy of each half of its statements and actions, or name fewer types in AWS_GENERIC_TYPES.`);
  if (isForPeople) context.remark('Read-only. pricing:GetProducts is optional: without it, savings are estimates from the shipped prices.');
  return exitCodes.done;
}
