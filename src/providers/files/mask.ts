/** One line of a text: what it is, and what may be shown of it. */
export interface MaskedLine {
  raw: string;
  /** With `***` for each secret. */
  shown: string;
  secrets: string[];
}

const keyWords = 'pass(?:word|wd|phrase|code)|(?<![a-z])pass(?![a-z])|pwd|secret|token|api[_.-]?key|access[_.-]?key|account[_.-]?key|private[_.-]?key|encryption[_.-]?key|authorization|credential|cookie|connection[_.-]?string';

/** The first group of each is the secret. Every repetition is bounded or consumed: a line of any content takes linear time. */
const patterns: readonly RegExp[] = [
  // `key = "value"`, `key: value`, `--key=value`: quoted up to the quote, else to the end of the line.
  new RegExp(`(?:${keyWords})[\\w.\\[\\]-]{0,64}["'\`]?\\s{0,16}(?:=>|:=|\\+=|[:=])\\s{0,16}(?:"((?:[^"\\\\]|\\\\.){0,4000})"?|'((?:[^'\\\\]|\\\\.){0,4000})'?|([^\\s"'].{0,8000}))`, 'dgi'),
  // `<key>value</key>`
  new RegExp(`<[\\w:.-]{0,64}(?:${keyWords})[^<>]{0,256}>([^<]{1,8000})`, 'dgi'),
  // `login somebody password value`
  /\b(?:password|passwd)\s{1,16}(?![:=])(\S{1,8000})/dgi,
  /\b(?:bearer|basic)\s{1,16}([\w.~+/=-]{8,8000})/dgi,
  /:\/\/[^\s/:@]{0,256}:([^\s/@]{1,256})@/dg,
  /\b((?:AKIA|ASIA|AROA|AIDA|ABIA|ACCA)[A-Z0-9]{12,128})\b/dg,
  /\b((?:gh[pousr]|github_pat|glpat|sk|pk|rk|xox[a-z]|SG|npm|pypi|hvs|dop_v1)[_.-][\w.-]{16,8000})/dg,
  /\b(AIza[\w-]{30,64}|eyJ[\w-]{8,8000}\.[\w-]{2,8000}(?:\.[\w-]{0,8000})?)/dg,
  // A password hash as `crypt` writes it.
  /(\$(?:\d\w?|apr1|y|gy|argon2\w{0,2}|sha1|scrypt|md5)\$[^\s:]{8,8000})/dg,
  /[=:]\s{0,16}["']?((?:[A-Za-z0-9+/_-]){32,60000}={0,2})/dg,
];

const keyBegin = /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
const keyEnd = /-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----/;
/** `password: |` of YAML: the value is what follows, further in. */
const blockKey = new RegExp(`^(\\s*)(?:- )?["']?[\\w.-]{0,64}(?:${keyWords})[\\w.-]{0,64}["']?\\s*:\\s*[|>][+-]?\\d?\\s*$`, 'i');

/** Hides what looks like a secret. Rather one value too many than one too few. */
export function maskLines(lines: readonly string[]): MaskedLine[] {
  let isInKey = false;
  let block: number | undefined;
  return lines.map((raw) => {
    const indent = raw.length - raw.trimStart().length;
    if (block !== undefined && raw.trim() !== '' && indent <= block) block = undefined;
    if (isInKey) {
      const end = keyEnd.exec(raw);
      isInKey = end === null;
      return end === null ? wholly(raw) : hidden(raw, [[0, end.index]]);
    }
    if (block !== undefined && raw.trim() !== '') return wholly(raw);
    if (blockKey.test(raw)) block = indent;
    const begin = keyBegin.exec(raw);
    if (begin === null) return hidden(raw, rangesOf(raw));
    const from = begin.index + begin[0].length;
    const end = keyEnd.exec(raw.slice(from));
    isInKey = end === null;
    return hidden(raw, [...rangesOf(raw), [from, end === null ? raw.length : from + end.index]]);
  });
}

type Range = [start: number, end: number];
const wholly = (raw: string): MaskedLine => hidden(raw, [[0, raw.length]]);

function rangesOf(line: string): Range[] {
  return patterns.flatMap((pattern) => Array.from(line.matchAll(pattern), ({ indices }) => (indices?.slice(1).find((range) => range !== undefined) as Range | undefined) ?? [0, 0]));
}

function hidden(raw: string, ranges: readonly Range[]): MaskedLine {
  const secrets: string[] = [];
  let shown = '';
  let done = 0;
  for (const [start, end] of [...ranges].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
    if (end <= done || end === start) continue;
    if (start >= done) {
      shown += `${raw.slice(done, start)}***`;
      secrets.push(raw.slice(start, end));
    } else secrets.push(`${secrets.pop() ?? ''}${raw.slice(done, end)}`);
    done = end;
  }
  return { raw, shown: shown + raw.slice(done), secrets };
}
