import { Checkbox, Menu } from '@mantine/core';
import { useElementSize, useHotkeys } from '@mantine/hooks';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export interface Column<Row> {
  id: string;
  header: ReactNode;
  /** A CSS grid track. */
  width: string;
  align?: 'right';
  /** Sort name; the header then sorts by it. */
  sort?: string;
  /** Where a first click sorts to. */
  first?: 'ascending' | 'descending';
  /** Shown only where the table is at least this wide. */
  from?: number;
  cell: (row: Row) => ReactNode;
}

interface VirtualTableProps<Row> {
  label: string;
  rows: Row[];
  total: number;
  columns: Column<Row>[];
  idOf: (row: Row) => string;
  nameOf: (row: Row) => string;
  /** One row as two lines, where there is no room for columns. */
  compact: (row: Row) => ReactNode;
  sort?: string;
  onSort?: (sort: string) => void;
  openId: string | undefined;
  onOpen: (id: string) => void;
  onEnd: () => void;
  /** Rows drawn beyond what is in view. */
  overscan?: number;
  selection?: { ids: ReadonlySet<string>; onChange: (ids: Set<string>) => void };
}

const compactBelow = 620;

function SortHeader<Row>({ column, sort, onSort }: { column: Column<Row>; sort: string | undefined; onSort: ((sort: string) => void) | undefined }) {
  if (column.sort === undefined || onSort === undefined) return <>{column.header}</>;
  const isUp = sort === column.sort;
  const isDown = sort === `-${column.sort}`;
  const startsDown = column.first === 'descending';
  const next = isDown ? column.sort : isUp ? `-${column.sort}` : startsDown ? `-${column.sort}` : column.sort;
  return (
    <button type="button" className="vt-sort" onClick={() => onSort(next)} data-active={isUp || isDown}>
      {column.header}
      <span aria-hidden="true" className="vt-arrow">{isUp ? '↑' : '↓'}</span>
    </button>
  );
}

