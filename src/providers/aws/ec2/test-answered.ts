import { type Answerer, type PageNames, pageOfFields } from '../../../../demo/aws/modelled/answerer.ts';
import { anEstate } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

type Items = Readonly<Record<string, readonly unknown[]>>;

/** Pages of what lies in each region, as EC2 pages unless said otherwise. */
export const paged = (list: string, items: Items, names: Partial<PageNames> = {}): Answerer => (input, asked) =>
  pageOfFields(items[asked.region] ?? [], input, { size: 'MaxResults', token: 'NextToken', next: 'NextToken', list, ...names }, asked);

export const startAnswered = (answers: Readonly<Record<string, Answerer>>): Promise<AwsUnderTest> => startAwsUnderTest({ estate: anEstate({ regions: { 'us-east-1': {}, 'eu-west-1': {} } }), answers });

export const nothingInOneCall = { resources: [], end: { result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 } };
export const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
export const account = '123456789012';
export const ec2 = (rest: string, region = 'us-east-1', owner = account): string => `arn:aws:ec2:${region}:${owner}:${rest}`;
