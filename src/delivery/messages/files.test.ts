import { describe, expect, it } from 'vitest';
import { checkpointText } from '../../core/ledger.ts';
import type { FilesChanged } from '../../core/summary.ts';
import { isSignedBy } from '../../platform/signing.ts';
import { changedFile, exampleChange } from '../test-files.ts';
import { fullSummary, type SlackText, textsOf } from '../test-summary.ts';
import { diffLines, hashesText, sizeText, whatText } from './file-words.ts';
import { filesHtml } from './files-html.ts';
import { filesBlocks } from './files-slack.ts';
import { filesMailText, filesText } from './files-text.ts';
import { summaryHtml } from './email-html.ts';
import { summaryText } from './email-text.ts';
import { summaryBlocks } from './slack-blocks.ts';
import { escapeSlack, unusedText } from './unused-text.ts';
import { filesTitle, pathText, subjectOf } from './words.ts';

const slackText = (change: FilesChanged): string => textsOf(filesBlocks(change)).map(({ text }) => text).join('\n');

const only = (changes: Parameters<typeof changedFile>[0]): FilesChanged => exampleChange({ count: 1, files: [changedFile(changes)] });

describe('the subject', () => {
  it.each([
    [exampleChange(), '🔴 3 files changed below /etc (file-audit on web-1)'],
    [exampleChange({ isDemo: true }), '[Demo] 🔴 3 files changed below /etc (file-audit on web-1)'],
    [exampleChange({ count: 5031, root: '/usr/share' }), '🔴 5,031 files changed below /usr/share (file-audit on web-1)'],
    [only({}), '🔴 /etc/passwd was tampered with'],
    [only({ status: 'missing' }), '🔴 /etc/passwd is gone'],
    [only({ status: 'added' }), '🔴 /etc/passwd was added'],
    [only({ status: 'unreadable' }), '🔴 /etc/passwd cannot be read any more'],
    [only({ changes: ['unchanged'] }), '🔴 /etc/passwd has not changed for too long'],
    [exampleChange({ count: 1, files: [] }), '🔴 1 file changed below /etc (file-audit on web-1)'],
    [exampleChange({ root: '' }), '🔴 3 files changed (file-audit on web-1)'],
  ])('%#', (change, subject) => {
    expect(subjectOf({ kind: 'files-changed', change })).toBe(subject);
  });

  it('keeps the name of a file whose path is long, and one line', () => {
    const title = filesTitle(only({ path: `/srv/${'deep/'.repeat(60)}passwd\r\nBcc: eve@example.com` }));
    expect(title).toMatch(/^🔴 \/srv\/deep.*…\/deep\/.*passwd‹U\+000D›‹U\+000A›Bcc: eve@example\.com was tampered with$/);
    expect(Array.from(pathText('😀'.repeat(500), 40))).toHaveLength(40);
  });

  it('names an audit that is late', () => {
    expect(subjectOf({ kind: 'check-late', audit: 'prod <!here>', dueAt: '', lastAt: null, publicUrl: '', isDemo: true })).toBe('[Demo] Roundsman: file audit prod <!here> is late');
  });
});

