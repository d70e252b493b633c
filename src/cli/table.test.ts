import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Column, plainCell, renderPlain, renderTable } from './table.ts';
import { displayWidth, jsonText, truncate, visible } from './text.ts';

interface Row {
  name: string;
  size: number;
}
const columns: readonly Column<Row>[] = [
  { title: 'Name', shown: ({ name }) => name, shrinksTo: 6 },
  { title: 'Size', shown: ({ size }) => `${size} GiB`, plain: ({ size }) => size, align: 'right' },
  { title: 'Id', shown: ({ name }) => `id-${name}`, isPlainOnly: true },
];
const noPaint = (text: string): string => text;
const hostile = ['\u001b[2J\u001b]0;owned\u0007', 'a\r\nb', 'tab\there', '\u202egnp.exe', '\u009b31mred', 'a\u2028b', '\ud800', '\u0000', '\u200bzero'];

describe('text on a terminal', () => {
  it('shows control and format characters by their number', () => {
    expect(visible('\u001b[31mred')).toBe('‹U+001B›[31mred');
    expect(visible('\u202egnp')).toBe('‹U+202E›gnp');
    expect(visible('a\nb')).toBe('a‹U+000A›b');
    expect(visible('👩‍💻 नमस्ते')).toBe('👩‍💻 नमस्ते');
  });

  it('never lets a control character through, whatever the text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => !/(?![\u200c\u200d])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(visible(text))));
  });

  it('counts columns as a terminal does', () => {
    expect(displayWidth('abc')).toBe(3);
    expect(displayWidth('日本')).toBe(4);
    expect(displayWidth('e\u0301')).toBe(1);
    expect(displayWidth('👩‍💻')).toBe(2);
  });

  it('cuts to the width and says so', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('abcd', 4)).toBe('abcd');
    expect(truncate('日本語', 4)).toBe('日…');
    expect(truncate(`a${'\u0301'.repeat(500)}b`, 5).length).toBeLessThan(20);
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 0, max: 20 }), (text, width) => displayWidth(truncate(visible(text), width)) <= width));
  });

  it('keeps JSON exact and harmless', () => {
    for (const text of hostile) {
      const json = jsonText({ text });
      expect(JSON.parse(json)).toEqual({ text });
      // oxlint-disable-next-line no-control-regex -- they are what is looked for
      expect(json).not.toMatch(/[\u001b\u007f-\u009f\u2028\u2029\u202e\u200b]/);
    }
  });
});

describe('a table for people', () => {
  it('aligns numbers right and leaves out what is for programs', () => {
    expect(renderTable(columns, [{ name: 'a', size: 5 }, { name: 'longer', size: 1000 }], 80, noPaint)).toBe('Name        Size\na          5 GiB\nlonger  1000 GiB\n');
  });

  it('fits the terminal without wrapping', () => {
    const text = renderTable(columns, [{ name: 'n'.repeat(300), size: 12 }], 30, noPaint);
    expect(text.split('\n')[1]).toBe(`${'n'.repeat(21)}…  12 GiB`);
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(30);
  });

  it('drops columns that do not fit, least needed first, and those that are empty', () => {
    const wide: Column<Row>[] = [{ title: 'Name', shown: ({ name }) => name }, { title: 'Note', shown: () => 'a note of some length', dropsAt: 1 }, { title: 'Other', shown: () => 'more', dropsAt: 2 }, { title: 'Empty', shown: () => '', dropsAt: 3 }];
    const row = [{ name: 'a', size: 1 }];
    expect(renderTable(wide, row, 80, noPaint)).toBe('Name  Note                   Other\na     a note of some length  more\n');
    expect(renderTable(wide, row, 30, noPaint)).toBe('Name  Note\na     a note of some length\n');
    expect(renderTable(wide, row, 10, noPaint)).toBe('Name\na\n');
  });

  it('stays one line a row with hostile names, at any width', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.constantFrom(...hostile), fc.string({ unit: 'grapheme' })), { maxLength: 5 }), fc.integer({ min: 1, max: 60 }), (names, width) => {
        const text = renderTable(columns, names.map((name) => ({ name, size: 1 })), width, noPaint);
        const lines = text.split('\n');
        expect(lines).toHaveLength(names.length + 2);
        for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(width);
        // oxlint-disable-next-line no-control-regex -- they are what is looked for
        expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      }),
    );
  });
});

describe('tab-separated output', () => {
  it('has one line a row and one cell a tab, whatever the names hold', () => {
    const text = renderPlain(columns, hostile.map((name) => ({ name, size: 3 })));
    const lines = text.trimEnd().split('\n');
    expect(lines[0]).toBe('name\tsize\tid');
    expect(lines).toHaveLength(hostile.length + 1);
    for (const line of lines) expect(line.split('\t')).toHaveLength(3);
    expect(text).not.toContain('\u001b');
  });

  it('makes no formula of a name', () => {
    for (const text of ['=cmd|/c calc!A1', '+1', '-2+3', '@sum(A1)', '  =1']) expect(plainCell(text)).toBe(`'${text}`);
    expect(plainCell('\t=1')).toBe('‹U+0009›=1');
    expect(plainCell(-5)).toBe('-5');
    expect(plainCell(null)).toBe('');
    expect(plainCell('vol-1')).toBe('vol-1');
  });
});
