import { describe, expect, it } from 'vitest';
import { readAideConf } from './aide-conf.ts';

const root = (path: string, more: object = {}) => ({ path, recursive: true, exclude: [], mode: 'standard', ...more });

describe('a configuration of AIDE', () => {
  it('names folders, what is left out, logs and single levels', () => {
    const { roots, unsupported } = readAideConf(`
# as Debian has it
database_in=file:/var/lib/aide/aide.db
gzip_dbout = no
@@define TOP /srv
FIPSR = p+i+n+u+g+s+m+c+acl+selinux+xattrs+sha256
GROWING = p+l+u+g+i+n+S+X
LOG = GROWING+ANF
/etc p+i+n+u+g+s+b+acl+xattrs+sha512
/etc/ssh FIPSR
!/etc/mtab$
!/etc/cups
!/etc/.*~
!/etc/[^/]*\\.bak$
/var/log LOG
!/var/log/journal/
=/home$ FIPSR
@@{TOP}/www FIPSR
`);
    expect(unsupported).toEqual([]);
    expect(roots).toEqual([
      root('/etc', { exclude: ['/mtab', '/cups*', '/**/*~*', '/*.bak'] }),
      root('/var/log', { exclude: ['/journal/**'], mode: 'append_only' }),
      root('/home', { recursive: false }),
      root('/srv/www'),
    ]);
  });

  it('keeps a log within a folder apart', () => {
    expect(readAideConf('/ R\n/var/log >\n!/proc\n!/.*/core$').roots).toEqual([root('/', { exclude: ['/proc*', '**/core', '/var/log'] }), root('/var/log', { exclude: ['**/core'], mode: 'append_only' })]);
  });

  it('says what it has no word for', () => {
    const { roots, unsupported } = readAideConf('/etc f R\n-/usr R\n/home/[a-z]+/x R\n/srv/.* R\n@@ifdef X\n!/a(b|c)\nnonsense\n!/gone\n/gone/below R');
    expect(roots).toEqual([root('/etc')]);
    expect(unsupported.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
