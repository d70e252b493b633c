import type { Finding } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import { Tooltip } from '@mantine/core';
import { amount, money } from '../format.ts';
import type { Search } from '../search-state.ts';
import { statusName, typeName } from '../words.ts';
import { Severity, Status } from './parts.tsx';
import { Time } from './time.tsx';
import type { Column } from './virtual-table.tsx';

function Name({ row }: { row: Finding }) {
  return (
    <Link to="." search={(previous: Search) => ({ ...previous, id: row.id })} resetScroll={false} className="row-link" title={row.resource.name}>
      {row.resource.name}
    </Link>
  );
}

function Saving({ row }: { row: Finding }) {
  const { saving, included_in: includedIn } = row.evidence;
  if (includedIn !== null) return <Tooltip label="Counted with another finding of the same resource"><span className="dim" tabIndex={0}>included</span></Tooltip>;
  if (row.monthly_saving === 0) return <span className="dim" aria-label="no saving">–</span>;
  const isEstimate = saving !== null && saving.bound !== 'exact';
  const tip = saving === null ? `${money(row.monthly_saving)} a month` : `${saving.formula}, list price of ${saving.price_date}${saving.bound === 'upper' ? '; at most' : ''}`;
  return <Tooltip label={tip}><span className="num">{isEstimate ? '~' : ''}{amount(row.monthly_saving)}</span></Tooltip>;
}

export const findingColumns: Column<Finding>[] = [
  { id: 'severity', header: 'Severity', width: '92px', sort: 'severity', first: 'descending', cell: (row) => <Severity value={row.severity} /> },
  { id: 'name', header: 'Resource', width: 'minmax(150px, 1.3fr)', sort: 'name', cell: (row) => <Name row={row} /> },
  { id: 'title', header: 'What is wrong', width: 'minmax(160px, 1.5fr)', from: 640, cell: (row) => <span className="cut" title={row.title}>{row.title}{row.risk === 'High' ? <span className="risk">High risk</span> : null}</span> },
  { id: 'type', header: 'Type', width: '112px', from: 1080, cell: (row) => <span className="cut dim">{typeName(row.resource.type)}</span> },
  { id: 'region', header: 'Region', width: '126px', sort: 'region', from: 780, cell: (row) => <span className="cut dim">{row.resource.region}</span> },
  { id: 'account', header: 'Account', width: '124px', from: 1340, cell: (row) => <span className="cut dim num">{row.resource.account}</span> },
  { id: 'status', header: 'Status', width: '116px', from: 1220, cell: (row) => <Status value={row.status} label={statusName(row.status)} /> },
  { id: 'first_seen', header: 'First seen', width: '106px', sort: 'first_seen', first: 'descending', from: 860, cell: (row) => <span className="dim"><Time at={row.first_seen} /></span> },
  { id: 'saving', header: 'USD a month', width: '112px', align: 'right', sort: 'saving', first: 'descending', cell: (row) => <Saving row={row} /> },
];

/** Two lines for narrow screens. */
export function FindingCompact({ row }: { row: Finding }) {
  return (
    <>
      <span className="compact-line">
        <Severity value={row.severity} withWord={false} />
        <Name row={row} />
        <Saving row={row} />
      </span>
      <span className="compact-line dim">
        <span className="cut">{row.title}</span>
        <span className="nowrap">{row.resource.region}</span>
      </span>
    </>
  );
}
