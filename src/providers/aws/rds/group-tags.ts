import type { Tag } from '@aws-sdk/client-rds';
import { type AwsListContext, detailOf } from '../define.ts';

const absent = ['DBParameterGroupNotFound', 'DBParameterGroupNotFoundFault', 'DBSubnetGroupNotFoundFault', 'DBSubnetGroupNotFound'];

/** Lists of groups come without tags: each is asked about by itself. */
export async function tagsOfGroup(context: AwsListContext, arn: string | undefined): Promise<Tag[] | undefined> {
  const { RDSClient, ListTagsForResourceCommand } = await import('@aws-sdk/client-rds');
  const answer = await detailOf(context, 'rds:ListTagsForResource', () => context.client(RDSClient).send(new ListTagsForResourceCommand({ ResourceName: arn })), absent);
  return answer ? (answer.TagList ?? []) : undefined;
}
