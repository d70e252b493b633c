import type { z } from 'zod';
import { hashId } from '../platform/ids.ts';
import type { ReadStore } from '../store/reads.ts';
import type { relationGraph } from './contract/resources.ts';

type Graph = z.infer<typeof relationGraph>;

/** One thing may be named by very many (a VPC by all that lies in it): so many of them are followed. */
const mostPointing = 200;

/** Walks the relations of a thing in both directions, breadth first, until the depth or the limit is reached. */
export async function walkRelations(reads: ReadStore, { id, depth, direction, limit }: { id: string; depth: number; direction: 'out' | 'in' | 'both'; limit: number }): Promise<Graph> {
  const nodes = new Map<string, Graph['nodes'][number]>();
  const edges = new Map<string, Graph['edges'][number]>();
  let isCut = false;
  let front = [id];
  for (let distance = 0; front.length > 0 && distance <= depth; distance += 1) {
    const known = await reads.withRelations(front.map(hashId));
    const next = new Set<string>();
    const join = (from: string, to: string, kind: string, other: string): void => {
      edges.set(`${from} ${kind} ${to}`, { from, to, kind });
      if (!nodes.has(other)) next.add(other);
    };
    for (const uid of front) {
      const found = known.get(uid);
      nodes.set(uid, { id: uid, name: found?.name ?? null, type: found?.type ?? null, region: found?.region ?? null, account: found?.account ?? null, distance, external: found === undefined });
      if (distance === depth) continue;
      if (direction !== 'in') for (const { kind, uid: other } of found?.relations ?? []) join(uid, other, kind, other);
      if (direction === 'out') continue;
      const pointing = await reads.pointingTo(uid, mostPointing);
      isCut ||= pointing.length === mostPointing;
      for (const { kind, uid: other } of pointing) join(other, uid, kind, other);
    }
    front = [...next].filter((uid) => !nodes.has(uid));
    const room = limit - nodes.size;
    isCut ||= front.length > room;
    front = front.slice(0, Math.max(0, room));
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()].filter(({ from, to }) => nodes.has(from) && nodes.has(to)), is_cut: isCut };
}
