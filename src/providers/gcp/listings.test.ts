import { describe, expect, it } from 'vitest';
import { gcpResourceTypes } from '../index.ts';

describe('every list that a type declares', () => {
  const listings = [...gcpResourceTypes.values()].flatMap(({ id, source }) => ('lists' in source ? source.lists.map((listing) => [id, listing] as const) : []));

  it.each(listings)('of %s reads and does nothing else', (_, { method, host, path, items, isPost }) => {
    expect(method).toMatch(/^[a-z0-9]+\.v\d+[a-z0-9]*(\.[A-Za-z_0-9]+)*\.(list|aggregatedList|aggregated|search|get[A-Za-z]*)$/);
    expect(method).not.toMatch(/secret.*access|getKeyString|\.(getKey|export|decrypt|generate\w*)$/i);
    expect(host).toMatch(/^[a-z0-9-]+\.googleapis\.com$/);
    expect(path).toMatch(/^[^/].*\{(project|account|parent)\}|^storage\/v1\/b$/);
    if (isPost === true) expect([method.endsWith('.getIamPolicy'), items]).toEqual([true, '']);
  });
});
