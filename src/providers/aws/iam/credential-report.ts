/** One row of IAM's credential report, as far as the use of credentials goes. Times are ISO 8601 or null. */
export interface CredentialRow {
  user: string;
  arn: string;
  createdAt: string | null;
  /** Null where AWS does not say (the root row). */
  passwordEnabled: boolean | null;
  passwordLastUsed: string | null;
  mfaActive: boolean;
  keys: { isActive: boolean; rotatedAt: string; lastUsed: string | null; lastUsedService: string | null; lastUsedRegion: string | null }[];
}

/** Parses the report's CSV. Throws when a column that is read is missing. */
export function parseCredentialReport(csv: string): CredentialRow[] {
  const [header, ...lines] = csv.split(/\r?\n/).filter((line) => line !== '');
  const columns = splitLine(header ?? '');
  const at = (name: string): number => {
    const index = columns.indexOf(name);
    if (index < 0) throw new Error(`the credential report has no column ${name}`);
    return index;
  };
  const column = { user: at('user'), arn: at('arn'), created: at('user_creation_time'), enabled: at('password_enabled'), used: at('password_last_used'), mfa: at('mfa_active') };
  const keys = [1, 2].map((number) => ({
    active: at(`access_key_${number}_active`),
    rotated: at(`access_key_${number}_last_rotated`),
    used: at(`access_key_${number}_last_used_date`),
    region: at(`access_key_${number}_last_used_region`),
    service: at(`access_key_${number}_last_used_service`),
  }));
  return lines.map((line) => {
    const cells = splitLine(line);
    const time = (index: number): string | null => isoOf(cells[index]);
    const text = (index: number): string | null => (known(cells[index]) ? (cells[index] ?? null) : null);
    const enabled = cells[column.enabled];
    return {
      user: cells[column.user] ?? '',
      arn: cells[column.arn] ?? '',
      createdAt: time(column.created),
      passwordEnabled: enabled === 'true' ? true : enabled === 'false' ? false : null,
      passwordLastUsed: time(column.used),
      mfaActive: cells[column.mfa] === 'true',
      keys: keys.flatMap((key) => {
        const rotatedAt = time(key.rotated);
        if (rotatedAt === null) return [];
        return [{ isActive: cells[key.active] === 'true', rotatedAt, lastUsed: time(key.used), lastUsedService: text(key.service), lastUsedRegion: text(key.region) }];
      }),
    };
  });
}

const known = (cell: string | undefined): boolean => cell !== undefined && !['', 'N/A', 'no_information', 'not_supported'].includes(cell);

function isoOf(cell: string | undefined): string | null {
  if (!known(cell)) return null;
  const time = Date.parse(cell ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}

/** User names may hold commas (`=,.@-`); AWS quotes such cells. */
function splitLine(line: string): string[] {
  const cells: string[] = [];
  for (const match of line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)) cells.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
  return cells;
}
