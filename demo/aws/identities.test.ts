import { GenerateCredentialReportCommand, GetAccessKeyLastUsedCommand, GetCredentialReportCommand, GetLoginProfileCommand, GetRoleCommand, IAMClient, ListAccessKeysCommand, ListMFADevicesCommand, ListUsersCommand, paginateGetAccountAuthorizationDetails } from '@aws-sdk/client-iam';
import { GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { accountOf } from './estate.ts';
import { aKey, anEstate, aRole, aUser } from './make.ts';
import { type SimulatedAws, startSimulatedAws } from './server.ts';

const account = '123456789012';
const users = [
  aUser({ name: 'ada', hasPassword: true, hasMfa: true, passwordLastUsedAt: '2026-06-01T10:00:00.000Z', passwordChangedAt: '2025-02-01T00:00:00.000Z', groups: ['admins'] }),
  aUser({ name: 'ci', path: '/service/', keys: [aKey({ id: 'AKIA0000000000000001' }), aKey({ id: 'AKIA0000000000000002', isActive: false, lastUsedAt: '2026-05-01T00:00:00.000Z', lastUsedRegion: 'eu-west-1', lastUsedService: 's3' })] }),
  aUser({ name: 'never', hasPassword: true }),
];
const roles = [aRole({ name: 'used', lastUsedAt: '2026-06-01T10:00:00.000Z', lastUsedRegion: 'eu-west-1' }), aRole({ name: 'unused', path: '/app/' })];

let aws: SimulatedAws;
let iam: IAMClient;
beforeAll(async () => {
  aws = await startSimulatedAws({ estate: anEstate({ users, roles }), now: new Date('2026-07-01T00:00:00Z') });
  iam = new IAMClient({ endpoint: aws.url, region: 'us-east-1', credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }, maxAttempts: 1 });
});
afterAll(() => aws.close());

it('pages through users, groups and roles in one listing', async () => {
  const found = { users: [] as unknown[], groups: [] as unknown[], roles: [] as unknown[] };
  for await (const page of paginateGetAccountAuthorizationDetails({ client: iam, pageSize: 2 }, {})) {
    found.users.push(...(page.UserDetailList ?? []));
    found.groups.push(...(page.GroupDetailList ?? []));
    found.roles.push(...(page.RoleDetailList ?? []));
  }
  expect(found.users).toMatchObject([{ UserName: 'ada', GroupList: ['admins'] }, { Arn: `arn:aws:iam::${account}:user/service/ci`, CreateDate: new Date('2025-01-01') }, { UserName: 'never' }]);
  expect(found.groups).toHaveLength(5);
  expect(found.roles).toMatchObject([{ RoleLastUsed: { Region: 'eu-west-1', LastUsedDate: new Date('2026-06-01T10:00:00Z') } }, { Path: '/app/', Arn: `arn:aws:iam::${account}:role/app/unused` }]);
  const [first] = found.roles as { AssumeRolePolicyDocument: string }[];
  expect(JSON.parse(decodeURIComponent(first!.AssumeRolePolicyDocument))).toMatchObject({ Version: '2012-10-17' });
});

