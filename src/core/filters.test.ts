import fc from 'fast-check';
import { expect, it } from 'vitest';
import { filterOf, isLike, parseFilters } from './filters.ts';

const web = { name: 'Web-01', tags: { env: 'prod', team: 'shop' }, region: 'us-east-1', attributes: { state: 'running' } };

it('reads records and lists alike', () => {
  expect(parseFilters({ instance_state: 'running', 'tag:env': ['prod', 'test'] })).toEqual({ instance_state: ['running'], 'tag:env': ['prod', 'test'] });
  expect(parseFilters(['tag:env=prod', 'tag:env=a=b', 'name=web-*'])).toEqual({ 'tag:env': ['prod', 'a=b'], name: ['web-*'] });
  expect(parseFilters(undefined)).toEqual({});
});

it('names every filter that is not known', () => {
  expect(() => parseFilters({ state: 'running', 'tag:': 'x', name: [] })).toThrow(/unknown filter state.*unknown filter tag:.*name takes texts/);
  expect(() => parseFilters(['nothing'])).toThrow(/unknown filter nothing/);
  expect(() => parseFilters({ name: { a: 1 } })).toThrow(/name takes texts/);
});

it('passes what has all of the properties, each in one of the values', () => {
  const filter = (filters: Record<string, string[]>, type = 'aws:ec2:instance') => filterOf(filters, type)?.(web);
  expect(filter({ instance_state: ['stopped', 'running'], 'tag:env': ['prod'] })).toBe(true);
  expect(filter({ instance_state: ['stopped'] })).toBe(false);
  expect(filter({ instance_state: ['stopped'] }, 'aws:ec2:volume')).toBeUndefined();
  expect(filter({ name: ['web-*'] })).toBe(true);
  expect(filter({ 'tag:team': ['s?op'], 'tag:owner': ['*'] })).toBe(false);
});

it('matches stars and question marks as a regular expression would', () => {
  const small = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((parts) => parts.join(''));
  fc.assert(fc.property(fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 10 }), small, (text, pattern) => {
    expect(isLike(text, pattern)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`).test(text));
  }));
});

it('takes no time over a pattern made to take long', () => {
  expect(isLike('a'.repeat(20_000), `${'a*'.repeat(20)}b`)).toBe(false);
});