describe('what happened to a file', () => {
  it.each([
    ['tampered', ['content', 'size', 'mode', 'mtime', 'ctime'], 'tampered: content, mode'],
    ['tampered', ['size', 'ctime', 'shrunk'], 'tampered: size, lost bytes'],
    ['tampered', ['content', 'mtime-backdated', 'ctime'], 'tampered: content, modification time set back'],
    ['tampered', ['extended', 'ctime'], 'tampered: access list or extended attributes'],
    ['tampered', ['target', 'inode', 'symlink-escape'], 'tampered: link target, leads out of its folder'],
    ['tampered', ['inode', 'ctime'], 'tampered: replaced, touched'],
    ['added', ['added', 'symlink-escape'], 'added: leads out of its folder'],
    ['missing', ['missing'], 'missing'],
    ['unreadable', ['unreadable', 'mode', 'ctime'], 'unreadable: mode'],
    ['tampered', ['a kind that is new'], 'tampered: a kind that is new'],
  ])('%s, %j: %s', (status, changes, said) => {
    expect(whatText(changedFile({ status, changes }))).toBe(said);
  });

  it('shows both hashes where they differ and are known', () => {
    expect(hashesText(changedFile())).toBe('fedcba987654 → 0123456789ab');
    expect(hashesText(changedFile({ previousSha256: null }))).toBe('– → 0123456789ab');
    expect(hashesText(changedFile({ previousSha256: changedFile().sha256 }))).toBe('');
    expect(hashesText(changedFile({ sha256: null, previousSha256: null }))).toBe('');
    expect([0, 1, 1310, 5_000_000, 2 ** 60, null].map(sizeText)).toEqual(['0 bytes', '1 byte', '1.3 KiB', '4.8 MiB', '1048576.0 TiB', '']);
  });

  it('cuts a diff at a line and says how many are left', () => {
    expect(diffLines('a\n\tb\n', 100)).toEqual(['a', '    b']);
    const lines = diffLines(Array.from({ length: 500 }, (_, index) => `+line ${index}`).join('\n'), 1000);
    expect(lines.join('\n').length).toBeLessThanOrEqual(1000);
    expect(lines.at(-1)).toBe(`… ${500 - (lines.length - 1)} more lines`);
    expect(diffLines('x'.repeat(100_000), 1000)[0]).toHaveLength(300);
  });
});

