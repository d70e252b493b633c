import type { RuleContext } from '../../../core/rule.ts';

/** The stopped instance that holds the volume, where every instance that it is attached to is stopped. */
export function stoppedHolder(instanceUids: readonly string[], context: RuleContext): { uid: string; stoppedAt: string | null } | undefined {
  const holders = instanceUids.map((uid) => context.related(uid));
  const first = holders[0];
  if (first === undefined || !holders.every((holder) => holder?.attributes['state'] === 'stopped')) return undefined;
  const stoppedAt = first.attributes['stopped_at'];
  return { uid: first.uid, stoppedAt: typeof stoppedAt === 'string' ? stoppedAt : null };
}
