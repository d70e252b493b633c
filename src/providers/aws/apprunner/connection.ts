import type { ConnectionSummary } from '@aws-sdk/client-apprunner';
import { z } from 'zod';
import { defineAwsResource } from '../define.ts';
import { pages } from '../pages.ts';

export const awsApprunnerConnection = defineAwsResource({
  id: 'aws:apprunner:connection',
  title: 'App Runner connection',
  plural: 'App Runner connections',
  nativeType: 'AWS::AppRunner::Connection',
  locality: 'regional',
  permissions: ['apprunner:ListConnections'],
  reads: 'By which connection App Runner reads code, and whether it was completed.',

  attributes: z.object({
    connection_name: z.string(),
    provider_type: z.string().nullable().describe('GITHUB or BITBUCKET'),
    status: z.string().nullable().describe('PENDING_HANDSHAKE: nobody has completed it'),
    created_at: z.string().nullable(),
  }),

  async *list({ client }) {
    const { AppRunnerClient, paginateListConnections } = await import('@aws-sdk/client-apprunner');
    for await (const page of pages(paginateListConnections({ client: client(AppRunnerClient), pageSize: 100 }, {}), ({ NextToken }) => NextToken)) yield* page.ConnectionSummaryList ?? [];
  },

  normalise: (connection: ConnectionSummary, { arn }) => ({
    uid: connection.ConnectionArn ?? arn('apprunner', `connection/${connection.ConnectionName ?? ''}`),
    name: connection.ConnectionName ?? '',
    createdAt: connection.CreatedAt,
    tags: {},
    attributes: { connection_name: connection.ConnectionName ?? '', provider_type: connection.ProviderType ?? null, status: connection.Status ?? null, created_at: connection.CreatedAt?.toISOString() ?? null },
  }),
});
