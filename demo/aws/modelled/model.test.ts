import { afterAll, beforeAll, expect, it } from 'vitest';
import { useOwnCredentials } from '../../../test/collect-aws.ts';
import { type SimulatedAws, startSimulatedAws } from '../server.ts';
import { anEstate, aBucket } from '../make.ts';
import { type Answerer, pageOfFields } from './answerer.ts';

const at = new Date('2026-01-02T03:04:05.000Z');
const functions = Array.from({ length: 120 }, (_, n) => ({ FunctionName: `job-${n}`, MemorySize: 128 }));
const answers: Record<string, Answerer> = {
  'ec2.DescribeVpcs': (input) => ({ Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', IsDefault: false, Tags: [{ Key: 'a<b', Value: '"&' }], CidrBlockAssociationSet: [] }], NextToken: (input['VpcId'] as string[] | undefined)?.[0] }),
  'elasticloadbalancingv2.DescribeLoadBalancers': () => ({ LoadBalancers: [{ LoadBalancerArn: 'arn:1', CreatedTime: at, AvailabilityZones: [{ SubnetId: 'subnet-1' }], State: { Code: 'active' } }] }),
  'elasticloadbalancing.DescribeLoadBalancers': () => ({ LoadBalancerDescriptions: [{ LoadBalancerName: 'old', Instances: [{ InstanceId: 'i-1' }] }] }),
  'lambda.ListFunctions': (input, asked) => pageOfFields(functions, input, { size: 'MaxItems', token: 'Marker', next: 'NextMarker', list: 'Functions', standard: 50 }, asked),
  'lambda.GetPolicy': (input) => ({ Policy: `{"of":"${String(input['FunctionName'])}"}`, RevisionId: 'r1' }),
  'ecs.DescribeClusters': (input) => ({ clusters: (input['clusters'] as string[]).map((clusterArn) => ({ clusterArn, registeredContainerInstancesCount: 3 })) }),
  'eks.DescribeCluster': (input) => ({ cluster: { name: String(input['name']), createdAt: at, tags: { team: 'web' } } }),
  'kms.DescribeKey': () => ({ KeyMetadata: { KeyId: 'k1', CreationDate: at, Enabled: true } }),
  'rds.DescribeDBInstances': () => ({ DBInstances: [{ DBInstanceIdentifier: 'db', DBInstanceArn: 'arn:db', VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }], InstanceCreateTime: at }] }),
  'cloudfront.ListDistributions': () => ({ DistributionList: { Items: [{ Id: 'E1', ARN: 'arn:cf', Origins: { Quantity: 1, Items: [{ Id: 'o', DomainName: 'x.example' }] }, LastModifiedTime: at }], IsTruncated: false, Quantity: 1 } }),
  'apigateway.GetRestApis': () => ({ items: [{ id: 'api', name: 'orders', createdDate: at }] }),
  's3.GetBucketTagging': () => ({ TagSet: [{ Key: 'team', Value: 'web' }] }),
  's3.GetPublicAccessBlock': () => ({ PublicAccessBlockConfiguration: { BlockPublicAcls: true } }),
  's3.GetBucketPolicy': () => ({ Policy: '{"Statement":[]}' }),
};

let aws: SimulatedAws;
const options = () => ({ endpoint: aws.url, region: 'eu-west-1', forcePathStyle: true });
beforeAll(async () => {
  useOwnCredentials();
  aws = await startSimulatedAws({ estate: anEstate({ regions: { 'eu-west-1': {} }, buckets: [aBucket({ name: 'logs', region: 'eu-west-1' })] }), regions: ['eu-west-1'], answers });
});
afterAll(() => aws.close());

