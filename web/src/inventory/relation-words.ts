import type { ResourceDetail } from '../../../src/api/contract/index.ts';
import { sentence } from '../words.ts';

export type Relation = ResourceDetail['relations'][number];

/** What a thing is to the other, said from both ends. */
const words: Record<string, [out: string, back: string]> = {
  'attached-to': ['Attached to', 'Attached to'],
  'member-of': ['Part of', 'Contains'],
  'owned-by': ['Owned by', 'Owns'],
  'created-from': ['Created from', 'Source of'],
  'uses': ['Uses', 'Used by'],
  'routes-to': ['Routes to', 'Reached from'],
  'targets': ['Targets', 'Targeted by'],
  'encrypted-by': ['Encrypted by', 'Encrypts'],
  'assumes': ['Assumes', 'Assumed by'],
  'grants': ['Grants access to', 'Granted access by'],
  'logs-to': ['Logs to', 'Receives logs of'],
  'backs-up': ['Backs up', 'Backed up by'],
  'replica-of': ['Replica of', 'Replicated to'],
  'managed-by': ['Managed by', 'Manages'],
};

export const relationWords = (kind: string, direction: 'out' | 'in'): string => words[kind]?.[direction === 'out' ? 0 : 1] ?? (direction === 'out' ? sentence(kind) : `${sentence(kind)} (from it)`);

/** By what they are to it. What both ends name, such as an attachment, is told once. */
export function grouped(relations: readonly Relation[]): [words: string, relations: Relation[]][] {
  const groups = new Map<string, Map<string, Relation>>();
  for (const relation of relations) {
    const name = relationWords(relation.kind, relation.direction);
    const group = groups.get(name) ?? new Map<string, Relation>();
    if (!group.has(relation.id)) group.set(relation.id, relation);
    groups.set(name, group);
  }
  return [...groups].map(([name, group]) => [name, [...group.values()].sort((a, b) => (a.type ?? '').localeCompare(b.type ?? '') || (a.name ?? a.id).localeCompare(b.name ?? b.id))]);
}

/** The last part of a full name: what people call a thing whose name is not known. */
export const shortId = (id: string): string => id.split(/[/:]/).findLast((part) => part !== '') ?? id;
/** Nothing is known of it: another account's, of a type that is not collected, or gone. */
export const isExternal = (relation: { name: string | null; type: string | null }): boolean => relation.name === null && relation.type === null;
