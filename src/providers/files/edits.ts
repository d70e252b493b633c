/** One line of the way from one text to another, with its place in both. */
export interface Edit {
  kind: 'same' | 'removed' | 'added';
  oldIndex: number;
  newIndex: number;
}

/** More edits than this are not worth finding one by one: memory grows with their square. */
const mostEdits = 800;

/** The shortest way from one list of lines to another (Myers); where the two have too little in common, all of one for all of the other. */
export function editsOf(old: readonly string[], now: readonly string[]): Edit[] {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start += 1;
  let end = 0;
  while (end < old.length - start && end < now.length - start && old[old.length - 1 - end] === now[now.length - 1 - end]) end += 1;
  const middle = shortestEdits(old.slice(start, old.length - end), now.slice(start, now.length - end));
  const edits: Edit[] = [];
  let [oldIndex, newIndex] = [0, 0];
  const push = (kind: Edit['kind']): void => {
    edits.push({ kind, oldIndex, newIndex });
    if (kind !== 'added') oldIndex += 1;
    if (kind !== 'removed') newIndex += 1;
  };
  for (let each = 0; each < start; each += 1) push('same');
  middle.forEach(push);
  for (let each = 0; each < end; each += 1) push('same');
  return edits;
}

function shortestEdits(old: readonly string[], now: readonly string[]): Edit['kind'][] {
  const all = (): Edit['kind'][] => [...old.map(() => 'removed' as const), ...now.map(() => 'added' as const)];
  if (old.length === 0 || now.length === 0) return all();
  const most = Math.min(old.length + now.length, mostEdits);
  const offset = most + 1;
  const furthest = new Int32Array(2 * most + 3);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits += 1) {
    trace.push(furthest.slice(offset - edits - 1, offset + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = isDown(furthest, offset + diagonal, diagonal, edits) ? (furthest[offset + diagonal + 1] ?? 0) : (furthest[offset + diagonal - 1] ?? 0) + 1;
      while (x < old.length && x - diagonal < now.length && old[x] === now[x - diagonal]) x += 1;
      furthest[offset + diagonal] = x;
      if (x >= old.length && x - diagonal >= now.length) return backtrack(trace, old.length, now.length);
    }
  }
  return all();
}

/** Whether the best way to a diagonal comes from the one above it: a line of the new text is put in. */
const isDown = (furthest: Int32Array, at: number, diagonal: number, edits: number): boolean => diagonal === -edits || (diagonal !== edits && (furthest[at - 1] ?? 0) < (furthest[at + 1] ?? 0));

function backtrack(trace: readonly Int32Array[], oldLength: number, newLength: number): Edit['kind'][] {
  const kinds: Edit['kind'][] = [];
  let [x, y] = [oldLength, newLength];
  for (let edits = trace.length - 1; edits >= 0; edits -= 1) {
    const furthest = trace[edits] ?? new Int32Array(0);
    const diagonal = x - y;
    // Each kept part begins one before its lowest diagonal.
    const at = diagonal + edits + 1;
    const isFromAbove = isDown(furthest, at, diagonal, edits);
    const previous = isFromAbove ? diagonal + 1 : diagonal - 1;
    const previousX = furthest[previous + edits + 1] ?? 0;
    const previousY = previousX - previous;
    while (edits > 0 ? x > previousX && y > previousY : x > 0 && y > 0) {
      kinds.push('same');
      x -= 1;
      y -= 1;
    }
    if (edits > 0) kinds.push(isFromAbove ? 'added' : 'removed');
    [x, y] = [previousX, previousY];
  }
  return kinds.reverse();
}
