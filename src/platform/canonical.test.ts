import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical.ts';

it('is JSON that means the same', () => {
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
  }));
});

it('does not depend on the order of keys, at any depth', () => {
  const shuffled = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(shuffled);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).toReversed().map(([key, inner]) => [key, shuffled(inner)]));
  };
  fc.assert(fc.property(fc.jsonValue(), (value) => {
    expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value));
  }));
});

it.each([
  [{ b: 1, a: undefined, c: [undefined, null] }, '{"b":1,"c":[null,null]}'],
  [{ at: new Date('2026-11-22T02:00:00.5Z') }, '{"at":"2026-11-22T02:00:00.500Z"}'],
  [{ ü: 'a"b\n', '': 0 }, '{"":0,"ü":"a\\"b\\n"}'],
  [[], '[]'], [{}, '{}'], ['', '""'], [undefined, 'null'], [Number.NaN, 'null'], [-0, '0'],
])('writes %j as %s', (value, text) => {
  expect(canonicalJson(value)).toBe(text);
});

it('tells apart what differs', () => {
  const texts = [{ a: 1 }, { a: '1' }, { a: [1] }, { a: null }, {}, [], [[]], [{}], 'a', null, false, 0].map(canonicalJson);
  expect(new Set(texts).size).toBe(texts.length);
});
