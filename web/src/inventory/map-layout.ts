import type { RelationGraph } from '../../../src/api/contract/index.ts';
import { relationWords } from './relation-words.ts';

type Node = RelationGraph['nodes'][number];

export interface Placed {
  id: string;
  node: Node | null;
  /** −2 to 2: what leads to it stands left, what it leads to right. */
  column: number;
  row: number;
  /** What it is to the one it hangs on; empty for the thing itself. */
  relation: string;
  parent: string | null;
  /** Of those that share a parent and have no room: how many. */
  more: number;
}

export interface MapLayout {
  placed: Placed[];
  columns: number[];
  rows: number;
}

const mostNear = 8;
/** How many places beyond each neighbour: the map stays about nine rows high however much there is. */
const beyond = (near: number): number => (near <= 2 ? 4 : near <= 4 ? 2 : 1);

/** So many of them that every kind is among them before a second one of any. */
function varied<Each extends { relation: string; type: string }>(all: Each[], number: number): Each[] {
  const kinds = [...Map.groupBy(all, (each) => `${each.relation} ${each.type}`).values()];
  const chosen = new Set<Each>();
  for (let turn = 0; chosen.size < number && turn < all.length; turn += 1) for (const each of kinds.flatMap((kind) => kind.slice(turn, turn + 1))) if (chosen.size < number) chosen.add(each);
  return kinds.flat().filter((each) => chosen.has(each));
}

/** A place for each thing: neighbours beside the thing, theirs beyond them, on the side of the one they hang on. */
export function layoutOf(graph: RelationGraph, rootId: string): MapLayout {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const seen = new Set([rootId]);
  const next = (id: string): { id: string; relation: string; type: string; side: 1 | -1 }[] =>
    graph.edges.flatMap((edge) => {
      const isOut = edge.from === id;
      const other = isOut ? edge.to : edge.to === id ? edge.from : undefined;
      return other === undefined || other === id || !nodes.has(other) ? [] : [{ id: other, type: nodes.get(other)?.type ?? '', relation: relationWords(edge.kind, isOut ? 'out' : 'in'), side: isOut ? (1 as const) : (-1 as const) }];
    });
  const take = (id: string) => {
    const found = next(id).filter((each) => !seen.has(each.id));
    // Several relations to one thing are one place.
    const unique = [...new Map(found.toReversed().map((each) => [each.id, each])).values()].toReversed();
    for (const each of unique) seen.add(each.id);
    return unique;
  };

  const near = take(rootId);
  const placed: Placed[] = [];
  const height: Record<number, number> = {};
  const put = (column: number, place: Omit<Placed, 'column' | 'row'>, atLeast = 0): number => {
    const row = Math.max(height[column] ?? 0, atLeast);
    height[column] = row + 1;
    placed.push({ ...place, column, row });
    return row;
  };

  for (const side of [-1, 1] as const) {
    const all = near.filter((each) => each.side === side);
    const shown = all.length <= mostNear + 1 ? varied(all, all.length) : varied(all, mostNear);
    const room = beyond(shown.length);
    for (const each of shown) {
      const own = take(each.id);
      // A near one stands level with the first of its own, so that lines do not cross.
      const from = Math.max(height[side] ?? 0, height[side * 2] ?? 0);
      const row = put(side, { id: each.id, node: nodes.get(each.id) ?? null, relation: each.relation, parent: rootId, more: 0 }, own.length === 0 ? 0 : from);
      const far = own.length <= room ? own : own.slice(0, room - 1);
      for (const one of far) put(side * 2, { id: one.id, node: nodes.get(one.id) ?? null, relation: one.relation, parent: each.id, more: 0 }, row);
      if (own.length > far.length) put(side * 2, { id: `${each.id} more`, node: null, relation: '', parent: each.id, more: own.length - far.length }, row);
    }
    if (all.length > shown.length) put(side, { id: `${rootId} more ${side}`, node: null, relation: '', parent: rootId, more: all.length - shown.length });
  }
  const rows = Math.max(1, ...Object.values(height));
  placed.push({ id: rootId, node: nodes.get(rootId) ?? null, column: 0, row: (rows - 1) / 2, relation: '', parent: null, more: 0 });
  const columns = [-2, -1, 0, 1, 2].filter((column) => placed.some((each) => each.column === column));
  return { placed: centred(placed, height, rows), columns, rows };
}

/** A short side stands in the middle beside a long one; both of its columns move together. */
function centred(placed: Placed[], height: Record<number, number>, rows: number): Placed[] {
  const shift = (column: number): number => (column === 0 ? 0 : (rows - Math.max(height[Math.sign(column)] ?? 0, height[Math.sign(column) * 2] ?? 0)) / 2);
  return placed.map((each) => ({ ...each, row: each.row + shift(each.column) }));
}
