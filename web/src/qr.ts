/** A QR code (ISO/IEC 18004) of a short text: bytes, error correction L, versions 1 to 10. True is dark. */

const eccLength = [7, 10, 15, 20, 26, 18, 20, 24, 30, 18];
const blockCount = [1, 1, 1, 1, 1, 2, 2, 2, 2, 4];
const formatOfL = 1;

function rawCodewords(version: number): number {
  let bits = (16 * version + 128) * version + 64;
  const aligned = version < 2 ? 0 : Math.floor(version / 7) + 2;
  if (aligned > 0) bits -= (25 * aligned - 10) * aligned - 55;
  if (version >= 7) bits -= 36;
  return Math.floor(bits / 8);
}
const dataCodewords = (version: number): number => rawCodewords(version) - (eccLength[version - 1] ?? 0) * (blockCount[version - 1] ?? 0);
const bitOf = (value: number, at: number): boolean => ((value >>> at) & 1) === 1;

function multiply(x: number, y: number): number {
  let product = 0;
  for (let at = 7; at >= 0; at--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d);
    if (bitOf(y, at)) product ^= x;
  }
  return product;
}

/** Reed-Solomon. */
function eccOf(data: number[], length: number): number[] {
  const divisor = Array.from({ length: length - 1 }, () => 0).concat(1);
  for (let root = 1, turn = 0; turn < length; turn++, root = multiply(root, 2)) {
    for (let at = 0; at < length; at++) divisor[at] = multiply(divisor[at] ?? 0, root) ^ (divisor[at + 1] ?? 0);
  }
  const rest = Array.from({ length: length }, () => 0);
  for (const byte of data) {
    const factor = byte ^ (rest.shift() ?? 0);
    rest.push(0);
    divisor.forEach((each, at) => { rest[at] = (rest[at] ?? 0) ^ multiply(each, factor); });
  }
  return rest;
}

function codewordsOf(bytes: Uint8Array, version: number): number[] {
  const bits: boolean[] = [];
  const push = (value: number, length: number): void => { for (let at = length - 1; at >= 0; at--) bits.push(bitOf(value, at)); };
  push(4, 4);
  push(bytes.length, version < 10 ? 8 : 16);
  for (const byte of bytes) push(byte, 8);
  const room = dataCodewords(version) * 8;
  push(0, Math.min(4, room - bits.length));
  push(0, (8 - (bits.length % 8)) % 8);
  for (let pad = 0xec; bits.length < room; pad ^= 0xec ^ 0x11) push(pad, 8);
  const data = Array.from({ length: bits.length / 8 }, (_, byte) => bits.slice(byte * 8, byte * 8 + 8).reduce((sum, bit) => sum * 2 + (bit ? 1 : 0), 0));
  const [count, ecc, raw] = [blockCount[version - 1] ?? 1, eccLength[version - 1] ?? 0, rawCodewords(version)];
  const shortOnes = count - (raw % count);
  const shortData = Math.floor(raw / count) - ecc;
  let from = 0;
  const blocks = Array.from({ length: count }, (_, block) => {
    const part = data.slice(from, (from += shortData + (block < shortOnes ? 0 : 1)));
    return { part, check: eccOf(part, ecc) };
  });
  const woven: number[] = [];
  for (let at = 0; at <= shortData; at++) for (const { part } of blocks) if (at < part.length) woven.push(part[at] ?? 0);
  for (let at = 0; at < ecc; at++) for (const { check } of blocks) woven.push(check[at] ?? 0);
  return woven;
}

