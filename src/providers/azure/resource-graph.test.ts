import { expect, it } from 'vitest';
import { parseQuery } from '../../../demo/azure/resource-graph.ts';
import { grantOf, refusalOf } from './access.ts';
import { durationMs, kindOf, pauseAfterMs } from './errors.ts';
import { kustoOf } from './resource-graph.ts';


it('asks for the types in an order that pages can be joined by', () => {
  const query = kustoOf({ table: 'Resources', nativeTypes: ['Microsoft.Sql/servers', 'Microsoft.Compute/disks'] });
  expect(query).toBe("Resources | where type in~ ('microsoft.compute/disks', 'microsoft.sql/servers') | order by id asc");
  expect(kustoOf({ table: 'ResourceContainers', nativeTypes: undefined })).toBe('ResourceContainers | order by id asc');
  expect(parseQuery(query)?.types).toEqual(new Set(['microsoft.compute/disks', 'microsoft.sql/servers']));
});

const grant = (actions: RegExp[], notActions: RegExp[] = [], isNarrowed = false) => ({ actions, notActions, isNarrowed });

it.each([
  ['a star', [grant([/^.*\/read$/i])], 'Microsoft.Compute/disks/read', 'yes'], ['what is taken away', [grant([/^.*\/read$/i], [/^microsoft\.compute\/.*$/i])], 'Microsoft.Compute/disks/read', 'no'],
  ['what one role takes away and another gives', [grant([/^.*$/i], [/^microsoft\.compute\/.*$/i]), grant([/^.*\/read$/i])], 'Microsoft.Compute/disks/read', 'yes'],
  ['nothing', [], 'Microsoft.Compute/disks/read', 'no'], ['a part of everything', [grant([/^.*\/read$/i], [/^microsoft\.sql\/.*$/i], true)], '*/read', 'some'],
] as const)('grants by %s', (_what, grants, action, expected) => {
  expect(grantOf(grants, action)).toBe(expected);
});

it('refuses nothing where it is not known what may be read', () => {
  expect(refusalOf({ grants: undefined, unregistered: new Set() }, 'Microsoft.Compute/disks', ['Microsoft.Compute/disks/read'])).toBeUndefined();
});

const answer = (status: number, code = '', headers: Record<string, string> = {}) => ({ status, headers: new Headers(headers), body: { error: { code } } });

it.each([
  [200, '', undefined], [401, 'ExpiredAuthenticationToken', 'credentials'], [403, 'AuthorizationFailed', 'denied'], [403, 'ReadOnlyDisabledSubscription', 'disabled'], [404, 'SubscriptionNotFound', 'disabled'], [409, 'MissingSubscriptionRegistration', 'disabled'],
  [400, 'NoRegisteredProviderFound', 'disabled'], [404, 'ResourceNotFound', 'missing'], [429, '', 'throttled'], [503, 'ServerBusy', 'transient'], [400, 'BadRequest', 'other'],
] as const)('takes %s %s for %s', (status, code, kind) => {
  expect(kindOf(answer(status, code))).toBe(kind);
});

it('waits for the quota that the answer tells of', () => {
  expect(pauseAfterMs(answer(200, '', { 'x-ms-user-quota-remaining': '0', 'x-ms-user-quota-resets-after': '00:00:04' }))).toBe(4000);
  expect(pauseAfterMs(answer(200, '', { 'x-ms-user-quota-remaining': '3' }))).toBeUndefined();
  expect(pauseAfterMs(answer(200, '', { 'x-ms-ratelimit-remaining-subscription-reads': '2' }))).toBeGreaterThan(0);
  expect(durationMs('01:00:00.5')).toBe(3_600_500);
});
