import type { Listing } from '../../estate.ts';
import type { Tags } from '../../estate.ts';
import { type AskedBy, pageOfFields } from '../answerer.ts';
import type { Fields } from '../model.ts';

/** A page as EC2 gives it; a computed list makes no more than the page. */
export const ec2Page = (items: Listing<unknown>, list: string, input: Fields, asked: AskedBy): Fields =>
  pageOfFields(items as unknown as readonly unknown[], input, { size: 'MaxResults', token: 'NextToken', next: 'NextToken', list }, asked);

export const tagList = (tags: Tags): { Key: string; Value: string }[] => Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
