import fs from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { AppError, asAppError, errorCodes } from '../../src/core/errors.ts';

const root = path.resolve(import.meta.dirname, '../..');

it('documents exactly the codes that there are, with the same words', () => {
  const page = fs.readFileSync(path.join(root, 'docs/reference/errors.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `([A-Z_]+)` \| (.+) \|$/gm)].map(([, code, words]) => [code, words?.replaceAll('\\|', '|')]);
  expect(Object.fromEntries(documented)).toEqual(errorCodes);
});

it('uses every code somewhere, so that none promises what never comes', () => {
  const sources = ['src', 'demo'].flatMap((folder) => fs.globSync(`${folder}/**/*.ts`, { cwd: root })).filter((file) => !file.endsWith('.test.ts') && file !== 'src/core/errors.ts');
  const text = sources.map((file) => fs.readFileSync(path.join(root, file), 'utf8')).join('\n');
  expect(Object.keys(errorCodes).filter((code) => !text.includes(`'${code}'`))).toEqual([]);
});

it('says for every code in a sentence what to do or what happens next', () => {
  for (const [code, words] of Object.entries(errorCodes)) expect(words, code).toMatch(/^[A-Z].{15,}\.$/);
});

it('sends code, words and permission of an error, and never its cause', () => {
  const error = new AppError('AWS_ACCESS_DENIED', { cause: new Error('password=hunter2'), permission: 'ec2:DescribeVolumes' });
  expect(error.toStored()).toEqual({ code: 'AWS_ACCESS_DENIED', message: errorCodes.AWS_ACCESS_DENIED, permission: 'ec2:DescribeVolumes' });
  expect(asAppError(new Error('password=hunter2')).toStored()).toEqual({ code: 'INTERNAL', message: errorCodes.INTERNAL });
  expect(asAppError(error)).toBe(error);
});
