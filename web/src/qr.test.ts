import { expect, it } from 'vitest';
import { qrOf } from './qr.ts';

/** Read back by jsQR when it was written, as were texts of 5 to 260 bytes. */
const known = '1fc427f 1048f41 175225d 174945d 1749e5d 1047641 1fd557f 12800 1df18c4 111bbe9 1af70a7 178d952 15c6bc3 7b6c69 16c8dcf c2aeb1 11519fa 17113 1fdb35f 1051d12 175b9f8 174ea10 1751715 1055d62 1fd7b83';

it('draws a code that readers have read', () => {
  const rows = qrOf('otpauth://totp/Roundsman').map((row) => BigInt(`0b${row.map(Number).join('')}`).toString(16));
  expect(rows.join(' ')).toBe(known);
});

it('says that a text is too long, and draws the longest', () => {
  expect(qrOf('x'.repeat(271))).toHaveLength(57);
  expect(() => qrOf('x'.repeat(272))).toThrow('too long');
});
