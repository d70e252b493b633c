import { expect, it } from 'vitest';
import { arnOf, withAnswers } from '../../../../test/aws-services.ts';

const key = arnOf('kms', 'key/k');
const rich = {
  DomainName: 'search', DomainId: '1/search', ARN: arnOf('es', 'domain/search'), Created: true, Deleted: false, Processing: false, DomainProcessingStatus: 'Active', EngineVersion: 'OpenSearch_2.19', Endpoints: { vpc: 'vpc-search.es' },
  ClusterConfig: { InstanceType: 'r6g.large.search', InstanceCount: 3, DedicatedMasterEnabled: true, DedicatedMasterType: 'm6g.large.search', DedicatedMasterCount: 3, WarmEnabled: true, WarmType: 'ultrawarm1.medium.search', WarmCount: 2, NodeOptions: [{ NodeType: 'coordinator', NodeConfig: { Enabled: true, Type: 'c6g.large.search', Count: 2 } }] },
  EBSOptions: { EBSEnabled: true, VolumeType: 'gp3', VolumeSize: 100 }, VPCOptions: { VPCId: 'vpc-1', SubnetIds: ['subnet-2', 'subnet-1'], SecurityGroupIds: ['sg-1'] }, EncryptionAtRestOptions: { Enabled: true, KmsKeyId: key }, NodeToNodeEncryptionOptions: { Enabled: true },
  DomainEndpointOptions: { EnforceHTTPS: true }, AdvancedSecurityOptions: { Enabled: true }, AccessPolicies: '{}',
};
const plain = (DomainName: string, more: object) => ({ DomainName, DomainId: `1/${DomainName}`, ARN: arnOf('es', `domain/${DomainName}`), ClusterConfig: { InstanceType: 't3.small.search', InstanceCount: 1 }, ...more });
const described: Record<string, object> = { search: rich, fresh: plain('fresh', { Created: false }), going: plain('going', { Created: true, Deleted: true }), moving: plain('moving', { Created: true, Processing: true }), quiet: plain('quiet', { Created: true, Processing: false }) };
const names = [...Object.keys(described), 'bare', ...Array.from({ length: 5 }, (_, n) => `d${n}`)];
const answers = {
  'opensearch.ListDomainNames': () => ({ DomainNames: names.map((DomainName) => ({ DomainName, EngineType: 'OpenSearch' })) }),
  'opensearch.DescribeDomains': ({ DomainNames }: Record<string, unknown>) => ({ DomainStatusList: (DomainNames as string[]).flatMap((name) => described[name] ?? []) }),
  'opensearch.ListTags': ({ ARN }: Record<string, unknown>) => ({ TagList: [{ Key: 'of', Value: String(ARN) }] }),
};

it('reads every domain by five, with its nodes by role, and tags where details are asked for', async () => {
  await using under = await withAnswers(answers);
  const { resources, end } = await under.collect('aws:opensearch:domain');
  expect([end.result, resources.length]).toEqual([{ status: 'complete', isListed: true }, 11]);
  expect(under.aws.stats.byOperation).toEqual({ 'opensearch.ListDomainNames': 1, 'opensearch.DescribeDomains': 3, 'opensearch.ListTags': 5 });
  const of = (name: string) => resources.find((one) => one.name === name);
  const ec2 = (rest: string) => arnOf('ec2', rest);
  expect(of('search')).toMatchObject({
    uid: arnOf('es', 'domain/search'), tags: { of: arnOf('es', 'domain/search') },
    relations: [...['vpc/vpc-1', 'subnet/subnet-1', 'subnet/subnet-2'].map((rest) => ({ kind: 'member-of', uid: ec2(rest) })), { kind: 'uses', uid: ec2('security-group/sg-1') }, { kind: 'encrypted-by', uid: key }],
  });
  expect(of('search')?.attributes).toEqual({
    domain_name: 'search', status: 'Active', engine_version: 'OpenSearch_2.19', endpoint: 'vpc-search.es', volume_type: 'gp3', volume_gib: 100, vpc_id: 'vpc-1', subnet_ids: ['subnet-1', 'subnet-2'], security_group_ids: ['sg-1'], encrypted_at_rest: true, encrypted_between_nodes: true,
    enforces_https: true, kms_key_uid: key, fine_grained_access: true,
    nodes: [{ role: 'data', instance_type: 'r6g.large.search', count: 3 }, { role: 'master', instance_type: 'm6g.large.search', count: 3 }, { role: 'warm', instance_type: 'ultrawarm1.medium.search', count: 2 }, { role: 'coordinator', instance_type: 'c6g.large.search', count: 2 }],
  });
  expect(['fresh', 'going', 'moving', 'quiet', 'bare'].map((name) => of(name)?.attributes['status'])).toEqual(['Creating', 'Deleting', 'Modifying', 'Active', null]);
  expect(of('bare')).toMatchObject({ uid: arnOf('es', 'domain/bare'), tags: {}, relations: [], attributes: { nodes: [], volume_type: null, volume_gib: null, encrypted_at_rest: false } });
});

it('says which permission is missing, lists none whole of which some cannot be read, and asks one call of an empty region', async () => {
  await using under = await withAnswers(answers);
  const denied = async (operation: string) => {
    under.aws.setFaults([{ kind: 'deny', service: 'opensearch', operation }]);
    return (await under.collect('aws:opensearch:domain')).end.result;
  };
  expect(await denied('ListTags')).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'es:ListTags' } });
  expect(await denied('DescribeDomains')).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'es:DescribeDomains' } });
  expect(await denied('ListDomainNames')).toMatchObject({ status: 'denied', isListed: false, error: { permission: 'es:ListDomainNames' } });
  under.aws.setFaults([]);
  expect(await under.collect('aws:opensearch:domain', 'eu-west-1')).toMatchObject({ resources: [], end: { result: { status: 'complete' }, calls: 1 } });
});
