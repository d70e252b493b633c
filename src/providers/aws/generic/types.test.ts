import { expect, it } from 'vitest';
import { awsResourceTypes, awsTypesWith, knownTypes } from '../../index.ts';
import { leastPrivilegePolicy, mostOfManagedPolicy } from '../policy.ts';
import { genericTable } from './select.ts';
import { defaultGenericTypes, genericRows } from './types.ts';

const units = [...awsResourceTypes.values()];
const twice = (list: readonly string[]): string[] => list.filter((one, at) => list.indexOf(one) !== at);

it('has each type once, and none that a unit reads', () => {
  expect(twice(genericRows.map(({ id }) => id))).toEqual([]);
  expect(twice(genericRows.map(({ native }) => native))).toEqual([]);
  expect(genericRows.filter(({ id, native }) => units.some((unit) => unit.id === id || unit.nativeType === native))).toEqual([]);
});

it.each(genericRows.map((row) => [row.id, row] as const))('%s has names and permissions in form', (id, { native, title, plural, arn, permissions, region, locality }) => {
  expect(id).toMatch(/^aws:[a-z0-9]+:[a-z0-9]+(-[a-z0-9]+)*$/);
  expect(native).toMatch(/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/);
  for (const words of [title, plural]) expect(words).toMatch(/^[A-Z].{3,}/);
  expect(plural).not.toBe(title);
  if (typeof arn === 'string') expect(arn).toMatch(/^[a-z0-9-]+:(REGION)?:(ACCOUNT)?:.*\$1/);
  // An ARN of a global type names no region.
  if (locality === 'global') expect(arn ?? '').not.toContain('REGION');
  if (region !== undefined) expect(locality).toBe('global');
  expect(permissions.length).toBeGreaterThan(0);
  expect(twice(permissions)).toEqual([]);
  for (const permission of permissions) expect(permission).toMatch(/^[a-z0-9-]+:((Describe|List|Get|BatchGet|View|Select)[A-Za-z0-9]*|GET)$/);
});

it('names its defaults from the table', () => {
  expect(defaultGenericTypes.filter((native) => !genericTable.has(native))).toEqual([]);
  expect(twice(defaultGenericTypes)).toEqual([]);
});

it('takes lists of names, leaves to units what they read, and makes types of names that it does not know', () => {
  const idsOf = (names: string[]): string[] => [...awsTypesWith(names).values()].slice(units.length).map(({ id }) => id);
  expect(idsOf([])).toEqual([]);
  expect(idsOf(['none'])).toEqual([]);
  expect(idsOf(['default'])).toHaveLength(defaultGenericTypes.length);
  expect(idsOf(['all'])).toHaveLength(genericRows.length);
  expect(idsOf(['AWS::SQS::Queue', 'AWS::SQS::Queue', 'AWS::EC2::Volume', 'AWS::Foo::BarBaz'])).toEqual(['aws:sqs:queue', 'aws:foo:bar-baz']);
  expect(awsTypesWith(['AWS::Foo::BarBaz']).get('aws:foo:bar-baz')).toMatchObject({ service: 'foo', title: 'Foo bar baz', nativeType: 'AWS::Foo::BarBaz', locality: 'regional' });
});

it('has titles for pages also where a type is not switched on', () => {
  expect(knownTypes.get('aws:sqs:queue')?.plural).toBe('SQS queues');
  expect(awsResourceTypes.has('aws:sqs:queue')).toBe(false);
});

it('asks in the policy for Cloud Control and for what it calls on our behalf', () => {
  const actions = leastPrivilegePolicy(awsTypesWith(['AWS::SQS::Queue']).values()).Statement.flatMap(({ Action }) => Action);
  expect(actions).toEqual(expect.arrayContaining(['cloudformation:ListResources', 'cloudformation:GetResource', 'sqs:ListQueues', 'sqs:GetQueueAttributes', 'sqs:ListQueueTags']));
  expect(actions.filter((action) => action.startsWith('states:'))).toEqual([]);
});

it('makes a policy that fits into a managed one, with what is on by default', () => {
  const policy = leastPrivilegePolicy(awsTypesWith(['default']).values());
  expect(JSON.stringify(policy).length).toBeLessThan(mostOfManagedPolicy);
  expect(policy.Statement.map(({ Sid }) => Sid)).toEqual(expect.arrayContaining(['RoundsmanEc2', 'RoundsmanKms', 'RoundsmanCloudControl', 'RoundsmanOthers']));
  // Of these little is asked, and a statement for each would take the room of ten permissions.
  expect(policy.Statement.find(({ Sid }) => Sid === 'RoundsmanOthers')?.Action).toEqual(expect.arrayContaining(['cloudwatch:GetMetricData', 'pricing:GetProducts', 'sts:GetCallerIdentity']));
});
