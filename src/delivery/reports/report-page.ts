import type { Html } from '../messages/html.ts';
import { html, Html as Markup } from '../messages/html.ts';
import { plainLine, plainText } from '../messages/plain.ts';
import { utc } from '../messages/words.ts';
import type { Cell, ReportColumn, ReportTable } from './report-table.ts';

/** For paper and screens, always light: what is filed looks the same for everyone. */
const styles = new Markup(`
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 32px 24px 48px; max-width: 1080px; background: #fff; color: #1e293b; font: 13px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; }
h1 { margin: 0; font-size: 24px; line-height: 1.25; color: #0f172a; }
h2 { margin: 32px 0 4px; font-size: 16px; color: #0f172a; break-after: avoid; }
p { margin: 4px 0; }
.soft { color: #475569; }
.demo { display: inline-block; margin-bottom: 8px; padding: 2px 10px; border-radius: 10px; background: #e0e7ff; color: #3730a3; font-weight: 600; }
.verdict { margin: 16px 0; padding: 10px 14px; border-left: 4px solid #15803d; background: #f0fdf4; font-size: 14px; }
.verdict.attention { border-color: #b45309; background: #fffbeb; }
table { width: 100%; margin-top: 8px; border-collapse: collapse; font-size: 12px; }
thead { display: table-header-group; }
tr { break-inside: avoid; }
th { padding: 5px 8px 5px 0; border-bottom: 1px solid #94a3b8; text-align: left; color: #475569; font-weight: 600; vertical-align: bottom; }
td { min-width: 66px; padding: 5px 8px 5px 0; border-bottom: 1px solid #e2e8f0; vertical-align: top; overflow-wrap: anywhere; white-space: pre-line; }
.number { min-width: 0; padding-left: 8px; text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.time { min-width: 84px; }
.state { min-width: 92px; }
code { font: 11px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, 'Liberation Mono', monospace; overflow-wrap: anywhere; }
.good { color: #166534; }
.bad { color: #9a3412; font-weight: 600; }
footer { margin-top: 32px; padding-top: 12px; border-top: 1px solid #e2e8f0; font-size: 11px; color: #475569; }
@page { size: A4 landscape; margin: 14mm; }
@media print { body { max-width: none; padding: 0; } }
`);

/** A page has room for so many rows of a table; the file has all. */
const shownRows = 1000;

export interface ReportPage {
  title: string;
  /** Under the title: period, who made it and when. */
  origin: readonly string[];
  verdict: { text: string; isGood: boolean };
  isDemo: boolean;
  tables: readonly ReportTable[];
  footer: readonly string[];
}

/** A whole page that needs nothing else: no script, no image, no address. */
export function reportPage({ title, origin, verdict, isDemo, tables, footer }: ReportPage): string {
  return `<!doctype html>\n${html`<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${styles}</style>
</head>
<body>
<header>
${isDemo && html`<span class="demo">Demo: simulated files</span>\n`}<h1>${title}</h1>
${origin.map((line) => html`<p class="soft">${plainLine(line, 300)}</p>\n`)}</header>
<p class="verdict${!verdict.isGood && ' attention'}">${verdict.text}</p>
${tables.map(section)}<footer>
${footer.map((line) => html`<p>${line}</p>\n`)}</footer>
</body>
</html>`}\n`;
}

function section({ title, note, empty, columns: all, rows }: ReportTable): Html {
  const rest = rows.length - shownRows;
  const columns = all.map((column, index) => ({ column, index })).filter(({ column, index }) => column.isLeftOutEmpty !== true || rows.some((row) => row[index] !== null));
  const table = html`<table>
<thead><tr>${columns.map(({ column }) => html`<th scope="col"${column.kind === 'number' && html` class="number"`}>${column.title}</th>`)}</tr></thead>
<tbody>
${rows.slice(0, shownRows).map((row) => html`<tr>${columns.map(({ column, index }) => html`<td${classOf(column)}>${shown(column, row[index] ?? null)}</td>`)}</tr>\n`)}</tbody>
</table>
${rest > 0 && html`<p class="soft">… and ${rest.toLocaleString('en-US')} more; the CSV file has all.</p>\n`}`;
  return html`<section>
<h2>${title}</h2>
${note !== '' && html`<p class="soft">${note}</p>\n`}${rows.length === 0 ? html`<p>${empty}</p>\n` : table}</section>
`;
}

const classOf = ({ kind }: ReportColumn): Html | false => (kind === 'number' || kind === 'time' || kind === 'state') && html` class="${kind}"`;

function shown({ kind }: ReportColumn, cell: Cell): Html | string {
  if (cell === null || cell === '') return '–';
  if (typeof cell === 'number') return cell.toLocaleString('en-US');
  if (kind === 'time') return utc(cell);
  if (kind === 'code') return html`<code>${plainLine(cell, 1000)}</code>`;
  if (kind === 'state') return html`<span class="${/^(shown|kept|answered)/.test(cell) ? 'good' : 'bad'}">${plainLine(cell, 200)}</span>`;
  return plainText(cell, 4000);
}
