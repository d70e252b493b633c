import type { FunctionConfiguration, GetFunctionCodeSigningConfigResponse, GetFunctionEventInvokeConfigCommandOutput, GetPolicyResponse } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOfRecord } from '../define.ts';
import { isOpenToAnybody, policyDocument } from '../iam/policy-document.ts';
import { functionsOf, isoTime } from './functions.ts';
import { secretNames } from './secret-names.ts';

/** Null where AWS says that there is none, undefined where it could not be read. */
interface FunctionDetails {
  tags: Record<string, string> | null | undefined;
  policy: GetPolicyResponse | null | undefined;
  onEvent: GetFunctionEventInvokeConfigCommandOutput | null | undefined;
  signing: GetFunctionCodeSigningConfigResponse | null | undefined;
}

interface FunctionWithDetails {
  configuration: FunctionConfiguration;
  details?: FunctionDetails;
}

export const awsLambdaFunction = defineAwsResource({
  id: 'aws:lambda:function',
  title: 'Lambda function',
  plural: 'Lambda functions',
  nativeType: 'AWS::Lambda::Function',
  locality: 'regional',
  permissions: ['lambda:ListFunctions', 'lambda:ListTags', 'lambda:GetPolicy', 'lambda:GetFunctionEventInvokeConfig', 'lambda:GetFunctionCodeSigningConfig'],
  reads: 'Runtime, size, role, network, layers and the names of variables of each function; with details also who may call it, where failed events go, and code signing. Values of variables are not kept.',

  attributes: z.object({
    function_name: z.string(),
    description: z.string().nullable(),
    runtime: z.string().nullable().describe('Null for a container image'),
    package_type: z.string(),
    architectures: z.array(z.string()),
    handler: z.string().nullable(),
    memory_mib: z.int().nullable(),
    timeout_seconds: z.int().nullable(),
    ephemeral_storage_mib: z.int().nullable(),
    code_size_bytes: z.int().nullable(),
    code_sha256: z.string().nullable(),
    modified_at: z.string().nullable(),
    role_arn: z.string().nullable(),
    kms_key_uid: z.string().nullable(),
    vpc_id: z.string().nullable(),
    subnet_uids: z.array(z.string()),
    security_group_uids: z.array(z.string()),
    layer_version_arns: z.array(z.string()),
    file_system_arns: z.array(z.string()),
    dead_letter_uid: z.string().nullable(),
    log_group_uid: z.string().nullable(),
    tracing_mode: z.string().nullable().describe('Active or PassThrough'),
    environment_names: z.array(z.string()).describe('Names of variables; values are never kept'),
    secret_environment_names: z.array(z.string()).describe('Variables whose value is a secret by its look'),
    is_public: z.boolean().nullable().describe('Its policy lets anybody call it, without a condition'),
    policy: z.json().describe('Who may call it, as data'),
    failure_destination_uid: z.string().nullable(),
    code_signing_config_uid: z.string().nullable(),
  }),

  async *list(context) {
    for (const configuration of await functionsOf(context)) yield { configuration };
  },

  normalise: ({ configuration, details }: FunctionWithDetails, { arn }) => {
    const { FunctionName: name = '', Environment, VpcConfig } = configuration;
    const variables = Object.entries(Environment?.Variables ?? {});
    const logGroup = configuration.LoggingConfig?.LogGroup;
    const policy = policyDocument(details?.policy?.Policy);
    return {
      uid: configuration.FunctionArn ?? arn('lambda', `function:${name}`),
      name,
      tags: tagsOfRecord(details?.tags ?? undefined),
      attributes: {
        function_name: name,
        description: text(configuration.Description),
        runtime: configuration.Runtime ?? null,
        package_type: configuration.PackageType ?? 'Zip',
        architectures: [...(configuration.Architectures ?? [])].sort(),
        handler: text(configuration.Handler),
        memory_mib: configuration.MemorySize ?? null,
        timeout_seconds: configuration.Timeout ?? null,
        ephemeral_storage_mib: configuration.EphemeralStorage?.Size ?? null,
        code_size_bytes: configuration.CodeSize ?? null,
        code_sha256: configuration.CodeSha256 ?? null,
        modified_at: isoTime(configuration.LastModified),
        role_arn: text(configuration.Role),
        kms_key_uid: text(configuration.KMSKeyArn),
        vpc_id: text(VpcConfig?.VpcId),
        subnet_uids: (VpcConfig?.SubnetIds ?? []).map((id) => arn('ec2', `subnet/${id}`)).sort(),
        security_group_uids: (VpcConfig?.SecurityGroupIds ?? []).map((id) => arn('ec2', `security-group/${id}`)).sort(),
        layer_version_arns: (configuration.Layers ?? []).flatMap(({ Arn }) => Arn ?? []).sort(),
        file_system_arns: (configuration.FileSystemConfigs ?? []).flatMap(({ Arn }) => Arn ?? []).sort(),
        dead_letter_uid: text(configuration.DeadLetterConfig?.TargetArn),
        log_group_uid: logGroup === undefined ? null : arn('logs', `log-group:${logGroup}`),
        tracing_mode: configuration.TracingConfig?.Mode ?? null,
        environment_names: variables.map(([key]) => key).sort(),
        secret_environment_names: secretNames(variables),
        is_public: details?.policy === undefined ? null : isOpenToAnybody(policy),
        policy,
        failure_destination_uid: text(details?.onEvent?.DestinationConfig?.OnFailure?.Destination),
        code_signing_config_uid: text(details?.signing?.CodeSigningConfigArn),
      },
    };
  },

  details: {
    fields: ['is_public', 'policy', 'failure_destination_uid', 'code_signing_config_uid'],
    bringTags: true,
    read: async (raw, context) => ({ ...raw, details: await detailsOf(raw.configuration, context) }),
  },

  relations: ({ attributes }) => [
    ...relationsTo('assumes', attributes.role_arn),
    ...relationsTo('member-of', attributes.subnet_uids),
    ...relationsTo('uses', [...attributes.security_group_uids, ...attributes.layer_version_arns.map(layerOf), ...attributes.file_system_arns, attributes.code_signing_config_uid]),
    ...relationsTo('encrypted-by', attributes.kms_key_uid),
    ...relationsTo('routes-to', [attributes.dead_letter_uid, attributes.failure_destination_uid]),
    ...relationsTo('logs-to', attributes.log_group_uid),
  ],
});

