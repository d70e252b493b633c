import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../test/processor-ms.ts';
import { diffOfText } from './diff.ts';
import { displayPath } from './display.ts';
import { editsOf } from './edits.ts';

const diff = (before: string | Buffer, after: string | Buffer, options = { maxLines: 100, context: 1 }) => diffOfText(Buffer.from(before as string), Buffer.from(after as string), options);

describe('a diff', () => {
  it('shows what changed with the lines around it', () => {
    expect(diff('a\nb\nc\nd\ne\nf\ng\n', 'a\nb\nX\nd\ne\nf\ng\nh\n')).toEqual({ text: '@@ -2,3 +2,3 @@\n b\n-c\n+X\n d\n@@ -7 +7,2 @@\n g\n+h', added: 2, removed: 1 });
  });

  it('makes the one text of the other', () => {
    const line = fc.constantFrom('one', 'two', 'three', 'four', '');
    const text = fc.tuple(fc.array(line, { maxLength: 12 }), fc.boolean()).map(([lines, isEnded]) => lines.map((each, index) => (index === lines.length - 1 && !isEnded && each !== '' ? each : `${each}\n`)).join(''));
    fc.assert(
      fc.property(text, text, fc.nat({ max: 3 }), (before, after, context) => {
        expect(applied(before, diff(before, after, { maxLines: 1000, context })?.text ?? '')).toBe(after);
      }),
    );
  });

  it('leads from one list of lines to the other by as few edits as there can be', () => {
    const list = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 9 });
    fc.assert(
      fc.property(list, list, (old, now) => {
        const edits = editsOf(old, now);
        expect(edits.filter(({ kind }) => kind !== 'added').map(({ oldIndex }) => old[oldIndex])).toEqual(old);
        expect(edits.filter(({ kind }) => kind !== 'removed').map(({ newIndex }) => now[newIndex])).toEqual(now);
        expect(edits.filter(({ kind }) => kind === 'same').length).toBe(longestCommon(old, now));
      }),
    );
  });

  it('says where a line break at the end came or went', () => {
    expect(diff('a', 'a\n')?.text).toBe('@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a');
  });

  it('is none of what is no text', () => {
    expect([diff('a\0', 'a'), diff('a', Buffer.from([0xff])), diff('a\n', 'a\n')?.text]).toEqual([undefined, undefined, '']);
  });

  it('ends at a number of lines, and stays quick where all is different', () => {
    const many = (prefix: string): string => Array.from({ length: 20_000 }, (_, index) => `${prefix} ${index}\n`).join('');
    const startedAt = processorMs();
    const found = diff(many('a'), many('b'), { maxLines: 3, context: 3 });
    expect(found).toEqual({ text: '@@ -1,20000 +1,20000 @@\n-a 0\n-a 1\n… 39998 more lines', added: 20_000, removed: 20_000 });
    expect(processorMs() - startedAt).toBeLessThan(1500);
  });

  it('escapes what would move a cursor or reorder the text', () => {
    expect(diff('a\n', 'a\u001b[31m\u202e\t\\tb\r\n')?.text).toContain('+a\\x1b[31m\\u202e\t\\tb\\r');
  });
});

const secrets = [
  'password = hunter2-very-secret',
  'DB_PASSWORD: "hunter2-very-secret"',
  "api_key => 'hunter2-very-secret',",
  'export AWS_SECRET_ACCESS_KEY=hunter2-very-secret # note',
  'Authorization: Bearer hunter2-very-secret',
  'curl -H "Authorization: Basic hunter2-very-secret"',
  'auth_token="hunter2-very-secret" other="fine"',
  '<dbPassword>hunter2-very-secret</dbPassword>',
  '<add key="x" password="hunter2-very-secret" />',
  'postgres://user:hunter2-very-secret@host/db',
  'machine example.com login me password hunter2-very-secret',
  '"client_secret": "hunter2-very-secret"',
  'checksum: hunter2abcdefabcdefabcdefabcdefabcdef',
  'key=hunter2/ABCdefABCdefABCdefABCdefABCdef==',
  'root:$6$salt$hunter2hunter2hunter2:19000:0',
  'x AKIAHUNTER2HUNTER2AB y',
  'Connection_String = "Server=x;Pwd=hunter2-very-secret"',
];

