import { Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { changesText, type AuditFile } from '../audit-words.ts';
import { bytes, count } from '../format.ts';
import type { Search } from '../search-state.ts';
import { FileBadge, Path } from './file-status.tsx';
import { Time } from './time.tsx';
import type { Column } from './virtual-table.tsx';

function Name({ row }: { row: AuditFile }) {
  return (
    <Link to="." search={(previous: Search) => ({ ...previous, file: row.id })} resetScroll={false} className="row-link file-link" aria-label={row.path}>
      <Path of={row.path} />
    </Link>
  );
}

const Size = ({ row }: { row: AuditFile }) => (row.size === null ? <span className="dim">–</span> : <Tooltip label={`${count(row.size)} bytes`}><span className="num dim">{bytes(row.size)}</span></Tooltip>);

export const fileColumns: Column<AuditFile>[] = [
  { id: 'status', header: 'Status', width: '112px', cell: (row) => <FileBadge status={row.status} /> },
  { id: 'path', header: 'File', width: 'minmax(160px, 3fr)', cell: (row) => <Name row={row} /> },
  { id: 'changes', header: 'What changed', width: 'minmax(120px, 1fr)', from: 720, cell: (row) => (row.changes.length === 0 ? <span className="dim" aria-label="nothing">–</span> : <span className="cut" title={changesText(row.changes)}>{changesText(row.changes)}</span>) },
  { id: 'since', header: 'Since', width: '100px', from: 980, cell: (row) => (row.since === null ? <span className="dim">–</span> : <span className="dim"><Time at={row.since} /></span>) },
  { id: 'size', header: 'Size', width: '84px', align: 'right', from: 800, cell: (row) => <Size row={row} /> },
  { id: 'checked', header: 'Checked', width: '104px', cell: (row) => (row.checked_at === null ? <span className="dim">not yet</span> : <span className="dim"><Time at={row.checked_at} /></span>) },
];

/** Two lines for narrow screens. */
export function FileCompact({ row }: { row: AuditFile }) {
  return (
    <>
      <span className="compact-line"><Name row={row} /></span>
      <span className="compact-line dim">
        <span className="cut"><FileBadge status={row.status} /> {row.changes.length === 0 ? null : changesText(row.changes)}</span>
        <span className="nowrap">{row.checked_at === null ? 'not yet' : <Time at={row.checked_at} />}</span>
      </span>
    </>
  );
}