describe('the blocks of Slack', () => {
  it('keep within its limits with twenty files of long names and large diffs', () => {
    const path = `/srv/${'<&>`'.repeat(300)}`;
    const files = Array.from({ length: 20 }, (_, index) => changedFile({ id: `f-${index}`, path: `${path}${index}`, diff: Array.from({ length: 3000 }, () => '+<&>```'.repeat(40)).join('\n') }));
    for (const change of [exampleChange({ files, count: 90_000, root: path, audit: path, host: path, isUpdate: true, isDemo: true }), exampleChange({ files: [...files, ...files], count: 40 }), only({ path: '😀'.repeat(500) })]) {
      const blocks = filesBlocks(change);
      expect(blocks.length).toBeLessThanOrEqual(49);
      for (const block of blocks) {
        if (block['type'] === 'header') expect((block['text'] as SlackText).text.length).toBeLessThanOrEqual(150);
        for (const { text } of textsOf(block)) {
          expect(text.length).toBeGreaterThan(0);
          expect(text.length).toBeLessThanOrEqual(3000);
          // A block that was cut would leave its code open.
          expect(text.split('```').length % 2).toBe(1);
        }
      }
      expect(slackText(change)).toContain('History checkpoint #1204 · 9f86d081884c7d65 · signature in the webhook and mail');
      expect(filesText(change, escapeSlack).length).toBeLessThan(40_000);
    }
  });

  it('name each file with what changed, both hashes and the size, then what changed in the first', () => {
    const text = slackText(exampleChange());
    for (const part of ['🔴 3 files changed below /etc', 'file-audit on web-1 · 22 Nov 2026, 02:04 UTC', '• `/etc/passwd` tampered: content, mode · `fedcba987654 → 0123456789ab` · 1.3 KiB', '• `/etc/cron.d/backup` missing · `fedcba987654 → –`', '• `/etc/cron.d/update` added · `– → 0123456789ab` · 88 bytes',
      '```\n@@ -1,2 +1,3 @@\n root:x:0:0', '<http://localhost:8084/app/files?alert=019ac0de-0000-7000-8000-00000000000f|Open these files>']) expect(text).toContain(part);
    expect(text).not.toContain('one cause');
    expect(text).not.toContain('more');
  });

  it('let no name or content mention people, make links or leave its code', () => {
    const hostile = '`<!channel>` <@U1> *bold* http://evil.example ```\u202E';
    const change = exampleChange({ files: [changedFile({ path: hostile, status: hostile, changes: [hostile], diff: hostile, sha256: hostile })], count: 2, root: hostile, audit: hostile, host: hostile, isUpdate: true, statuses: { [hostile]: 2 } });
    const texts = textsOf(filesBlocks(change));
    for (const { type, text } of texts) {
      expect(text).not.toContain('\u202E');
      if (type === 'mrkdwn') expect(text).not.toMatch(/<[!@#]|<http:\/\/evil/);
    }
    expect(texts.some(({ text }) => text.includes('ˋ&lt;!channel&gt;ˋ'))).toBe(true);
    expect(filesText(change, escapeSlack)).not.toMatch(/[<>]|\u202E/);
  });
});

describe('the second message', () => {
  const change = exampleChange({ isUpdate: true, count: 503, root: '/usr/share', statuses: { added: 23, tampered: 480, missing: 0 } });
  it('tells how far it went, in every format', () => {
    const said = 'It came of one cause: 503 files below /usr/share, 480 tampered, 23 added.';
    for (const text of [slackText(change), filesText(change), filesMailText(change), filesHtml('subject', change)]) {
      expect(text).toContain(said);
      expect(text).toContain('… and 500 more');
    }
  });
});

describe('the mail', () => {
  it('has in its text all that proves the history later', () => {
    const change = exampleChange({ isDemo: true });
    const text = filesMailText(change);
    const { hash, signature, publicKey, position, at } = change.checkpoint;
    for (const part of [hash, signature, publicKey, `--checkpoint ${position}:${hash}`, 'This comes from the demo', '• /etc/passwd tampered: content, mode · fedcba987654 → 0123456789ab · 1.3 KiB', '+eve:x:0:0::/root:/bin/sh', 'http://localhost:8084/app/files?alert=']) expect(text).toContain(part);
    expect(isSignedBy(publicKey, checkpointText({ position, hash, at }), signature)).toBe(true);
  });

  it('reads in light and dark, refers to nothing outside, and keeps to what Gmail takes', () => {
    const page = filesHtml('🔴 subject', exampleChange());
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('<span class="plus" style="color:#166534;">+eve');
    expect(page).toContain('History checkpoint #1204 · 9f86d081884c7d65 · signature in the text part of this mail');
    expect(/<style>[\s\S]*<\/style>/.exec(page)?.[0].length ?? 9999).toBeLessThan(8192);
    expect(page).not.toMatch(/src=|url\(|@import|<link|<script/i);
    for (const [, href = ''] of page.matchAll(/href="([^"]+)"/g)) expect(href.startsWith('http://localhost:8084/')).toBe(true);
  });

  it('treats names and contents as text', () => {
    const hostile = '<img src=x onerror=alert(1)>"\'&\u202E';
    const page = filesHtml(hostile, exampleChange({ files: [changedFile({ path: hostile, status: hostile, changes: [hostile], diff: hostile })], root: hostile, audit: hostile, host: hostile, alertId: hostile, isUpdate: true }));
    expect(page).not.toContain('<img');
    expect(page.replace(/<title>.*<\/title>/, '')).not.toContain('\u202E');
    expect(page).toContain('&lt;img src=x onerror=alert(1)&gt;');
  });
});

describe('a checkpoint in the message about a scan', () => {
  const { checkpoint } = exampleChange();
  const parts = (summary = fullSummary()) => ({ subject: 's', summary, message: undefined, charts: [], drawn: [] });
  it('stands in the mail and in the blocks, and not in the fixed text', () => {
    const summary = fullSummary({ checkpoint });
    expect(summaryHtml(parts(summary))).toContain('<br>History checkpoint #1204 · 9f86d081884c7d65 · signature in the text part of this mail<br>');
    expect(summaryText(summary, undefined)).toContain(checkpoint.signature);
    expect(summaryBlocks(summary, undefined).at(-1)).toMatchObject({ type: 'context', elements: [{ text: 'History checkpoint #1204 · 9f86d081884c7d65 · signature in the webhook and mail' }] });
    expect(unusedText(summary)).toBe(unusedText(fullSummary()));
  });

  it('changes nothing where there is none', () => {
    for (const text of [summaryHtml(parts()), summaryText(fullSummary(), undefined), JSON.stringify(summaryBlocks(fullSummary(), undefined))]) expect(text).not.toMatch(/checkpoint/i);
  });
});
