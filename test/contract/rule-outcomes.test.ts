import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { rules } from '../../src/rules/index.ts';
import { makeTestFolder } from '../open-test-store.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Their clouds tell all that they judge by together with the resource itself, or do not tell of it at all. */
const neverUnknown = new Set(['aws-asg-empty', 'aws-eip-unassociated', 'aws-iam-group-empty']);

it('the tables of the waste rules try a resource that passes, one that fails and one that nobody can judge', async () => {
  const outcomes = path.join(makeTestFolder('outcomes'), 'outcomes');
  const { VITEST: _, ...environment } = process.env;
  await promisify(execFile)(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'src/rules', '--reporter=dot'], { cwd: root, env: { ...environment, ROUNDSMAN_RULE_OUTCOMES: outcomes }, maxBuffer: 64 * 1024 * 1024 });
  const tried = new Set(fs.readFileSync(outcomes, 'utf8').split('\n'));
  const waste = [...rules.values()].filter(({ category }) => category === 'waste');
  const lacking = waste.flatMap(({ id }) => ['pass', 'fail', 'unknown'].filter((outcome) => !tried.has(`${id} ${outcome}`) && !(outcome === 'unknown' && neverUnknown.has(id))).map((outcome) => `${id}: ${outcome}`));
  expect(waste.length).toBeGreaterThan(100);
  expect(lacking).toEqual([]);
}, 180_000);
