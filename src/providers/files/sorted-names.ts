import type { BytePath } from './byte-path.ts';

/** Gives back what was put in, sorted by bytes. Of very many names it keeps packed, sorted runs: a million single strings are 130 MB. */
export interface SortedNames {
  add(name: BytePath): void;
  all(): Iterable<BytePath>;
}

const runNames = 65_536;
const separator = '\0';

export function createSortedNames(): SortedNames {
  const runs: string[] = [];
  let current: BytePath[] = [];
  return {
    add(name) {
      current.push(name);
      if (current.length < runNames) return;
      runs.push(current.sort().join(separator));
      current = [];
    },
    all() {
      current.sort();
      return runs.length === 0 ? current : merged([...runs.map(unpacked), current[Symbol.iterator]()]);
    },
  };
}

function* unpacked(run: string): Generator<BytePath> {
  for (let start = 0; start <= run.length; ) {
    const found = run.indexOf(separator, start);
    const end = found < 0 ? run.length : found;
    yield run.slice(start, end);
    start = end + 1;
  }
}

interface Head {
  name: BytePath;
  rest: Iterator<BytePath>;
}

/** The runs as one; the heads are kept in order, so that the smallest is always the last of them. */
function* merged(runs: readonly Iterator<BytePath>[]): Generator<BytePath> {
  const heads: Head[] = [];
  const put = (rest: Iterator<BytePath>): void => {
    const next = rest.next();
    if (next.done === true) return;
    let [low, high] = [0, heads.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((heads[middle]?.name ?? '') > next.value) low = middle + 1;
      else high = middle;
    }
    heads.splice(low, 0, { name: next.value, rest });
  };
  for (const run of runs) put(run);
  for (let smallest = heads.pop(); smallest !== undefined; smallest = heads.pop()) {
    yield smallest.name;
    put(smallest.rest);
  }
}
