import { expect, it } from 'vitest';
import { anAws } from '../../test/judge-aws.ts';
import type { MetricQuestion } from '../core/rule.ts';
import { awsDynamodbTable } from '../providers/aws/dynamodb/table.ts';
import { awsDynamodbIdle } from '../rules/aws/dynamodb/dynamodb-idle.ts';
import { questionId, questionsOf } from './gather-metrics.ts';

const question: MetricQuestion = { name: 'Reads', namespace: 'AWS/X', statistic: 'sum', days: 14, dimensions: { Table: 'orders', Index: 'by-day' } };

it.each<[string, Partial<MetricQuestion>, boolean]>([
  ['asked twice', {}, true],
  ['with its dimensions in another order', { dimensions: { Index: 'by-day', Table: 'orders' } }, true],
  ['about another index', { dimensions: { Table: 'orders', Index: 'by-name' } }, false],
  ['about the table alone', { dimensions: { Table: 'orders' } }, false],
  ['without dimensions', { dimensions: {} }, false],
  ['over other days', { days: 30 }, false],
  ['by another statistic', { statistic: 'maximum' }, false],
  ['of another namespace', { namespace: 'AWS/Y' }, false],
  ['of another name', { name: 'Writes' }, false],
])('takes a question %s for the same or for another one: %o', (_what, other, isSame) => {
  expect(questionId({ ...question, ...other }) === questionId(question)).toBe(isSame);
});

it('asks about each index of a table apart', () => {
  const table = anAws(awsDynamodbTable, { table_name: 'orders', status: 'ACTIVE', global_indexes: ['by-day', 'by-name'].map((name) => ({ name, read_units: 0, write_units: 0 })) });
  const asked = questionsOf(table, [{ rule: awsDynamodbIdle, parameters: { days: 30 } }]);
  expect(asked.length).toBe(6);
  expect(new Set(asked.map((one) => questionId(one.question))).size).toBe(6);
});
