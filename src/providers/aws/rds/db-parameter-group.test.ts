import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { AwsUnderTest } from '../../../../test/collect-aws.ts';
import { nothingInOneCall, startAnswered } from '../ec2/test-answered.ts';
import { rds, rdsPages } from './test-rds.ts';

let under: AwsUnderTest;
const parameters: Record<string, [string, string | undefined][]> = { strict: [['rds.force_ssl', '1']], loose: [['rds.force_ssl', '0']], mysql: [['require_secure_transport', 'ON']], 'default.oracle-ee-19': [], silent: [['require_secure_transport', undefined]] };
const filters: unknown[] = [];
beforeAll(async () => {
  const groups = Object.keys(parameters).map((name) => ({ DBParameterGroupName: name, DBParameterGroupArn: rds(`pg:${name}`), DBParameterGroupFamily: 'family', Description: `of ${name}` }));
  under = await startAnswered({
    'rds.DescribeDBParameterGroups': rdsPages('DBParameterGroups', groups),
    'rds.DescribeDBParameters': (input) => {
      filters.push(input['Filters']);
      const own = parameters[String(input['DBParameterGroupName'])] ?? [];
      // A server that knows no filter sends the others too.
      return { Parameters: [['max_connections', '100'] as const, ...own].map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue })) };
    },
    'rds.ListTagsForResource': (input) => ({ TagList: [{ Key: 'of', Value: String(input['ResourceName']) }] }),
  });
});
afterAll(() => under.close());
beforeEach(() => under.aws.setFaults([]));
const tlsOf = (resources: { name: string; attributes: Record<string, unknown> }[]) => Object.fromEntries(resources.map(({ name, attributes }) => [name, attributes['forces_tls']]));

it('knows which groups make clients use TLS, asking for those parameters alone', async () => {
  const { resources, end } = await under.collect('aws:rds:db-parameter-group');
  expect([end.result, end.calls]).toEqual([{ status: 'complete', isListed: true }, 1 + 2 * 5]);
  expect(tlsOf(resources)).toEqual({ strict: true, loose: false, mysql: true, 'default.oracle-ee-19': null, silent: false });
  expect(resources.find(({ name }) => name === 'strict')).toMatchObject({ uid: rds('pg:strict'), tags: { of: rds('pg:strict') }, relations: [], attributes: { family: 'family', description: 'of strict', is_default: false, tls_parameters: { 'rds.force_ssl': '1' } } });
  expect(resources.find(({ name }) => name === 'default.oracle-ee-19')?.attributes).toMatchObject({ is_default: true, tls_parameters: {} });
  expect(JSON.stringify(filters[0])).toContain('rds.force_ssl');
});

it('keeps tags and parameters of an earlier reading where they are denied or not asked for', async () => {
  const sorted = <T extends { uid: string }>(list: T[]): T[] => list.toSorted((a, b) => (a.uid < b.uid ? -1 : 1));
  const first = await under.collect('aws:rds:db-parameter-group');
  const known = new Map(first.resources.map((resource) => [resource.kh, resource]));
  under.aws.setFaults([{ kind: 'deny', operation: 'ListTagsForResource' }]);
  const denied = await under.collect('aws:rds:db-parameter-group', 'us-east-1', { known });
  expect(denied.end.result).toMatchObject({ status: 'partial', isListed: true, error: { permission: 'rds:ListTagsForResource' } });
  expect(sorted(denied.resources)).toEqual(sorted(first.resources));
  const listed = await under.collect('aws:rds:db-parameter-group', 'us-east-1', { depth: 'listed', known });
  expect([sorted(listed.resources), listed.end.calls]).toEqual([sorted(first.resources), 1]);
  expect((await under.collect('aws:rds:db-parameter-group', 'us-east-1', { depth: 'listed' })).resources[0]).toMatchObject({ tags: {}, attributes: { tls_parameters: null, forces_tls: null } });
});

it('asks one call of a region without a group', async () => {
  expect(await under.collect('aws:rds:db-parameter-group', 'eu-west-1')).toEqual(nothingInOneCall);
});
