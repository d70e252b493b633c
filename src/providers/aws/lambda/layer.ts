import type { GetLayerVersionPolicyResponse, LayersListItem } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { defineAwsResource, detailOf } from '../define.ts';
import { isOpenToAnybody, policyDocument } from '../iam/policy-document.ts';
import { pages } from '../pages.ts';
import { isoTime } from './functions.ts';

interface LayerWithPolicy {
  layer: LayersListItem;
  /** Null where there is none, undefined where nothing has read it. */
  policy?: GetLayerVersionPolicyResponse | null | undefined;
}

export const awsLambdaLayer = defineAwsResource({
  id: 'aws:lambda:layer',
  title: 'Lambda layer',
  plural: 'Lambda layers',
  nativeType: 'AWS::Lambda::LayerVersion',
  locality: 'regional',
  permissions: ['lambda:ListLayers', 'lambda:GetLayerVersionPolicy'],
  reads: 'The latest version of each layer: runtimes, age and, with details, who may use it.',

  attributes: z.object({
    layer_name: z.string(),
    latest_version: z.int().nullable(),
    latest_version_arn: z.string().nullable(),
    latest_version_created_at: z.string().nullable(),
    description: z.string().nullable(),
    license: z.string().nullable(),
    compatible_runtimes: z.array(z.string()),
    compatible_architectures: z.array(z.string()),
    is_public: z.boolean().nullable().describe('Anybody may use the latest version'),
    policy: z.json().describe('Who may use the latest version, as data'),
  }),

  async *list({ client }) {
    const { LambdaClient, paginateListLayers } = await import('@aws-sdk/client-lambda');
    for await (const page of pages(paginateListLayers({ client: client(LambdaClient), pageSize: 50 }, {}), ({ NextMarker }) => NextMarker)) {
      for (const layer of page.Layers ?? []) yield { layer };
    }
  },

  normalise: ({ layer, policy }: LayerWithPolicy, { arn }) => {
    const { LayerName: name = '', LatestMatchingVersion: latest } = layer;
    const document = policyDocument(policy?.Policy);
    return {
      uid: layer.LayerArn ?? arn('lambda', `layer:${name}`),
      name,
      tags: {},
      attributes: {
        layer_name: name,
        latest_version: latest?.Version ?? null,
        latest_version_arn: latest?.LayerVersionArn ?? null,
        latest_version_created_at: isoTime(latest?.CreatedDate),
        description: latest?.Description ?? null,
        license: latest?.LicenseInfo ?? null,
        compatible_runtimes: [...(latest?.CompatibleRuntimes ?? [])].sort(),
        compatible_architectures: [...(latest?.CompatibleArchitectures ?? [])].sort(),
        is_public: policy === undefined ? null : isOpenToAnybody(document),
        policy: document,
      },
    };
  },

  details: {
    fields: ['is_public', 'policy'],
    async read(raw, context) {
      const { LambdaClient, GetLayerVersionPolicyCommand } = await import('@aws-sdk/client-lambda');
      const of = { LayerName: raw.layer.LayerName, VersionNumber: raw.layer.LatestMatchingVersion?.Version };
      return { ...raw, policy: await detailOf(context, 'lambda:GetLayerVersionPolicy', () => context.client(LambdaClient).send(new GetLayerVersionPolicyCommand(of)), ['ResourceNotFoundException']) };
    },
  },
});
