import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';
import { functionsOf, isoTime, unqualified } from './functions.ts';

export const awsLambdaFunctionUrlConfig = defineAwsResource({
  id: 'aws:lambda:function-url-config',
  title: 'Lambda function URL',
  plural: 'Lambda function URLs',
  nativeType: 'AWS::Lambda::Url',
  locality: 'regional',
  permissions: ['lambda:ListFunctions', 'lambda:ListFunctionUrlConfigs'],
  reads: 'The web address of each function that has one, whether it asks who calls, and which sites may.',
  chain: 2,

  attributes: z.object({
    function_url: z.string().nullable(),
    function_uid: z.string(),
    alias: z.string().nullable(),
    auth_type: z.string().nullable().describe('NONE: anybody may call it'),
    invoke_mode: z.string().nullable(),
    modified_at: z.string().nullable(),
    cors_allow_origins: z.array(z.string()),
    cors_allow_credentials: z.boolean(),
  }),

  async *list(context) {
    const { LambdaClient, paginateListFunctionUrlConfigs } = await import('@aws-sdk/client-lambda');
    const urlsOf = async (FunctionName: string): Promise<FunctionUrlConfig[]> => {
      const found: FunctionUrlConfig[] = [];
      for await (const page of pages(paginateListFunctionUrlConfigs({ client: context.client(LambdaClient), pageSize: 50 }, { FunctionName }), ({ NextMarker }) => NextMarker)) found.push(...(page.FunctionUrlConfigs ?? []));
      return found;
    };
    const answers = readEach(await functionsOf(context), context, { read: ({ FunctionName = '' }) => urlsOf(FunctionName), absent: ['ResourceNotFoundException'] });
    for await (const urls of answers) yield* urls;
  },

  normalise: (config: FunctionUrlConfig) => {
    const functionArn = config.FunctionArn ?? '';
    const created = isoTime(config.CreationTime);
    return {
      uid: `${functionArn}/url-config`,
      name: `${functionArn.split(':').slice(6).join(':')} · URL`,
      createdAt: created === null ? undefined : new Date(created),
      tags: {},
      attributes: {
        function_url: config.FunctionUrl ?? null,
        function_uid: unqualified(functionArn),
        alias: functionArn.split(':')[7] ?? null,
        auth_type: config.AuthType ?? null,
        invoke_mode: config.InvokeMode ?? null,
        modified_at: isoTime(config.LastModifiedTime),
        cors_allow_origins: [...(config.Cors?.AllowOrigins ?? [])].sort(),
        cors_allow_credentials: config.Cors?.AllowCredentials ?? false,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('targets', attributes.function_uid),
});
