import { Refusal } from '../demo/aws/answer.ts';
import { anEstate } from '../demo/aws/make.ts';
import { type Answerer, type PageNames, pageOfFields } from '../demo/aws/modelled/answerer.ts';
import { type AwsUnderTest, startAwsUnderTest, testAccount } from './collect-aws.ts';

/** An ARN in the account and region that tests look at. */
export const arnOf = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:${testAccount}:${rest}`;
export const functionArn = (name: string): string => arnOf('lambda', `function:${name}`);

/** Pages of an operation, as far as AWS gives them; Lambda's names for size and token where none are given. */
export const inPages = (list: string, items: readonly unknown[], most = 50, names: Omit<PageNames, 'list'> = { size: 'MaxItems', token: 'Marker', next: 'NextMarker' }): Answerer => (input, asked) =>
  pageOfFields(items, { ...input, [names.size]: Math.min(most, Number(input[names.size] ?? most)) }, { ...names, list }, asked);

/** The answer that there is none of that name. */
export const noSuch = (code = 'ResourceNotFoundException'): Answerer => () => {
  throw new Refusal(code === 'ResourceNotFoundException' ? 404 : 400, code, 'The resource you requested does not exist.');
};

/** An AWS that has these answers in one region and is empty in all others. */
export const withAnswers = (answers: Record<string, Answerer>): Promise<AwsUnderTest> =>
  startAwsUnderTest({ estate: anEstate(), answers: Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, (input, asked) => (asked.region === 'us-east-1' ? answer(input, asked) : {})])) });
