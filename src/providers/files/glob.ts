import { type BytePath, bytesOf, isAscii } from './byte-path.ts';
import { characterAt } from './utf8.ts';

/** Matches one path below the root; `isFolder` as patterns with a slash at the end mean folders. */
export type Glob = (path: BytePath, isFolder: boolean) => boolean;

type Token = { kind: 'literal'; code: number } | { kind: 'any' } | { kind: 'one' } | { kind: 'class'; ranges: [low: number, high: number][]; isNegated: boolean };

/**
 * `*` and `?` within a name, `**` over any number of folders, `[a-z]`, `[!a-z]`, `\` before what is meant literally. A
 * pattern without a slash matches a name at any depth. A leading dot is nothing special: hidden files are files.
 */
export function compileGlob(pattern: string): Glob {
  const isForFolders = pattern.endsWith('/');
  const trimmed = pattern.replace(/^\//, '').replace(/\/+$/, '');
  const parts = trimmed.split('/').map((part) => (part === '**' ? 'folders' : tokensOf(part)));
  const isOfName = parts.length === 1 && !pattern.startsWith('/');
  const segments = isOfName && parts[0] !== 'folders' ? (['folders', ...parts] as const) : parts;
  return (path, isFolder) => (!isForFolders || isFolder) && matchesSegments(segments, path.split('/').map(charactersOf));
}

/** Code points; a byte that is no part of valid UTF-8 becomes a lone surrogate, which no pattern means by accident. */
function charactersOf(name: BytePath): number[] {
  if (isAscii(name)) return Array.from(name, (character) => character.charCodeAt(0));
  const bytes = bytesOf(name);
  const codes: number[] = [];
  for (let index = 0; index < bytes.length; ) {
    const { character, length, isInvalid } = characterAt(bytes, index);
    codes.push(isInvalid ? 0xdc00 + (bytes[index] ?? 0) : (character.codePointAt(0) ?? 0));
    index += length;
  }
  return codes;
}

function tokensOf(part: string): Token[] {
  const characters = Array.from(part);
  const tokens: Token[] = [];
  for (let index = 0; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === '*') {
      if (tokens.at(-1)?.kind !== 'any') tokens.push({ kind: 'any' });
    } else if (character === '?') tokens.push({ kind: 'one' });
    else if (character === '[') {
      const found = classAt(characters, index);
      tokens.push(found?.token ?? literal('['));
      index = found?.end ?? index;
    } else if (character === '\\' && index + 1 < characters.length) {
      index += 1;
      tokens.push(literal(characters[index] ?? ''));
    } else tokens.push(literal(character));
  }
  return tokens;
}

const literal = (character: string): Token => ({ kind: 'literal', code: character.codePointAt(0) ?? 0 });

/** A class from `[` on; undefined where it is never closed, so that the bracket means itself. */
function classAt(characters: readonly string[], start: number): { token: Token; end: number } | undefined {
  let index = start + 1;
  const isNegated = characters[index] === '!' || characters[index] === '^';
  if (isNegated) index += 1;
  const ranges: [number, number][] = [];
  for (const first = index; index < characters.length; index += 1) {
    const character = characters[index] ?? '';
    if (character === ']' && index > first) return { token: { kind: 'class', ranges, isNegated }, end: index };
    const low = character.codePointAt(0) ?? 0;
    const last = characters[index + 2];
    if (characters[index + 1] === '-' && last !== undefined && last !== ']') {
      ranges.push([low, last.codePointAt(0) ?? 0]);
      index += 2;
    } else ranges.push([low, low]);
  }
  return undefined;
}

type Segment = 'folders' | readonly Token[];

/** Remembers only the last `**`: what a pattern matches is found in at most pattern × path steps, whatever it is. */
function matchesSegments(pattern: readonly Segment[], path: readonly number[][]): boolean {
  return matchesWithStars(pattern.length, path.length, (index) => pattern[index] === 'folders', (index, place) => matchesName(pattern[index] as readonly Token[], path[place] ?? []), pattern.at(-1) === 'folders');
}

function matchesName(tokens: readonly Token[], name: readonly number[]): boolean {
  return matchesWithStars(tokens.length, name.length, (index) => tokens[index]?.kind === 'any', (index, place) => matchesOne(tokens[index], name[place] ?? 0), false);
}

function matchesOne(token: Token | undefined, code: number): boolean {
  if (token === undefined || token.kind === 'any') return false;
  if (token.kind === 'one') return true;
  if (token.kind === 'literal') return token.code === code;
  return token.ranges.some(([low, high]) => code >= low && code <= high) !== token.isNegated;
}

/** `needsOne`: a star at the end stands for at least one (`a/**` is what lies below `a`, not `a`). */
function matchesWithStars(patternLength: number, textLength: number, isStar: (index: number) => boolean, isMatch: (index: number, place: number) => boolean, needsOne: boolean): boolean {
  let [index, place, star, starPlace] = [0, 0, -1, 0];
  while (place < textLength) {
    if (index < patternLength && isStar(index)) {
      [star, starPlace] = [index, place];
      index += 1;
    } else if (index < patternLength && isMatch(index, place)) {
      index += 1;
      place += 1;
    } else if (star >= 0) {
      starPlace += 1;
      index = star + 1;
      place = starPlace;
    } else return false;
  }
  const left = patternLength - index;
  if (left === 0) return true;
  for (let rest = index; rest < patternLength; rest += 1) if (!isStar(rest)) return false;
  return !needsOne || left === 0;
}
