import { describe, expect, it } from 'vitest';
import { processorMs } from '../../../test/processor-ms.ts';
import { plainLine, plainText } from './plain.ts';

describe('text from outside', () => {
  it('shows control and direction marks instead of obeying them', () => {
    expect(plainLine('a\u202Eb\u0000c\nd\u2066')).toBe('a‹U+202E›b‹U+0000›c‹U+000A›d‹U+2066›');
    expect(plainLine('zero\u200Bwidth\uFEFF')).toBe('zero‹U+200B›width‹U+FEFF›');
  });

  it('keeps other scripts and joined emoji', () => {
    expect(plainLine('名前 میخواهم می‌خواهم 👩‍💻')).toBe('名前 میخواهم می‌خواهم 👩‍💻');
  });

  it('leaves out the middle of a long name, between characters', () => {
    const short = plainLine(`${'😀'.repeat(100)}tail-of-it`, 40);
    expect(Array.from(short)).toHaveLength(40);
    expect(short.endsWith('…il-of-it')).toBe(true);
    expect(short.isWellFormed()).toBe(true);
  });

  it('mends half a surrogate pair', () => {
    expect(plainLine('x\uD83D').isWellFormed()).toBe(true);
  });

  it('looks at a megabyte without taking long', () => {
    const start = processorMs();
    expect(Array.from(plainLine('\u202E'.repeat(1_000_000), 60)).length).toBeLessThanOrEqual(60);
    expect(processorMs() - start).toBeLessThan(1000);
  });

  it('keeps the line breaks of a message that a person wrote', () => {
    expect(plainText(' one\r\ntwo\tthree\u0007 ')).toBe('one\ntwo three‹U+0007›');
    expect(Array.from(plainText('x'.repeat(5000), 100))).toHaveLength(100);
  });
});