/** Where there is no room for headers. */
function SortMenu<Row>({ columns, sort, onSort }: Pick<VirtualTableProps<Row>, 'columns' | 'sort' | 'onSort'>) {
  const sortable = columns.filter((column) => column.sort !== undefined);
  if (onSort === undefined || sortable.length === 0) return null;
  const active = sortable.find((column) => sort === column.sort || sort === `-${column.sort}`);
  return (
    <Menu position="bottom-end">
      <Menu.Target><button type="button" className="vt-sort vt-sort-menu">Sorted by {active?.header} {sort?.startsWith('-') === true ? '↓' : '↑'}</button></Menu.Target>
      <Menu.Dropdown>
        {sortable.map((column) => (
          <Menu.Item key={column.id} onClick={() => onSort(sort === column.sort ? `-${column.sort}` : sort === `-${column.sort}` ? (column.sort ?? '') : `${column.first === 'descending' ? '-' : ''}${column.sort}`)}>{column.header}</Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** J and K go along the rows; while one is open they open the next. */
function useRowKeys<Row>({ rows, idOf, openId, onOpen }: VirtualTableProps<Row>, scrollTo: (index: number) => void) {
  const [active, setActive] = useState(-1);
  const openIndex = openId === undefined ? -1 : rows.findIndex((row) => idOf(row) === openId);
  const move = (step: number): void => {
    const from = openIndex >= 0 ? openIndex : active;
    const next = Math.min(rows.length - 1, Math.max(0, from + step));
    const row = rows[next];
    if (row === undefined) return;
    setActive(next);
    scrollTo(next);
    if (openId !== undefined) onOpen(idOf(row));
    requestAnimationFrame(() => document.querySelector<HTMLElement>(`[data-row="${next}"] .row-link`)?.focus({ preventScroll: true }));
  };
  useHotkeys([['J', () => move(1)], ['K', () => move(-1)]]);
}

export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { rows, columns, idOf, selection } = props;
  const { ref, width } = useElementSize();
  const list = useRef<HTMLDivElement>(null);
  const isCompact = width > 0 && width < compactBelow;
  const shown = columns.filter((column) => (column.from ?? 0) <= width);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const measure = (): void => setTop(Math.round((list.current?.getBoundingClientRect().top ?? 0) + window.scrollY));
    measure();
    // What stands above the table may grow and shrink.
    const observer = new ResizeObserver(measure);
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [width, selection?.ids.size, rows.length]);
  const rowHeight = isCompact ? 66 : 44;
  const virtual = useWindowVirtualizer({ count: rows.length, estimateSize: () => rowHeight, overscan: props.overscan ?? 12, scrollMargin: top, scrollPaddingStart: 110, scrollPaddingEnd: 40 });
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  useRowKeys(props, (index) => virtual.scrollToIndex(index, { align: 'auto' }));
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { onEnd } = props;
  useEffect(() => {
    if (last >= rows.length - 30) onEnd();
  }, [last, rows.length, onEnd]);
  const tracks = `${selection === undefined ? '' : '36px '}${isCompact ? '1fr' : shown.map((column) => column.width).join(' ')}`;
  return (
    <div ref={ref} className="vt" role="table" aria-label={props.label} aria-rowcount={props.total} data-compact={isCompact} style={{ '--tracks': tracks } as React.CSSProperties}>
      <Head {...props} shown={isCompact ? [] : shown} />
      <div ref={list} role="rowgroup" className="vt-body" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          return (
            <div key={idOf(row)} role="row" aria-rowindex={item.index + 2} data-row={item.index} className="vt-row" data-open={props.openId === idOf(row)} data-selected={selection?.ids.has(idOf(row)) === true} style={{ height: rowHeight, transform: `translateY(${item.start - top}px)` }}>
              <Select {...props} row={row} />
              {isCompact ? <div role="cell" className="vt-cell vt-compact">{props.compact(row)}</div> : null}
              {isCompact ? null : shown.map((column) => (
                <div role="cell" key={column.id} className="vt-cell" data-align={column.align}>{column.cell(row)}</div>
              ))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Head<Row>({ rows, columns, idOf, selection, shown, sort, onSort }: VirtualTableProps<Row> & { shown: Column<Row>[] }) {
  const isAll = selection !== undefined && rows.length > 0 && rows.every((row) => selection.ids.has(idOf(row)));
  return (
    <div role="rowgroup" className="vt-head">
      <div role="row" className="vt-row-head" aria-rowindex={1}>
        {selection === undefined ? null : (
          <div role="columnheader" className="vt-cell vt-check">
            <Checkbox
              size="xs"
              aria-label="Select all rows loaded"
              checked={isAll}
              indeterminate={!isAll && selection.ids.size > 0}
              onChange={() => selection.onChange(isAll ? new Set() : new Set(rows.map(idOf)))}
            />
          </div>
        )}
        {shown.length === 0 ? <div role="columnheader" className="vt-cell">{selection === undefined ? 'Name' : 'Select all'}<SortMenu columns={columns} sort={sort} onSort={onSort} /></div> : null}
        {shown.map((column) => (
          <div role="columnheader" key={column.id} className="vt-cell" data-align={column.align} aria-sort={sort === column.sort && sort !== undefined ? 'ascending' : sort === `-${column.sort}` ? 'descending' : undefined}>
            <SortHeader column={column} sort={sort} onSort={onSort} />
          </div>
        ))}
      </div>
    </div>
  );
}

function Select<Row>({ row, rows, idOf, nameOf, selection }: VirtualTableProps<Row> & { row: Row }) {
  if (selection === undefined) return null;
  const id = idOf(row);
  return (
    <div role="cell" className="vt-cell vt-check">
      <Checkbox
        size="xs"
        aria-label={`Select ${nameOf(row)}`}
        checked={selection.ids.has(id)}
        onChange={(event) => {
          const next = new Set(selection.ids);
          const isShift = (event.nativeEvent as MouseEvent).shiftKey;
          const from = rows.findIndex((each) => next.has(idOf(each)));
          const to = rows.indexOf(row);
          if (isShift && from >= 0 && from < to) for (const each of rows.slice(from, to + 1)) next.add(idOf(each));
          else if (next.has(id)) next.delete(id);
          else next.add(id);
          selection.onChange(next);
        }}
      />
    </div>
  );
}
