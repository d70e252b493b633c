import type { Resource } from '../core/resource.ts';

/** Why the commands for this resource are advice only; null where nothing speaks against them. */
export function adviceOf({ tags, attributes }: Resource, now: Date): string | null {
  const lower = new Map(Object.entries(tags).map(([key, value]) => [key.toLowerCase(), value]));
  const keep = lower.get('do-not-delete');
  if (keep !== undefined && keep.toLowerCase() !== 'false') return 'Tagged do-not-delete: ask its owner first.';
  const until = lower.get('keep-until');
  if (until !== undefined && Date.parse(until) > now.getTime()) return `Tagged keep-until ${until}: leave it until then.`;
  const stack = tags['aws:cloudformation:stack-name'];
  if (stack !== undefined) return `Part of the stack ${stack}: change the stack, not the resource.`;
  if (attributes['termination_protected'] === true) return 'Protected against deletion: lift the protection first.';
  return null;
}