describe('a secret', () => {
  it.each(secrets)('does not leave in %s', (line) => {
    const found = diff(`a\n${line}\nb\n`, `a\n${line.replaceAll('hunter2', 'hunter3').replaceAll('HUNTER2', 'HUNTER3')}\nb\n`);
    expect(found?.text.toLowerCase()).not.toMatch(/hunter[23]/);
    expect(found?.text).toContain('*** (changed)');
    expect(diff(`${line}\n`, `${line}\nmore\n`, { maxLines: 9, context: 3 })?.text.toLowerCase()).not.toContain('hunter');
  });

  it('does not leave from a private key or a block of YAML', () => {
    const key = (body: string): string => `a: 1\n-----BEGIN RSA PRIVATE KEY-----\n${body}\n${body}\n-----END RSA PRIVATE KEY-----\npassword: |\n  ${body}\n  ${body}\nb: 2\n`;
    const found = diff(key('hunter2'), key('hunter3'), { maxLines: 99, context: 9 });
    expect(found?.text).toBe(
      '@@ -1,9 +1,9 @@\n a: 1\n -----BEGIN RSA PRIVATE KEY-----\n-***\n-***\n+*** (changed)\n+*** (changed)\n -----END RSA PRIVATE KEY-----\n password: ***\n-***\n-***\n+*** (changed)\n+*** (changed)\n b: 2',
    );
    expect(diff('-----BEGIN PRIVATE KEY-----\nhunter2', '-----BEGIN PRIVATE KEY-----\nhunter2\nhunter3\n')?.text).not.toContain('hunter');
  });

  it('is told from what is beside it', () => {
    expect(diff('user=me password="one" mode=1\n', 'user=you password="one" mode=1\n')?.text).toBe('@@ -1 +1 @@\n-user=me password="***" mode=1\n+user=you password="***" mode=1');
  });

  it('takes no longer to be found in a hostile line', () => {
    const startedAt = processorMs();
    for (const part of ['token', '=', 'password ', '<password', 'a:', '$6$', 'eyJ', '"\\', '-----BEGIN ', '://:', ' ']) diff(part.repeat(65_536 / part.length), 'x');
    expect(processorMs() - startedAt).toBeLessThan(3000);
  });
});

describe('a path for people', () => {
  it.each([
    [Buffer.from('/etc/häuser 🙂'), '/etc/häuser 🙂', false],
    [Buffer.from('/etc/\xff\xfeb', 'latin1'), '/etc/\\xff\\xfeb', true],
    [Buffer.from('/etc/é\xffé', 'latin1'), '/etc/\\xe9\\xff\\xe9', true],
    [Buffer.from('/a\nb\u001b[2J'), '/a\\nb\\x1b[2J', true],
    [Buffer.from('/etc/\u202egpj.exe'), '/etc/\\u202egpj.exe', true],
    [Buffer.concat([Buffer.from('é\n'), Buffer.from([0xf0, 0x9f, 0x98])]), 'é\\n\\xf0\\x9f\\x98', true],
  ])('%s', (bytes, text, hasBytes) => expect(displayPath(bytes)).toEqual({ text, pathBytes: hasBytes ? bytes.toString('base64') : null }));
});

/** What a reader of unified diffs makes of it. */
function applied(before: string, text: string): string {
  const old = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const now: string[] = [];
  let place = 0;
  const lines = text === '' ? [] : text.split('\n');
  for (const [index, line] of lines.entries()) {
    const [, start, length] = /^@@ -(\d+)(?:,(\d+))? /.exec(line) ?? [];
    const body = line.slice(1) + (lines[index + 1]?.startsWith('\\') === true ? '' : '\n');
    if (start !== undefined) {
      const from = Number(start) - (length === '0' ? 0 : 1);
      now.push(...old.slice(place, from));
      place = from;
    } else if (line.startsWith('+')) now.push(body);
    else if (!line.startsWith('\\')) {
      expect(old[place]).toBe(body);
      if (line.startsWith(' ')) now.push(body);
      place += 1;
    }
  }
  return [...now, ...old.slice(place)].join('');
}

function longestCommon(a: readonly string[], b: readonly string[]): number {
  const [first] = a;
  if (first === undefined) return 0;
  const found = b.indexOf(first);
  return Math.max(longestCommon(a.slice(1), b), found < 0 ? 0 : 1 + longestCommon(a.slice(1), b.slice(found + 1)));
}