it('makes the credential report in two asks, then in AWS\'s columns', async () => {
  await expect(iam.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({ name: 'CredentialReportNotPresentException' });
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED');
  await expect(iam.send(new GetCredentialReportCommand({}))).rejects.toMatchObject({ name: 'CredentialReportNotReadyException' });
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('COMPLETE');
  const report = await iam.send(new GetCredentialReportCommand({}));
  expect(report.GeneratedTime).toEqual(new Date('2026-07-01T00:00:00Z'));
  const [header, ...rows] = Buffer.from(report.Content ?? []).toString().split('\n').map((line) => line.split(','));
  const table = rows.map((row) => Object.fromEntries(header!.map((name, column) => [name, row[column]])));
  expect(header).toHaveLength(22);
  expect(rows.every((row) => row.length === 22)).toBe(true);
  expect(table[0]).toMatchObject({ user: '<root_account>', password_enabled: 'not_supported' });
  expect(table[1]).toMatchObject({ user: 'ada', password_last_used: '2026-06-01T10:00:00+00:00', mfa_active: 'true', access_key_1_active: 'false', access_key_1_last_rotated: 'N/A' });
  expect(table[2]).toMatchObject({ password_last_used: 'N/A', access_key_1_active: 'true', access_key_1_last_used_date: 'N/A', access_key_2_active: 'false', access_key_2_last_used_date: '2026-05-01T00:00:00+00:00' });
  expect(table[3]).toMatchObject({ password_enabled: 'true', password_last_used: 'no_information' });
});

it('answers user by user', async () => {
  const { Users } = await iam.send(new ListUsersCommand({}));
  expect(Users?.map((user) => user.PasswordLastUsed?.toISOString())).toEqual(['2026-06-01T10:00:00.000Z', undefined, undefined]);
  const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: 'ci' }));
  expect(AccessKeyMetadata).toMatchObject([{ Status: 'Active' }, { Status: 'Inactive', AccessKeyId: 'AKIA0000000000000002' }]);
  const used = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIA0000000000000002' }));
  expect(used).toMatchObject({ UserName: 'ci', AccessKeyLastUsed: { ServiceName: 's3', Region: 'eu-west-1' } });
  const never = await iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: 'AKIA0000000000000001' }));
  expect(never.AccessKeyLastUsed).toEqual({ ServiceName: 'N/A', Region: 'N/A' });
  expect((await iam.send(new GetLoginProfileCommand({ UserName: 'ada' }))).LoginProfile?.UserName).toBe('ada');
  await expect(iam.send(new GetLoginProfileCommand({ UserName: 'ci' }))).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  expect((await iam.send(new ListMFADevicesCommand({ UserName: 'ada' }))).MFADevices).toHaveLength(1);
  expect((await iam.send(new GetRoleCommand({ RoleName: 'unused' }))).Role?.RoleLastUsed).toEqual({});
});

it('starts a new report after the estate was changed', async () => {
  aws.mutate((estate) => accountOf(estate, account).users.push(aUser({ name: 'new' })));
  expect((await iam.send(new GenerateCredentialReportCommand({}))).State).toBe('STARTED');
});

it('sells volumes, instances and addresses at list prices', async () => {
  const pricing = new PricingClient({ endpoint: aws.url, region: 'us-east-1', credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }, maxAttempts: 1 });
  const price = async (code: string, filters: Record<string, string>): Promise<number[]> => {
    const Filters = Object.entries(filters).map(([Field, Value]) => ({ Type: 'TERM_MATCH' as const, Field, Value }));
    const { PriceList } = await pricing.send(new GetProductsCommand({ ServiceCode: code, Filters }));
    return (PriceList ?? []).map((text: unknown) => Number(/"USD":"([\d.]+)"/.exec(String(text))?.[1]));
  };
  expect(await price('AmazonEC2', { regionCode: 'us-east-1', volumeApiName: 'gp3', productFamily: 'Storage' })).toEqual([0.08]);
  expect(await price('AmazonEC2', { regionCode: 'eu-west-1', usagetype: 'EU-EBS:SnapshotUsage' })).toEqual([0.055]);
  expect(await price('AmazonEC2', { regionCode: 'us-east-1', instanceType: 'm5.large' })).toEqual([0.096]);
  expect(await price('AmazonVPC', { regionCode: 'us-east-1', usagetype: 'PublicIPv4:IdleAddress' })).toEqual([0.005]);
  aws.setFaults([{ service: 'pricing', kind: 'error500' }]);
  await expect(price('AmazonEC2', {})).rejects.toMatchObject({ name: 'InternalErrorException' });
  aws.setFaults([]);
});
