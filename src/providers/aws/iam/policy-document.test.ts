import { expect, it } from 'vitest';
import { isOpenToAnybody, policyDocument, principalsOf, principalUids } from './policy-document.ts';

const allow = (parts: object) => ({ Statement: [{ Effect: 'Allow', Action: 's3:*', ...parts }] });

it('reads the same policy the same, in whichever order AWS gives its lists', () => {
  const one = policyDocument(JSON.stringify(allow({ Principal: { AWS: ['b', 'a'] }, Resource: ['y', 'x'] })));
  expect(one).toEqual(policyDocument(JSON.stringify(allow({ Principal: { AWS: ['a', 'b'] }, Resource: ['x', 'y'] }))));
  expect(policyDocument('%7B%22a%22%3A1%7D', true)).toEqual({ a: 1 });
});

it.each([['{"half', '{"half'], ['%', '%'], ['', null], [undefined, null]])('keeps %j as %j', (text, kept) => {
  expect(policyDocument(text, true)).toBe(kept);
});

it.each<[string, object, string[], boolean]>([
  ['anybody', allow({ Principal: '*' }), ['*'], true],
  ['anybody among others', allow({ Principal: { AWS: ['*', 'arn:aws:iam::1:root'] } }), ['*', 'arn:aws:iam::1:root'], true],
  ['anybody under a condition', allow({ Principal: '*', Condition: { Bool: {} } }), ['*'], false],
  ['a service', allow({ Principal: { Service: 'sns.amazonaws.com' } }), ['sns.amazonaws.com'], false],
  ['nobody', { Statement: { Effect: 'Deny', Principal: '*' } }, [], false],
  ['one statement without a list', { Statement: { Effect: 'Allow', Principal: '*' } }, ['*'], true],
])('says of a policy that lets in %s', (_whom, document, principals, isOpen) => {
  expect([principalsOf(document as never), isOpenToAnybody(document as never)]).toEqual([principals, isOpen]);
});

it.each([null, 'text', 7, [], { Statement: 'x' }, { Statement: [null, 3] }])('finds nobody in %j', (odd) => {
  expect([principalsOf(odd as never), isOpenToAnybody(odd as never)]).toEqual([[], false]);
});

it('knows the principals that are one thing with a name', () => {
  expect(principalUids(['*', 'arn:aws:iam::1:role/a', 'arn:aws:iam::*:role/a', 'sns.amazonaws.com', '123456789012'])).toEqual(['arn:aws:iam::1:role/a']);
});
