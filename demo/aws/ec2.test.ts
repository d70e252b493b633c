import { DescribeAddressesCommand, DescribeImagesCommand, DescribeInstancesCommand, DescribeRegionsCommand, DescribeVolumesCommand, EC2Client, paginateDescribeInstances, paginateDescribeSnapshots, paginateDescribeVolumes, TerminateInstancesCommand } from '@aws-sdk/client-ec2';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listing } from './estate.ts';
import { anAddress, anEstate, anImage, anInstance, aVolume, attachedTo } from './make.ts';
import { type SimulatedAws, type SimulatedAwsOptions, startSimulatedAws } from './server.ts';

const key = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' };
const ec2 = (aws: SimulatedAws, region = 'us-east-1', credentials = key): EC2Client =>
  new EC2Client({ endpoint: aws.url, region, credentials, maxAttempts: 1 });

async function withAws(options: SimulatedAwsOptions, use: (aws: SimulatedAws) => Promise<void>): Promise<void> {
  const aws = await startSimulatedAws(options);
  try {
    await use(aws);
  } finally {
    await aws.close();
  }
}

describe('a generated estate over the wire', () => {
  let aws: SimulatedAws;
  beforeAll(async () => {
    aws = await startSimulatedAws({ resources: 3000, accounts: ['111111111111', '222222222222'] });
  });
  afterAll(() => aws.close());
  beforeEach(() => aws.resetStats());

  it('lists every instance, volume and snapshot once over all pages', async () => {
    const client = ec2(aws);
    const region = aws.estate.accounts['111111111111']!.regions['us-east-1']!;
    const instances: (string | undefined)[] = [];
    for await (const page of paginateDescribeInstances({ client, pageSize: 5 }, {})) instances.push(...(page.Reservations ?? []).map((r) => r.Instances?.[0]?.InstanceId));
    expect(instances.length).toBeGreaterThan(100);
    expect(new Set(instances).size).toBe(listing(region, 'instances').length);
    const volumes: (string | undefined)[] = [];
    for await (const page of paginateDescribeVolumes({ client, pageSize: 50 }, {})) volumes.push(...(page.Volumes ?? []).map((v) => v.VolumeId));
    expect(volumes.sort()).toEqual(listing(region, 'volumes').slice(0, 1e6).map((v) => v.id).sort());
    let snapshots = 0;
    for await (const page of paginateDescribeSnapshots({ client, pageSize: 20 }, { OwnerIds: ['self'] })) snapshots += page.Snapshots?.length ?? 0;
    expect(snapshots).toBe(listing(region, 'snapshots').length);
    expect(aws.stats.byOperation['ec2.DescribeInstances']).toBe(Math.ceil(instances.length / 5));
  });

  it('answers a page of 100 where nothing was said and refuses what AWS refuses', async () => {
    const page = await ec2(aws).send(new DescribeVolumesCommand({}));
    expect(page.Volumes).toHaveLength(100);
    expect(page.NextToken).toBeDefined();
    await expect(ec2(aws).send(new DescribeVolumesCommand({ MaxResults: 1001 }))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(ec2(aws).send(new DescribeVolumesCommand({ NextToken: 'nonsense' }))).rejects.toMatchObject({ name: 'InvalidParameterValue' });
    await expect(ec2(aws, 'mars-north-1').send(new DescribeVolumesCommand({}))).rejects.toMatchObject({ name: 'AuthFailure' });
  });

  it('filters by state over pages', async () => {
    const found: string[] = [];
    const filters = [{ Name: 'instance-state-name', Values: ['stopped'] }];
    for await (const page of paginateDescribeInstances({ client: ec2(aws), pageSize: 5 }, { Filters: filters })) {
      for (const { Instances } of page.Reservations ?? []) {
        expect(Instances?.[0]?.State).toEqual({ Code: 80, Name: 'stopped' });
        found.push(Instances?.[0]?.InstanceId ?? '');
      }
    }
    const all = listing(aws.estate.accounts['111111111111']!.regions['us-east-1']!, 'instances');
    expect(found).toEqual(all.slice(0, all.length).filter((i) => i.state === 'stopped').map((i) => i.id));
  });

  it('shows opt-in regions only when asked for all', async () => {
    const regions = await ec2(aws).send(new DescribeRegionsCommand({}));
    expect(regions.Regions).toHaveLength(17);
    const all = await ec2(aws).send(new DescribeRegionsCommand({ AllRegions: true }));
    expect(all.Regions?.filter((region) => region.OptInStatus === 'not-opted-in').length).toBeGreaterThan(5);
  });

  it('serves the estate of the account whose role was assumed', async () => {
    const sts = new STSClient({ endpoint: aws.url, region: 'us-east-1', credentials: key, maxAttempts: 1 });
    expect((await sts.send(new GetCallerIdentityCommand({}))).Account).toBe('111111111111');
    const role = 'arn:aws:iam::222222222222:role/audit/Roundsman';
    const { Credentials } = await sts.send(new AssumeRoleCommand({ RoleArn: role, RoleSessionName: 'scan' }));
    const session = { accessKeyId: Credentials?.AccessKeyId ?? '', secretAccessKey: 'x', sessionToken: Credentials?.SessionToken ?? '' };
    const other = new STSClient({ endpoint: aws.url, region: 'us-east-1', credentials: session, maxAttempts: 1 });
    expect((await other.send(new GetCallerIdentityCommand({}))).Arn).toBe('arn:aws:sts::222222222222:assumed-role/Roundsman/scan');
    const own = await ec2(aws).send(new DescribeAddressesCommand({}));
    const foreign = await ec2(aws, 'us-east-1', session).send(new DescribeAddressesCommand({}));
    expect(foreign.Addresses?.[0]?.AllocationId).not.toBe(own.Addresses?.[0]?.AllocationId);
    const stranger = sts.send(new AssumeRoleCommand({ RoleArn: 'arn:aws:iam::333333333333:role/x', RoleSessionName: 'scan' }));
    await expect(stranger).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  it('refuses to change anything and keeps what was asked for', async () => {
    await expect(ec2(aws).send(new TerminateInstancesCommand({ InstanceIds: ['i-1'] }))).rejects.toMatchObject({ name: 'UnsupportedOperation' });
    expect(aws.stats.mutations).toEqual(['ec2.TerminateInstances']);
  });

  it('shows a change at once, also of a page that was served before', async () => {
    const client = ec2(aws, 'eu-west-1');
    const before = await client.send(new DescribeAddressesCommand({}));
    aws.mutate((estate) => estate.accounts['111111111111']!.regions['eu-west-1']!.addresses.push(anAddress({ allocationId: 'eipalloc-new' })));
    const after = await client.send(new DescribeAddressesCommand({}));
    expect(after.Addresses?.length).toBe((before.Addresses?.length ?? 0) + 1);
  });
});

it('tells of an instance, its volume and its image what a scanner reads', async () => {
  const regions = {
    'us-east-1': {
      instances: [anInstance({
        id: 'i-1', state: 'stopped', stateTransitionReason: 'User initiated (2026-05-01 10:11:12 GMT)', tags: { Name: `a<b>&"c'` }, publicIp: '52.0.0.1', keyName: 'k',
        instanceProfileArn: 'arn:aws:iam::123456789012:instance-profile/p', blockDevices: [{ device: '/dev/xvda', volumeId: 'vol-1', attachedAt: '2026-01-01T00:00:00.000Z', deleteOnTermination: true }],
      })],
      volumes: [aVolume({ id: 'vol-1', sizeGib: 100, type: 'io1', iops: 500, attachments: attachedTo('i-1') }), aVolume({ id: 'vol-2' })],
      images: [anImage({ id: 'ami-1', blockDevices: [{ device: '/dev/xvda', snapshotId: 'snap-1', sizeGib: 8, type: 'gp3' }] })],
    },
  };
  await withAws({ estate: anEstate({ regions }) }, async (aws) => {
    const instance = (await ec2(aws).send(new DescribeInstancesCommand({}))).Reservations?.[0]?.Instances?.[0];
    expect(instance).toMatchObject({
      StateTransitionReason: 'User initiated (2026-05-01 10:11:12 GMT)', Tags: [{ Key: 'Name', Value: `a<b>&"c'` }], KeyName: 'k', PublicIpAddress: '52.0.0.1',
      LaunchTime: new Date('2025-01-01'), MetadataOptions: { HttpTokens: 'required' }, IamInstanceProfile: { Arn: 'arn:aws:iam::123456789012:instance-profile/p' },
      BlockDeviceMappings: [{ DeviceName: '/dev/xvda', Ebs: { VolumeId: 'vol-1' } }], SecurityGroups: [{ GroupName: 'default' }], PlatformDetails: 'Linux/UNIX',
    });
    const { Volumes } = await ec2(aws).send(new DescribeVolumesCommand({}));
    expect(Volumes?.[0]).toMatchObject({ Size: 100, VolumeType: 'io1', Iops: 500, Encrypted: true, State: 'in-use', Attachments: [{ InstanceId: 'i-1' }] });
    expect(Volumes?.[1]).toMatchObject({ State: 'available', Attachments: [] });
    const { Images } = await ec2(aws).send(new DescribeImagesCommand({ Owners: ['self'] }));
    expect(Images?.[0]?.BlockDeviceMappings?.[0]?.Ebs?.SnapshotId).toBe('snap-1');
    expect((await ec2(aws, 'eu-west-1').send(new DescribeInstancesCommand({}))).Reservations).toEqual([]);
  });
});
