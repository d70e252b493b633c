/** Days of a major version, in UTC. */
export interface MajorVersion {
  /** The last day of standard support. */
  standardUntil: string;
  /** From when extended support is paid for. */
  paidFrom: string;
  /** From when it costs more; null: it never does. */
  thirdYearFrom: string | null;
}

const version = (standardUntil: string, paidFrom: string, thirdYearFrom: string | null): MajorVersion => ({ standardUntil, paidFrom, thirdYearFrom });

/** The calendars of PostgreSQL are the same with and without Aurora. */
const postgres: Readonly<Record<string, MajorVersion>> = {
  '11': version('2024-02-29', '2024-04-01', '2026-04-01'),
  '12': version('2025-02-28', '2025-03-01', '2027-03-01'),
  '13': version('2026-02-28', '2026-03-01', '2028-03-01'),
  '14': version('2027-02-28', '2027-03-01', '2029-03-01'),
  '15': version('2028-02-29', '2028-03-01', '2030-03-01'),
  '16': version('2029-02-28', '2029-03-01', '2031-03-01'),
  '17': version('2030-02-28', '2030-03-01', '2032-03-01'),
  '18': version('2031-02-28', '2031-03-01', '2033-03-01'),
};

/**
 * As of September 2026, from
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html#MySQL.Concepts.VersionMgmt.ReleaseCalendar,
 * https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html,
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.release-calendars.html and
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html.
 * Other engines have no extended support, or another price.
 */
const engines: Readonly<Record<string, Readonly<Record<string, MajorVersion>>>> = {
  mysql: {
    '5.7': version('2024-02-29', '2024-03-01', '2026-03-01'),
    '8.0': version('2026-07-31', '2026-08-01', '2028-08-01'),
    '8.4': version('2029-07-31', '2029-08-01', '2031-08-01'),
  },
  postgres,
  'aurora-mysql': {
    '5.7': version('2024-10-31', '2024-12-01', null),
    '8.0': version('2028-04-30', '2028-05-01', null),
    // Told by month only, and longer than others.
    '8.4': version('2032-04-30', '2032-05-01', null),
  },
  'aurora-postgresql': postgres,
};

export const hasExtendedSupport = (engine: string): boolean => Object.hasOwn(engines, engine);

/** Of `8.0.39`, `16.4` or `5.7.mysql_aurora.2.12.0`; undefined where the table does not know it. */
export function supportOf(engine: string, engineVersion: string): { major: string; days: MajorVersion | undefined } {
  const known = hasExtendedSupport(engine) ? (engines[engine] ?? {}) : {};
  const [, two = '', one = ''] = /^((\d+)\.\d+)/.exec(engineVersion) ?? /^((\d+))$/.exec(engineVersion) ?? [];
  const major = engine.includes('mysql') ? two : one;
  return { major: major === '' ? engineVersion : major, days: Object.hasOwn(known, major) ? known[major] : undefined };
}
