import { describe, expect, it } from 'vitest';
import { parseCredentialReport } from './credential-report.ts';

const header =
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active,' +
  'access_key_1_active,access_key_1_last_rotated,access_key_1_last_used_date,access_key_1_last_used_region,access_key_1_last_used_service,' +
  'access_key_2_active,access_key_2_last_rotated,access_key_2_last_used_date,access_key_2_last_used_region,access_key_2_last_used_service,cert_1_active,cert_1_last_rotated,cert_2_active,cert_2_last_rotated';
const noKey = 'false,N/A,N/A,N/A,N/A';
const row = (user: string, password: string, keys: string): string => `${user},arn:aws:iam::123456789012:user/x,2025-01-02T03:04:05+00:00,${password},true,${keys},false,N/A,false,N/A`;

describe('the credential report', () => {
  it('tells never used from used, for the password and both keys', () => {
    const keys = 'true,2025-02-01T00:00:00+00:00,2026-06-30T23:59:00+00:00,eu-west-1,s3,false,2025-03-01T00:00:00+00:00,N/A,N/A,N/A';
    expect(parseCredentialReport([header, row('ada', 'true,2026-06-01T10:00:00+02:00,2025-01-01T00:00:00+00:00,N/A', keys)].join('\n'))).toEqual([{
      user: 'ada', arn: 'arn:aws:iam::123456789012:user/x', createdAt: '2025-01-02T03:04:05.000Z', passwordEnabled: true, passwordLastUsed: '2026-06-01T08:00:00.000Z', mfaActive: true,
      keys: [
        { isActive: true, rotatedAt: '2025-02-01T00:00:00.000Z', lastUsed: '2026-06-30T23:59:00.000Z', lastUsedService: 's3', lastUsedRegion: 'eu-west-1' },
        { isActive: false, rotatedAt: '2025-03-01T00:00:00.000Z', lastUsed: null, lastUsedService: null, lastUsedRegion: null },
      ],
    }]);
  });

  it.each([
    ['no_information', null, true], ['N/A', null, true], ['', null, true], ['not a time', null, true],
  ])('reads %j as no use', (used, lastUsed, isEnabled) => {
    const [parsed] = parseCredentialReport(`${header}\n${row('ada', `true,${used},N/A,N/A`, `${noKey},${noKey}`)}`);
    expect([parsed?.passwordLastUsed, parsed?.passwordEnabled, parsed?.keys]).toEqual([lastUsed, isEnabled, []]);
  });

  it('knows that the root row says nothing of a password', () => {
    const [root] = parseCredentialReport(`${header}\n${row('<root_account>', 'not_supported,2026-06-01T10:00:00+00:00,not_supported,not_supported', `${noKey},${noKey}`)}`);
    expect(root).toMatchObject({ passwordEnabled: null, passwordLastUsed: '2026-06-01T10:00:00.000Z' });
  });

  it('reads quoted names with commas and quotes, Windows line ends and an empty last line', () => {
    const rows = parseCredentialReport(`${header}\r\n${row('"a,b=""c"""', 'false,N/A,N/A,N/A', `${noKey},${noKey}`)}\r\n`);
    expect(rows.map(({ user, passwordEnabled }) => [user, passwordEnabled])).toEqual([['a,b="c"', false]]);
  });

  it('does not depend on the order of the columns', () => {
    const columns = header.split(',').toReversed();
    const cells = row('ada', 'true,2026-06-01T10:00:00+00:00,N/A,N/A', `${noKey},${noKey}`).split(',').toReversed();
    expect(parseCredentialReport(`${columns.join(',')}\n${cells.join(',')}`)).toMatchObject([{ user: 'ada', passwordLastUsed: '2026-06-01T10:00:00.000Z' }]);
  });

  it('fails where a column is missing instead of reading the wrong one', () => {
    expect(() => parseCredentialReport(header.replace('password_last_used', 'renamed'))).toThrow('password_last_used');
    expect(() => parseCredentialReport('')).toThrow('no column user');
  });
});
