import { groupId, isInUse, kmsKeyArn, subnetId, vpcId } from '../../generate/network.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { tagList } from './ec2-pages.ts';

/** One of a single small node where anything runs: in use or not as the metrics say. */
const domains = ({ plan, region, regionName }: Place): string[] => (isInUse(plan, region) ? [`catalogue-${regionName}`] : []);

function domainOf({ plan, region, account, arn }: Place, DomainName: string): Fields {
  return {
    DomainName, DomainId: `${account}/${DomainName}`, ARN: arn('es', `domain/${DomainName}`), Created: true, Deleted: false, Processing: false, UpgradeProcessing: false, DomainProcessingStatus: 'Active', EngineVersion: 'OpenSearch_2.19', Endpoints: { vpc: `vpc-${DomainName}-abc123.es.amazonaws.com` },
    ClusterConfig: { InstanceType: 't3.small.search', InstanceCount: 1, DedicatedMasterEnabled: false, ZoneAwarenessEnabled: false, WarmEnabled: false }, EBSOptions: { EBSEnabled: true, VolumeType: 'gp3', VolumeSize: 20, Iops: 3000, Throughput: 125 },
    VPCOptions: { VPCId: vpcId(plan, region, 0), SubnetIds: [subnetId(plan, region, 0, 0)], SecurityGroupIds: [groupId(plan, region, 'worker')] }, EncryptionAtRestOptions: { Enabled: true, KmsKeyId: kmsKeyArn(plan, region) }, NodeToNodeEncryptionOptions: { Enabled: true },
    DomainEndpointOptions: { EnforceHTTPS: true }, AdvancedSecurityOptions: { Enabled: false },
  };
}

export const opensearchAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'opensearch.ListDomainNames': (_input, place) => ({ DomainNames: domains(place).map((DomainName) => ({ DomainName, EngineType: 'OpenSearch' })) }),
  'opensearch.DescribeDomains': ({ DomainNames }, place) => ({ DomainStatusList: domains(place).filter((name) => (DomainNames as string[]).includes(name)).map((name) => domainOf(place, name)) }),
  'opensearch.ListTags': () => ({ TagList: tagList({ team: 'shop' }) }),
};