const text = (value: string | undefined): string | null => (value === undefined || value === '' ? null : value);

/** A function names the version of a layer; the layer is the thing. */
const layerOf = (versionArn: string): string => versionArn.replace(/:\d+$/, '');

async function detailsOf({ FunctionName, FunctionArn, PackageType }: FunctionConfiguration, context: AwsListContext): Promise<FunctionDetails> {
  const lambda = await import('@aws-sdk/client-lambda');
  const client = context.client(lambda.LambdaClient);
  const detail = <Answer>(operation: string, ask: () => Promise<Answer>) => detailOf(context, `lambda:${operation}`, ask, ['ResourceNotFoundException']);
  const [tags, policy, onEvent, signing] = await Promise.all([
    detail('ListTags', async () => (await client.send(new lambda.ListTagsCommand({ Resource: FunctionArn }))).Tags ?? {}),
    detail('GetPolicy', () => client.send(new lambda.GetPolicyCommand({ FunctionName }))),
    detail('GetFunctionEventInvokeConfig', () => client.send(new lambda.GetFunctionEventInvokeConfigCommand({ FunctionName }))),
    // Images are signed otherwise.
    PackageType === 'Image' ? null : detail('GetFunctionCodeSigningConfig', () => client.send(new lambda.GetFunctionCodeSigningConfigCommand({ FunctionName }))),
  ]);
  return { tags, policy, onEvent, signing };
}
