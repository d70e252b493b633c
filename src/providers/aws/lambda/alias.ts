import type { AliasConfiguration } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { defineAwsResource, relationsTo } from '../define.ts';
import { pages } from '../pages.ts';
import { readEach } from '../read-each.ts';
import { functionsOf, unqualified } from './functions.ts';

export const awsLambdaAlias = defineAwsResource({
  id: 'aws:lambda:alias',
  title: 'Lambda alias',
  plural: 'Lambda aliases',
  nativeType: 'AWS::Lambda::Alias',
  locality: 'regional',
  permissions: ['lambda:ListFunctions', 'lambda:ListAliases'],
  reads: 'The aliases of each function, and the versions that they share their calls between.',
  chain: 2,

  attributes: z.object({
    alias_name: z.string(),
    function_uid: z.string(),
    function_version: z.string().nullable(),
    description: z.string().nullable(),
    additional_version_weights: z.record(z.string(), z.number()).describe('The share of calls by further versions'),
  }),

  async *list(context) {
    const { LambdaClient, paginateListAliases } = await import('@aws-sdk/client-lambda');
    const aliasesOf = async (FunctionName: string): Promise<AliasConfiguration[]> => {
      const found: AliasConfiguration[] = [];
      for await (const page of pages(paginateListAliases({ client: context.client(LambdaClient), pageSize: 50 }, { FunctionName }), ({ NextMarker }) => NextMarker)) found.push(...(page.Aliases ?? []));
      return found;
    };
    const answers = readEach(await functionsOf(context), context, { read: ({ FunctionName = '' }) => aliasesOf(FunctionName), absent: ['ResourceNotFoundException'] });
    for await (const aliases of answers) yield* aliases;
  },

  normalise: (alias: AliasConfiguration) => {
    const uid = alias.AliasArn ?? '';
    const functionUid = unqualified(uid);
    return {
      uid,
      name: `${functionUid.split(':').at(-1) ?? ''}:${alias.Name ?? ''}`,
      tags: {},
      attributes: {
        alias_name: alias.Name ?? '',
        function_uid: functionUid,
        function_version: alias.FunctionVersion ?? null,
        description: alias.Description === undefined || alias.Description === '' ? null : alias.Description,
        additional_version_weights: { ...alias.RoutingConfig?.AdditionalVersionWeights },
      },
    };
  },

  relations: ({ attributes }) => relationsTo('owned-by', attributes.function_uid),
});
