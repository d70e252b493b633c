import type { Resource } from '../../../src/api/contract/index.ts';
import { Link } from '@tanstack/react-router';
import type { MouseEvent } from 'react';
import { Time } from '../components/time.tsx';
import type { Column } from '../components/virtual-table.tsx';

/** Leads to the page of the thing; a plain click has a quick look beside the list instead. */
function Name({ row, onLook }: { row: Resource; onLook: (id: string) => void }) {
  const look = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return;
    event.preventDefault();
    onLook(row.id);
  };
  return <Link to="/inventory/resource" search={{ id: row.id }} onClick={look} className="row-link" title={row.name}>{row.name}</Link>;
}

const tagsOf = (row: Resource): string => Object.entries(row.tags).filter(([name]) => name !== 'Name').map(([name, value]) => (value === '' ? name : `${name}=${value}`)).join('  ');

export function resourceColumns(typeName: (type: string) => string, onLook: (id: string) => void): Column<Resource>[] {
  return [
    { id: 'name', header: 'Name', width: 'minmax(170px, 1.4fr)', cell: (row) => <Name row={row} onLook={onLook} /> },
    { id: 'type', header: 'Type', width: '160px', cell: (row) => <span className="cut" title={typeName(row.type)}>{typeName(row.type)}</span> },
    { id: 'region', header: 'Region', width: '130px', cell: (row) => <span className="cut dim">{row.region}</span> },
    { id: 'account', header: 'Account', width: '124px', from: 860, cell: (row) => <span className="cut dim num">{row.account}</span> },
    { id: 'tags', header: 'Tags', width: 'minmax(120px, 1fr)', from: 1000, cell: (row) => <span className="cut dim" title={tagsOf(row)}>{tagsOf(row)}</span> },
    { id: 'first', header: 'First seen', width: '110px', from: 760, cell: (row) => <span className="dim"><Time at={row.first_seen} /></span> },
    { id: 'last', header: 'Last seen', width: '110px', from: 1120, cell: (row) => <span className="dim"><Time at={row.last_seen} /></span> },
  ];
}

/** Two lines for narrow screens. */
export const ResourceCompact = ({ row, typeName, onLook }: { row: Resource; typeName: (type: string) => string; onLook: (id: string) => void }) => (
  <>
    <span className="compact-line"><Name row={row} onLook={onLook} /></span>
    <span className="compact-line dim"><span className="cut">{typeName(row.type)}</span><span className="nowrap">{row.region}</span></span>
  </>
);
