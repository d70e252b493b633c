import type { Answerer } from '../../../../demo/aws/modelled/answerer.ts';
import { pageOfFields } from '../../../../demo/aws/modelled/answerer.ts';
import { account } from '../ec2/test-answered.ts';

export const elb = (rest: string): string => `arn:aws:elasticloadbalancing:us-east-1:${account}:${rest}`;

/** Pages of what lies in us-east-1; other regions have nothing. */
export const elbPages = (list: string, items: readonly unknown[] | ((input: Record<string, unknown>) => readonly unknown[])): Answerer => (input, asked) =>
  pageOfFields(asked.region !== 'us-east-1' ? [] : typeof items === 'function' ? items(input) : items, input, { size: 'PageSize', token: 'Marker', next: 'NextMarker', list }, asked);

/** The same tag on each, with the last letter of its name as value. */
export const tagsByName: Answerer = (input) => ({ TagDescriptions: (input['ResourceArns'] as string[]).map((ResourceArn) => ({ ResourceArn, Tags: [{ Key: 'end', Value: ResourceArn.at(-1) }] })) });
