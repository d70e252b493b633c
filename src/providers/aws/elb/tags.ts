import type { AppError } from '../../../core/errors.ts';
import { mapConcurrently } from '../../../platform/map-concurrently.ts';
import { type AwsListContext, tagsOf } from '../define.ts';
import { kindOf, toAppError } from '../errors.ts';

type Tags = Record<string, string>;
type TagDescriptions = readonly { key: string | undefined; tags: readonly { Key?: string | undefined; Value?: string | undefined }[] | undefined }[];

/** What AWS takes in one call. */
const perCall = 20;
const gone = new Set(['LoadBalancerNotFound', 'LoadBalancerNotFoundException', 'AccessPointNotFound', 'AccessPointNotFoundException', 'TargetGroupNotFound', 'TargetGroupNotFoundException', 'ListenerNotFound', 'ListenerNotFoundException']);

export const isGone = (error: unknown): boolean => {
  const { name = '', Code = name } = error as { name?: string; Code?: string };
  return gone.has(name) || gone.has(Code);
};

export interface Tagged<Thing> {
  thing: Thing;
  tags: Tags;
}

export interface TaggedThings<Thing> {
  things: Tagged<Thing>[];
  /** The right to read tags is lacking; other failures end the listing, or tags would seem removed. */
  denied: AppError | undefined;
}

/** Each thing with its tags, twenty a call; what was deleted in between is left out. */
export async function withTags<Thing>(things: readonly Thing[], keyOf: (thing: Thing) => string, ask: (keys: string[]) => Promise<TagDescriptions>, context: AwsListContext): Promise<TaggedThings<Thing>> {
  const groups = Array.from({ length: Math.ceil(things.length / perCall) }, (_, index) => things.slice(index * perCall, (index + 1) * perCall));
  const found = new Map<string, Tags>();
  let denied: AppError | undefined;
  const note = (answer: TagDescriptions): void => answer.forEach(({ key, tags }) => void (key !== undefined && found.set(key, tagsOf(tags))));
  const read = async (keys: string[]): Promise<void> => {
    try {
      note(await ask(keys));
    } catch (error) {
      if (context.signal.aborted) throw error;
      // One that is gone fails the whole call: the others are asked about by themselves.
      if (isGone(error)) return void (keys.length > 1 && (await Promise.all(keys.map((key) => read([key])))));
      if (kindOf(error) !== 'denied') throw error;
      denied ??= toAppError(error, 'elasticloadbalancing:DescribeTags', context.region);
    }
  };
  for await (const _ of mapConcurrently(groups, 10, (group) => read(group.map(keyOf)))) continue;
  const isListed = (thing: Thing): boolean => denied !== undefined || found.has(keyOf(thing));
  return { things: things.filter(isListed).map((thing) => ({ thing, tags: found.get(keyOf(thing)) ?? {} })), denied };
}

/** The tags of load balancers, target groups and listeners of today's kind. */
export async function tagsOfArns(context: AwsListContext, arns: string[]): Promise<TagDescriptions> {
  const { ElasticLoadBalancingV2Client, DescribeTagsCommand } = await import('@aws-sdk/client-elastic-load-balancing-v2');
  const { TagDescriptions } = await context.client(ElasticLoadBalancingV2Client).send(new DescribeTagsCommand({ ResourceArns: arns }));
  return (TagDescriptions ?? []).map(({ ResourceArn, Tags }) => ({ key: ResourceArn, tags: Tags }));
}
