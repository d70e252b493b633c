import { useRef, useState } from 'react';

let adoptFrom = 0;
/** What who looks has done may move the rows: the next answer is shown as it is. */
export const adoptRows = (): void => { adoptFrom = Date.now(); };

interface Steady<Row> {
  rows: Row[];
  /** Rows that came since and are not shown yet. */
  waiting: number;
  show: () => void;
}

/**
 * Rows change in place and never move under the pointer; new ones wait until they are asked for. `key` names the list;
 * `isOld`: what is given still belongs to the list before.
 */
export function useSteadyRows<Row>(fresh: Row[], idOf: (row: Row) => string, { key, pages, at, isOld }: { key: string; pages: number; at: number; isOld: boolean }): Steady<Row> {
  const shown = useRef({ key: '', pages: 0, at: 0, ids: [] as string[] });
  const [, redraw] = useState(0);
  const before = shown.current;
  const byId = new Map(fresh.map((row) => [idOf(row), row]));
  const isNew = !isOld && (before.key !== key || before.ids.length === 0 || (at > adoptFrom && before.at <= adoptFrom));
  if (isNew) {
    shown.current = { key, pages, at, ids: [...byId.keys()] };
  } else if (!isOld && (at !== before.at || pages !== before.pages)) {
    const known = new Set(before.ids);
    const more = pages > before.pages ? [...byId.keys()].filter((id) => !known.has(id)) : [];
    shown.current = { key, pages, at, ids: [...before.ids.filter((id) => byId.has(id)), ...more] };
  }
  const { ids } = shown.current;
  return {
    rows: ids.flatMap((id) => byId.get(id) ?? []),
    waiting: isOld ? 0 : byId.size - ids.length,
    show: () => {
      shown.current = { key, pages, at, ids: [...byId.keys()] };
      redraw((count) => count + 1);
    },
  };
}