it('answers EC2 and the query services in XML', async () => {
  const { EC2Client, DescribeVpcsCommand } = await import('@aws-sdk/client-ec2');
  const vpcs = await new EC2Client(options()).send(new DescribeVpcsCommand({ VpcIds: ['vpc-1'] }));
  expect(vpcs).toMatchObject({ NextToken: 'vpc-1', Vpcs: [{ VpcId: 'vpc-1', CidrBlock: '10.0.0.0/16', IsDefault: false, Tags: [{ Key: 'a<b', Value: '"&' }] }] });
  const v2 = await import('@aws-sdk/client-elastic-load-balancing-v2');
  expect((await new v2.ElasticLoadBalancingV2Client(options()).send(new v2.DescribeLoadBalancersCommand({}))).LoadBalancers).toEqual([{ LoadBalancerArn: 'arn:1', CreatedTime: at, AvailabilityZones: [{ SubnetId: 'subnet-1' }], State: { Code: 'active' } }]);
  const v1 = await import('@aws-sdk/client-elastic-load-balancing');
  expect((await new v1.ElasticLoadBalancingClient(options()).send(new v1.DescribeLoadBalancersCommand({}))).LoadBalancerDescriptions).toEqual([{ LoadBalancerName: 'old', Instances: [{ InstanceId: 'i-1' }] }]);
  const { RDSClient, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds');
  expect((await new RDSClient(options()).send(new DescribeDBInstancesCommand({}))).DBInstances).toEqual([{ DBInstanceIdentifier: 'db', DBInstanceArn: 'arn:db', VpcSecurityGroups: [{ VpcSecurityGroupId: 'sg-1' }], InstanceCreateTime: at }]);
});

it('answers the JSON services by header and by path, page by page', async () => {
  const { LambdaClient, paginateListFunctions, GetPolicyCommand } = await import('@aws-sdk/client-lambda');
  const client = new LambdaClient(options());
  const pages = [];
  for await (const page of paginateListFunctions({ client }, {})) pages.push(page.Functions?.length);
  expect(pages).toEqual([50, 50, 20]);
  expect(await client.send(new GetPolicyCommand({ FunctionName: 'job-1' }))).toMatchObject({ Policy: '{"of":"job-1"}', RevisionId: 'r1' });
  const { ECSClient, DescribeClustersCommand, ListServicesCommand } = await import('@aws-sdk/client-ecs');
  expect((await new ECSClient(options()).send(new DescribeClustersCommand({ clusters: ['a', 'b'] }))).clusters).toEqual(['a', 'b'].map((clusterArn) => ({ clusterArn, registeredContainerInstancesCount: 3 })));
  expect((await new ECSClient(options()).send(new ListServicesCommand({}))).serviceArns ?? []).toEqual([]);
  const { EKSClient, DescribeClusterCommand } = await import('@aws-sdk/client-eks');
  expect((await new EKSClient(options()).send(new DescribeClusterCommand({ name: 'main' }))).cluster).toEqual({ name: 'main', createdAt: at, tags: { team: 'web' } });
  const { KMSClient, DescribeKeyCommand } = await import('@aws-sdk/client-kms');
  expect((await new KMSClient(options()).send(new DescribeKeyCommand({ KeyId: 'k1' }))).KeyMetadata).toEqual({ KeyId: 'k1', CreationDate: at, Enabled: true });
  const { APIGatewayClient, GetRestApisCommand } = await import('@aws-sdk/client-api-gateway');
  expect((await new APIGatewayClient(options()).send(new GetRestApisCommand({}))).items).toEqual([{ id: 'api', name: 'orders', createdDate: at }]);
});

it('answers the XML services that go by path', async () => {
  const { CloudFrontClient, ListDistributionsCommand } = await import('@aws-sdk/client-cloudfront');
  expect((await new CloudFrontClient(options()).send(new ListDistributionsCommand({}))).DistributionList?.Items).toMatchObject([{ Id: 'E1', Origins: { Items: [{ Id: 'o', DomainName: 'x.example' }] }, LastModifiedTime: at }]);
  const { S3Client, GetBucketTaggingCommand, GetPublicAccessBlockCommand, GetBucketPolicyCommand, GetBucketWebsiteCommand } = await import('@aws-sdk/client-s3');
  const s3 = new S3Client(options());
  expect((await s3.send(new GetBucketTaggingCommand({ Bucket: 'logs' }))).TagSet).toEqual([{ Key: 'team', Value: 'web' }]);
  expect((await s3.send(new GetPublicAccessBlockCommand({ Bucket: 'logs' }))).PublicAccessBlockConfiguration).toEqual({ BlockPublicAcls: true });
  expect((await s3.send(new GetBucketPolicyCommand({ Bucket: 'logs' }))).Policy).toBe('{"Statement":[]}');
  await expect(s3.send(new GetBucketWebsiteCommand({ Bucket: 'logs' }))).rejects.toMatchObject({ name: 'NoSuchWebsiteConfiguration' });
});

it('refuses what changes something, and says no in each protocol', async () => {
  const { LambdaClient, DeleteFunctionCommand } = await import('@aws-sdk/client-lambda');
  await expect(new LambdaClient(options()).send(new DeleteFunctionCommand({ FunctionName: 'x' }))).rejects.toMatchObject({ name: 'UnsupportedOperation' });
  expect(aws.stats.mutations).toContain('lambda.DeleteFunction');
  aws.setFaults([{ kind: 'deny' }]);
  const { RDSClient, DescribeDBInstancesCommand } = await import('@aws-sdk/client-rds');
  await expect(new RDSClient(options()).send(new DescribeDBInstancesCommand({}))).rejects.toMatchObject({ name: 'AccessDenied', message: expect.stringContaining('rds:DescribeDBInstances') as string });
  const { KMSClient, DescribeKeyCommand } = await import('@aws-sdk/client-kms');
  await expect(new KMSClient(options()).send(new DescribeKeyCommand({ KeyId: 'k1' }))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  const { CloudFrontClient, ListDistributionsCommand } = await import('@aws-sdk/client-cloudfront');
  await expect(new CloudFrontClient(options()).send(new ListDistributionsCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
});
