import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { TargetStatus } from '../core/resource.ts';
import { Judging, type JudgedTarget } from './judging.ts';

const target = (scope_id: string, type: string, { account = 'a', status = 'pending' as TargetStatus } = {}): JudgedTarget => ({ scope_id, type, account, status });
const reads = (type: string): string[] => (type === 'volume' ? ['instance'] : []);

function judging(targets: JudgedTarget[], judge: (ids: string[]) => Promise<unknown> = () => Promise.resolve()) {
  const judged: string[][] = [];
  const subject = new Judging({ targets, reads, judge: (ids) => (judged.push(ids), judge(ids)) });
  const end = (id: string, status: TargetStatus = 'complete'): void => subject.ended({ ...(targets.find(({ scope_id }) => scope_id === id) as JudgedTarget), status });
  return { subject, judged, end };
}

it('judges a type when all of it and what its rules read have ended, in that account', async () => {
  const { subject, judged, end } = judging([target('v1', 'volume'), target('v2', 'volume'), target('i1', 'instance'), target('other', 'instance', { account: 'b' })]);
  end('v1');
  end('v2');
  await turn();
  expect(judged).toEqual([]);
  end('i1');
  await subject.finish();
  expect(judged).toEqual([['v1', 'v2', 'i1']]);
  end('other');
  await subject.finish();
  expect(judged.at(-1)).toEqual(['other']);
});

it('leaves out what could not be read, and waits for it all the same', async () => {
  const { subject, judged, end } = judging([target('v1', 'volume'), target('i1', 'instance'), target('i2', 'instance')]);
  end('v1');
  end('i1', 'denied');
  await turn();
  expect(judged).toEqual([]);
  end('i2', 'partial');
  await subject.finish();
  expect(judged).toEqual([['v1', 'i2']]);
});

it('goes on from what an earlier attempt has ended', async () => {
  const { subject, judged } = judging([target('i1', 'instance', { status: 'complete' })]);
  await subject.finish();
  expect(judged).toEqual([['i1']]);
});

it('tells the failure at the end and judges nothing more', async () => {
  const { subject, judged, end } = judging([target('i1', 'instance'), target('r1', 'role')], () => Promise.reject(new Error('store down')));
  end('i1');
  await turn();
  end('r1');
  await expect(subject.finish()).rejects.toThrow('store down');
  expect(judged).toEqual([['i1']]);
});
