/** What a configuration of AIDE asks to watch, as far as it can be said here. */
export interface AideSelection {
  roots: AideRoot[];
  /** Lines, or parts of them, that mean something here has no word for. */
  unsupported: { line: number; text: string; why: string }[];
}

export interface AideRoot {
  path: string;
  recursive: boolean;
  /** Patterns below the path. */
  exclude: string[];
  mode: 'standard' | 'append_only';
}

type Rule = { kind: 'watch' | 'only'; path: string; isGrowing: boolean } | { kind: 'ignore'; expression: Expression };

const settingLine = /^(?:database\w*|gzip_dbout|verbose|log_level|report_\w+|root_prefix|config_version|config_check_warn_unrestricted_rules|num_workers|warn_dead_symlinks|summarize_changes|grouped|acl_no_symlink_follow|ignore_list|syslog_format)\s*=/;
const growing: ReadonlySet<string> = new Set(['>', 'S', 'growing']);

export function readAideConf(text: string): AideSelection {
  const groups = new Map<string, string>();
  const defines = new Map<string, string>();
  const unsupported: AideSelection['unsupported'] = [];
  const rules: Rule[] = [];
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const line = raw.trim().replace(/@@\{(\w+)\}/g, (whole, name: string) => defines.get(name) ?? whole);
    const refuse = (why: string): void => void unsupported.push({ line: index + 1, text: line, why });
    if (line === '' || line.startsWith('#') || settingLine.test(line)) continue;
    const define = /^@@define\s+(\w+)(?:\s+(.*))?$/.exec(line);
    const group = /^(\w+)\s*=\s*([\w+>-]+)$/.exec(line);
    if (define !== null) defines.set(define[1] ?? '', define[2] ?? '');
    else if (line.startsWith('@@')) refuse('conditions and inclusions are not followed');
    else if (group !== null) groups.set(group[1] ?? '', group[2] ?? '');
    else if (/^[!=-]?\//.test(line)) rules.push(...ruleOf(line, groups, refuse));
    else refuse('it is no selection that is known here');
  }
  return { roots: rootsOf(rules), unsupported };
}

function ruleOf(line: string, groups: ReadonlyMap<string, string>, refuse: (why: string) => void): Rule[] {
  const sign = /^[!=-]/.exec(line)?.[0] ?? '';
  const [written = '', ...rest] = line.slice(sign.length).split(/\s+/);
  const expression = readExpression(written);
  if (expression === undefined) refuse('the regular expression has no equal among the patterns here');
  else if (sign === '-') refuse('a rule that stops at a folder and looks into what lies below it is not known here');
  else if (sign === '!') return [{ kind: 'ignore', expression }];
  else if (expression.path === null) refuse('what is watched must be a path without wildcards');
  else {
    if (rest.length > 1) refuse('the restriction to some types of file is left out: all are watched');
    return [{ kind: sign === '=' ? 'only' : 'watch', path: expression.path, isGrowing: isGrowing(rest.at(-1) ?? '', groups) }];
  }
  return [];
}

/** Whether a group, or one that it is made of, is that of a growing log. */
function isGrowing(name: string, groups: ReadonlyMap<string, string>, depth = 0): boolean {
  if (depth > 20) return false;
  const parts = name.split('+').map((part) => part.split('-')[0] ?? '');
  return parts.some((part) => growing.has(part) || (groups.has(part) && isGrowing(groups.get(part) ?? '', groups, depth + 1)));
}

interface Expression {
  /** Where it means just one path. */
  path: string | null;
  /** As a pattern from the root of the system. */
  glob: string;
}

/**
 * Of regular expressions those that files are commonly named with. AIDE's match from the start of a path and need no
 * end: `/var/log` is also `/var/log2`. Where a pattern can't be as wide it is narrower: then more is watched, not less.
 */
function readExpression(written: string): Expression | undefined {
  const isEnded = /(?:^|[^\\])\$$/.test(written);
  const body = isEnded ? written.slice(0, -1) : written;
  let path: string | null = '';
  let glob = '';
  for (let index = 0; index < body.length; ) {
    const part = partAt(body, index, glob);
    if (part === undefined) return undefined;
    glob += part.glob;
    path = path === null || part.literal === null ? null : path + part.literal;
    index += part.length;
  }
  const isBelow = glob.endsWith('/');
  return { path: path === null ? null : path.replace(/(?<=.)\/+$/, ''), glob: isEnded ? glob : isBelow ? `${glob}**` : glob.endsWith('*') ? glob : `${glob}*` };
}

function partAt(body: string, index: number, before: string): { glob: string; literal: string | null; length: number } | undefined {
  const rest = body.slice(index);
  const any = /^(?:\.|\[\^\/\])[*+]/.exec(rest)?.[0];
  if (any !== undefined) {
    const isAcross = any.startsWith('.') && before.endsWith('/');
    const next = rest[any.length];
    return { glob: isAcross ? (next === undefined || next === '/' ? '**' : '**/*') : '*', literal: null, length: any.length };
  }
  const set = /^\[[^\]\\]+\](?![*+?{])/.exec(rest)?.[0];
  if (set !== undefined) return { glob: set.replace(/^\[\^/, '[!'), literal: null, length: set.length };
  if (/^\.(?![*+?{])/.test(rest)) return { glob: '?', literal: null, length: 1 };
  const [, quoted, plain] = /^(?:\\([^A-Za-z0-9])|([^\\.^$|()*+?{}[\]])(?![*+?{]))/s.exec(rest) ?? [];
  const literal = quoted ?? plain;
  if (literal === undefined) return undefined;
  return { glob: /[*?[\]\\]/.test(literal) ? `\\${literal}` : literal, literal, length: quoted === undefined ? 1 : 2 };
}

const isInside = (path: string, folder: string): boolean => path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);

function rootsOf(rules: readonly Rule[]): AideRoot[] {
  const ignores = rules.flatMap((rule) => (rule.kind === 'ignore' ? [rule.expression] : []));
  const roots = rules.flatMap((rule): AideRoot[] => {
    if (rule.kind === 'ignore' || ignores.some(({ path }) => path !== null && isInside(rule.path, path))) return [];
    return [{ path: rule.path, recursive: rule.kind === 'watch', exclude: ignores.flatMap((ignore) => patternBelow(rule.path, ignore)), mode: rule.isGrowing ? 'append_only' : 'standard' }];
  });
  const kept = roots.filter((root, index) => !roots.some((other, place) => place !== index && isCovered(root, other, place < index)));
  return kept.map((root) => ({ ...root, exclude: [...root.exclude, ...kept.filter((other) => other !== root && other.path !== root.path && isInside(other.path, root.path)).map((other) => other.path.slice(root.path === '/' ? 0 : root.path.length))] }));
}

/** Seen with another root around it, unless it is to be judged in another way. */
const isCovered = (inner: AideRoot, outer: AideRoot, isEarlier: boolean): boolean => outer.recursive && outer.mode === inner.mode && isInside(inner.path, outer.path) && (outer.path !== inner.path || isEarlier);

/** What is ignored as a pattern below a root. */
function patternBelow(root: string, { glob }: Expression): string[] {
  if (glob.startsWith('/**/')) return [glob.slice(1)];
  const start = root === '/' ? '/' : `${root}/`;
  return glob.startsWith(start) ? [glob.slice(start.length - 1)] : [];
}
