import { expect, it } from 'vitest';
import { parseManifest } from './manifest.ts';

const [one, two] = ['a'.repeat(64), 'b'.repeat(64)];

it('reads what sha256sum prints, in text and binary mode, with comments and empty lines', () => {
  expect(parseManifest(`# release 4.2\n${one}  /srv/app/main.js\r\n\n${two.toUpperCase()} */srv/app/a name.js\n`)).toEqual([{ path: '/srv/app/main.js', sha256: one }, { path: '/srv/app/a name.js', sha256: two }]);
});

it('reads JSON, as a list or under entries; null says that the file will be gone', () => {
  const list = [{ path: '/a', sha256: one }, { path: '/b', sha256: null }];
  expect(parseManifest(JSON.stringify(list))).toEqual(list);
  expect(parseManifest(JSON.stringify({ entries: list }))).toEqual(list);
});

it.each([
  ['', 'empty'],
  ['hello', 'Line 1'],
  [`${one}  /a\n${one}  relative/path`, 'Line 2: the path must be absolute'],
  ['{', 'JSON'],
  ['[{"path":"/a","sha256":"short"}]', '0.sha256'],
])('says what is wrong with %j', (text, words) => {
  expect(() => parseManifest(text)).toThrow(words);
});
