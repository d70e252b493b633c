/** A table that is a section of a page and a file of comma-separated values alike. */
export interface ReportTable {
  /** Of the file: `alerts`. */
  name: string;
  title: string;
  /** Said above the table. */
  note: string;
  /** Said where there are no rows. */
  empty: string;
  columns: readonly ReportColumn[];
  rows: readonly (readonly Cell[])[];
}

export interface ReportColumn {
  /** Of the page; that of the file is `name`. */
  title: string;
  name: string;
  /** How the page shows it; `state` begins with the word that colours it. */
  kind?: 'time' | 'number' | 'code' | 'state';
  /** The page does without it where no row has a value. */
  isLeftOutEmpty?: true;
}

export type Cell = string | number | null;

/** As RFC 4180 has it. What a spreadsheet would take as a formula is marked as text. */
export function csvOf({ columns, rows }: Pick<ReportTable, 'columns' | 'rows'>): string {
  return [columns.map(({ name }) => name), ...rows].map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return String(cell);
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
