import type { ClusterConfig, DomainStatus, Tag } from '@aws-sdk/client-opensearch';
import { z } from 'zod';
import { type AwsListContext, defineAwsResource, detailOf, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns } from '../ec2/arns.ts';
import { keyUid } from '../kms/key-uid.ts';
import { chunksOf, readEach } from '../read-each.ts';

interface DomainWithTags {
  domain: Partial<DomainStatus>;
  tags?: Tag[];
}

/** AWS describes no more of them at once. */
const mostDescribed = 5;

export const awsOpensearchDomain = defineAwsResource({
  id: 'aws:opensearch:domain',
  title: 'OpenSearch domain',
  plural: 'OpenSearch domains',
  nativeType: 'AWS::OpenSearchService::Domain',
  locality: 'regional',
  permissions: ['es:ListDomainNames', 'es:DescribeDomains', 'es:ListTags'],
  reads: 'Engine, nodes of each role, volumes, network and encryption of each OpenSearch and Elasticsearch domain; with details also tags. Documents are never read.',
  chain: 2,

  attributes: z.object({
    domain_name: z.string(),
    status: z.string().nullable().describe('Active, Creating, Modifying, Deleting, …'),
    engine_version: z.string().nullable().describe('OpenSearch_2.19, Elasticsearch_7.10, …'),
    endpoint: z.string().nullable(),
    nodes: z.array(z.object({ role: z.string(), instance_type: z.string().nullable(), count: z.int().nullable() })).describe('By role: data, master, warm, coordinator'),
    volume_type: z.string().nullable().describe('Null: data nodes have no EBS volume'),
    volume_gib: z.number().nullable().describe('Of each data node'),
    vpc_id: z.string().nullable().describe('Null: reached from the Internet'),
    subnet_ids: z.array(z.string()),
    security_group_ids: z.array(z.string()),
    encrypted_at_rest: z.boolean(),
    encrypted_between_nodes: z.boolean(),
    enforces_https: z.boolean(),
    kms_key_uid: z.string().nullable(),
    fine_grained_access: z.boolean(),
  }),

  async *list(context) {
    const { OpenSearchClient, ListDomainNamesCommand, DescribeDomainsCommand } = await import('@aws-sdk/client-opensearch');
    const client = context.client(OpenSearchClient);
    const names = ((await client.send(new ListDomainNamesCommand({}))).DomainNames ?? []).flatMap(({ DomainName }) => DomainName ?? []);
    const read = async (DomainNames: string[]): Promise<DomainWithTags[]> => {
      const found = (await client.send(new DescribeDomainsCommand({ DomainNames }))).DomainStatusList ?? [];
      // One that was listed and is not described is still there.
      return DomainNames.map((DomainName) => ({ domain: found.find((one) => one.DomainName === DomainName) ?? { DomainName } }));
    };
    for await (const domains of readEach(chunksOf(names, mostDescribed), context, { read })) yield* domains;
  },

  normalise: ({ domain, tags }: DomainWithTags, { arn }) => {
    const name = domain.DomainName ?? '';
    return {
      uid: domain.ARN ?? arn('es', `domain/${name}`),
      name,
      createdAt: undefined,
      tags: tagsOf(tags),
      attributes: {
        domain_name: name,
        status: statusOf(domain),
        engine_version: domain.EngineVersion ?? null,
        endpoint: domain.Endpoint ?? domain.Endpoints?.['vpc'] ?? null,
        nodes: nodesOf(domain.ClusterConfig),
        volume_type: domain.EBSOptions?.EBSEnabled === true ? (domain.EBSOptions.VolumeType ?? 'unknown') : null,
        volume_gib: domain.EBSOptions?.EBSEnabled === true ? (domain.EBSOptions.VolumeSize ?? null) : null,
        ...careOf(domain),
        kms_key_uid: keyUid(domain.EncryptionAtRestOptions?.KmsKeyId, arn),
      },
    };
  },

  details: { fields: [], bringTags: true, read: async (raw, context) => ({ ...raw, tags: await tagsOfDomain(raw.domain, context) }) },

  relations: ({ uid, attributes }) => [
    ...relationsTo('member-of', [...ec2Arns(uid, 'vpc', attributes.vpc_id), ...ec2Arns(uid, 'subnet', attributes.subnet_ids)]),
    ...relationsTo('uses', ec2Arns(uid, 'security-group', attributes.security_group_ids)),
    ...relationsTo('encrypted-by', attributes.kms_key_uid),
  ],
});

/** AWS tells the state in one word only of late. */
function statusOf({ DomainProcessingStatus: word, Deleted, Created, Processing }: Partial<DomainStatus>): string | null {
  if (word !== undefined) return word;
  if (Deleted === true) return 'Deleting';
  if (Created === undefined) return null;
  return !Created ? 'Creating' : Processing === true ? 'Modifying' : 'Active';
}

function nodesOf(cluster: ClusterConfig | undefined) {
  if (cluster === undefined) return [];
  const others = (cluster.NodeOptions ?? []).filter(({ NodeConfig }) => NodeConfig?.Enabled === true).map(({ NodeType, NodeConfig }) => ({ role: NodeType ?? 'unknown', instance_type: NodeConfig?.Type ?? null, count: NodeConfig?.Count ?? null }));
  return [
    { role: 'data', instance_type: cluster.InstanceType ?? null, count: cluster.InstanceCount ?? null },
    ...(cluster.DedicatedMasterEnabled === true ? [{ role: 'master', instance_type: cluster.DedicatedMasterType ?? null, count: cluster.DedicatedMasterCount ?? null }] : []),
    ...(cluster.WarmEnabled === true ? [{ role: 'warm', instance_type: cluster.WarmType ?? null, count: cluster.WarmCount ?? null }] : []),
    ...others,
  ];
}

const careOf = (domain: Partial<DomainStatus>) => ({
  vpc_id: domain.VPCOptions?.VPCId ?? null,
  subnet_ids: (domain.VPCOptions?.SubnetIds ?? []).toSorted(),
  security_group_ids: (domain.VPCOptions?.SecurityGroupIds ?? []).toSorted(),
  encrypted_at_rest: domain.EncryptionAtRestOptions?.Enabled ?? false,
  encrypted_between_nodes: domain.NodeToNodeEncryptionOptions?.Enabled ?? false,
  enforces_https: domain.DomainEndpointOptions?.EnforceHTTPS ?? false,
  fine_grained_access: domain.AdvancedSecurityOptions?.Enabled ?? false,
});

async function tagsOfDomain({ ARN }: Partial<DomainStatus>, context: AwsListContext): Promise<Tag[]> {
  if (ARN === undefined) return [];
  const { OpenSearchClient, ListTagsCommand } = await import('@aws-sdk/client-opensearch');
  const client = context.client(OpenSearchClient);
  const answer = await detailOf(context, 'opensearch:ListTags', () => client.send(new ListTagsCommand({ ARN })), ['ResourceNotFoundException']);
  return answer?.TagList ?? [];
}