class Grid {
  readonly size: number;
  readonly dark: boolean[][];
  readonly fixed: boolean[][];
  constructor(version: number) {
    this.size = version * 4 + 17;
    this.dark = Array.from({ length: this.size }, () => Array.from({ length: this.size }, () => false));
    this.fixed = Array.from({ length: this.size }, () => Array.from({ length: this.size }, () => false));
  }
  set(x: number, y: number, isDark: boolean): void {
    const [dark, fixed] = [this.dark[y], this.fixed[y]];
    if (dark === undefined || fixed === undefined || x < 0 || x >= this.size) return;
    dark[x] = isDark;
    fixed[x] = true;
  }
  square(x: number, y: number, radius: number, light: number[]): void {
    for (let dy = -radius; dy <= radius; dy++) for (let dx = -radius; dx <= radius; dx++) this.set(x + dx, y + dy, !light.includes(Math.max(Math.abs(dx), Math.abs(dy))));
  }
}

function drawFixed(grid: Grid, version: number): void {
  const { size } = grid;
  for (let at = 0; at < size; at++) { grid.set(6, at, at % 2 === 0); grid.set(at, 6, at % 2 === 0); }
  for (const [x, y] of [[3, 3], [size - 4, 3], [3, size - 4]] as const) grid.square(x, y, 4, [2, 4]);
  const aligned = version < 2 ? 0 : Math.floor(version / 7) + 2;
  const step = aligned === 0 ? 0 : Math.floor((version * 8 + aligned * 3 + 5) / (aligned * 4 - 4)) * 2;
  const places = aligned === 0 ? [] : [6, ...Array.from({ length: aligned - 1 }, (_, at) => size - 7 - (aligned - 2 - at) * step)];
  for (const x of places) for (const y of places) if (!((x === 6 && (y === 6 || y === size - 7)) || (x === size - 7 && y === 6))) grid.square(x, y, 2, [1]);
  if (version >= 7) {
    let rest = version;
    for (let turn = 0; turn < 12; turn++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25);
    for (let at = 0; at < 18; at++) {
      const [a, b] = [size - 11 + (at % 3), Math.floor(at / 3)];
      grid.set(a, b, bitOf((version << 12) | rest, at));
      grid.set(b, a, bitOf((version << 12) | rest, at));
    }
  }
}

function drawFormat(grid: Grid, mask: number): void {
  const { size } = grid;
  const data = (formatOfL << 3) | mask;
  let rest = data;
  for (let turn = 0; turn < 10; turn++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537);
  const bit = (at: number): boolean => bitOf(((data << 10) | rest) ^ 0x5412, at);
  for (let at = 0; at < 15; at++) {
    if (at < 6) grid.set(8, at, bit(at));
    else if (at < 8) grid.set(8, at + 1, bit(at));
    else grid.set(at === 8 ? 7 : 14 - at, 8, bit(at));
    if (at < 8) grid.set(size - 1 - at, 8, bit(at));
    else grid.set(8, size - 15 + at, bit(at));
  }
  grid.set(8, size - 8, true);
}

export function qrOf(text: string): boolean[][] {
  const bytes = new TextEncoder().encode(text);
  const version = Array.from({ length: 10 }, (_, at) => at + 1).find((each) => dataCodewords(each) * 8 >= 4 + (each < 10 ? 8 : 16) + bytes.length * 8);
  if (version === undefined) throw new Error('the text is too long for a small code');
  const grid = new Grid(version);
  drawFixed(grid, version);
  // One mask will do: readers take any, and the text is random enough.
  drawFormat(grid, 0);
  const words = codewordsOf(bytes, version);
  let at = 0;
  for (let right = grid.size - 1; right >= 1; right -= right === 8 ? 3 : 2) {
    const isUpward = ((right + 1) & 2) === 0;
    for (let step = 0; step < grid.size; step++) {
      for (const x of [right, right - 1]) {
        const y = isUpward ? grid.size - 1 - step : step;
        const [row, fixed] = [grid.dark[y], grid.fixed[y]];
        if (row === undefined || fixed?.[x] === true) continue;
        row[x] = (at < words.length * 8 && bitOf(words[at >>> 3] ?? 0, 7 - (at & 7))) !== ((x + y) % 2 === 0);
        at += 1;
      }
    }
  }
  return grid.dark;
}
