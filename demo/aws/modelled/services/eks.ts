import { networkOf } from '../../generate/facts.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import { hexId, randomOf } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import { roleArnAt } from './iam-names.ts';
import { keyArn } from './kms-keys.ts';

/** One cluster for every 80 instances of a region, at least one. */
export const clusters = ({ plan, region }: Place): string[] => Array.from({ length: 1 + Math.floor(countIn(plan, 'instances', region) / 80) }, (_, number) => `platform-${number}`);
const numberOf = (name: unknown): number => Number(/-(\d+)$/.exec(String(name))?.[1] ?? 0);
const names = { size: 'maxResults', token: 'nextToken', next: 'nextToken' } as const;
const versions = ['1.33', '1.27', '1.32'] as const;
const addons = ['coredns', 'kube-proxy', 'vpc-cni'] as const;
const part = (place: Place, cluster: unknown, name: unknown, kind: string): string => place.arn('eks', `${kind}/${String(cluster)}/${String(name)}/0a1b2c3d-0000-4000-8000-000000000000`);

function networkOfCluster(place: Place, name: unknown) {
  const number = numberOf(name);
  return { ...networkOf(place.plan, place.region, randomOf(place.plan.seed, 750 + place.region, number)), securityGroup: hexId('sg', place.plan.seed, 50 + place.region, number % 20) };
}

export const eksServices: Readonly<Record<string, PlacedAnswerer>> = {
  'eks.ListClusters': (input, place, asked) => pageOfFields(clusters(place), input, { ...names, list: 'clusters' }, asked),
  'eks.DescribeCluster': ({ name }, place) => {
    const number = numberOf(name);
    const { vpcId, subnetId, securityGroup } = networkOfCluster(place, name);
    const isOpen = number % 2 === 0;
    return {
      cluster: {
        name, arn: place.arn('eks', `cluster/${String(name)}`), createdAt: new Date(timeAgo(place.plan, 300 + number)), version: versions[(number + place.region) % versions.length], platformVersion: 'eks.5', status: 'ACTIVE', roleArn: roleArnAt(place.plan, number),
        resourcesVpcConfig: { vpcId, subnetIds: [subnetId], securityGroupIds: [securityGroup], endpointPublicAccess: isOpen, endpointPrivateAccess: true, publicAccessCidrs: isOpen ? ['0.0.0.0/0'] : [] },
        logging: { clusterLogging: [{ types: isOpen ? ['api', 'audit'] : ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'], enabled: true }] }, identity: { oidc: { issuer: `https://oidc.eks.${place.regionName}.amazonaws.com/id/${number}` } },
        ...(isOpen ? {} : { encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: keyArn(place.plan, place.region, 0) } }] }), tags: { team: 'platform' },
      },
    };
  },
  'eks.ListNodegroups': (input, place, asked) => pageOfFields(numberOf(input['clusterName']) % 3 === 2 ? [] : ['workers', 'batch'], input, { ...names, list: 'nodegroups' }, asked),
  'eks.DescribeNodegroup': ({ clusterName, nodegroupName }, place) => ({
    nodegroup: {
      nodegroupName, clusterName, nodegroupArn: part(place, clusterName, nodegroupName, 'nodegroup'), version: '1.33', createdAt: new Date(timeAgo(place.plan, 200)), status: 'ACTIVE', capacityType: nodegroupName === 'batch' ? 'SPOT' : 'ON_DEMAND', scalingConfig: { minSize: 1, maxSize: 6, desiredSize: 3 },
      instanceTypes: ['m6i.large'], subnets: [networkOfCluster(place, clusterName).subnetId], amiType: 'AL2023_x86_64_STANDARD', nodeRole: roleArnAt(place.plan, 2), diskSize: 50, resources: { autoScalingGroups: [{ name: `eks-${String(nodegroupName)}` }] }, tags: {},
    },
  }),
  'eks.ListFargateProfiles': (input, _place, asked) => pageOfFields(numberOf(input['clusterName']) % 3 === 0 ? ['jobs'] : [], input, { ...names, list: 'fargateProfileNames' }, asked),
  'eks.DescribeFargateProfile': ({ clusterName, fargateProfileName }, place) => ({
    fargateProfile: {
      fargateProfileName, clusterName, fargateProfileArn: part(place, clusterName, fargateProfileName, 'fargateprofile'), createdAt: new Date(timeAgo(place.plan, 150)), status: 'ACTIVE', podExecutionRoleArn: roleArnAt(place.plan, 3), subnets: [networkOfCluster(place, clusterName).subnetId], selectors: [{ namespace: 'jobs' }], tags: {},
    },
  }),
  'eks.ListAddons': (input, _place, asked) => pageOfFields([...addons], input, { ...names, list: 'addons' }, asked),
  'eks.DescribeAddon': ({ clusterName, addonName }, place) => ({
    addon: {
      addonName, clusterName, addonArn: part(place, clusterName, addonName, 'addon'), status: 'ACTIVE', addonVersion: 'v1.19.0-eksbuild.1', health: { issues: [] }, createdAt: new Date(timeAgo(place.plan, 190)), modifiedAt: new Date(timeAgo(place.plan, 90)),
      ...(addonName === 'vpc-cni' ? { serviceAccountRoleArn: roleArnAt(place.plan, 4), configurationValues: '{"enableNetworkPolicy":"true"}' } : {}), tags: {},
    },
  }),
};
