import { Button, CloseButton } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { filesQuery, rootsQuery } from '../api/audit-queries.ts';
import { isWrong, type AuditFile, type Totals } from '../audit-words.ts';
import { count, plural } from '../format.ts';
import { useMayAnswer } from '../may.ts';
import { joined, useSearchState, values } from '../search-state.ts';
import { useSteadyRows } from '../steady-rows.ts';
import { AcceptDialog } from './accept-dialog.tsx';
import { fileColumns, FileCompact } from './file-columns.tsx';
import { CloseIcon } from './icons.tsx';
import { LockedButton } from './may.tsx';
import { Empty, PageError, Rows } from './states.tsx';
import { VirtualTable } from './virtual-table.tsx';

const chips: [status: keyof Totals, label: string][] = [['tampered', 'Tampered'], ['missing', 'Missing'], ['added', 'Added'], ['unreadable', 'Unreadable'], ['verified', 'Verified']];

function Filters({ totals }: { totals: Totals | undefined }) {
  const [search, update] = useSearchState();
  const roots = useQuery(rootsQuery);
  const chosen = values(search['status']);
  const root = roots.data?.roots.find((each) => each.id === search['root_id']);
  const toggle = (status: string): void => update({ status: joined(chosen.includes(status) ? chosen.filter((each) => each !== status) : [...chosen, status]) }, { replace: true });
  const extra = (name: string, text: string) => (search[name] === undefined ? null : (
    <span className="chip chip-on"><span className="cut">{text}</span><button type="button" aria-label={`Remove the filter ${text}`} onClick={() => update({ [name]: undefined }, { replace: true })}><CloseIcon size={12} /></button></span>
  ));
  return (
    <div className="chips" role="group" aria-label="Filter the files">
      <button type="button" className={chosen.length === 0 ? 'chip chip-on' : 'chip'} aria-pressed={chosen.length === 0} onClick={() => update({ status: undefined }, { replace: true })}>All <span className="num">{totals === undefined ? '' : count(totals.files)}</span></button>
      {chips.filter(([status]) => (totals?.[status] ?? 0) > 0 || chosen.includes(status)).map(([status, label]) => (
        <button key={status} type="button" className={chosen.includes(status) ? 'chip chip-on' : 'chip'} aria-pressed={chosen.includes(status)} onClick={() => toggle(status)}>{label} <span className="num">{count(totals?.[status] ?? 0)}</span></button>
      ))}
      {extra('q', `“${search['q'] ?? ''}”`)}
      {extra('root_id', `Below ${root?.path ?? 'one path'}`)}
      {extra('alert', 'One alert')}
    </div>
  );
}

function Bulk({ rows, ids, onDone }: { rows: AuditFile[]; ids: ReadonlySet<string>; onDone: () => void }) {
  const [isAsking, setAsking] = useState(false);
  if (ids.size === 0) return null;
  const wrong = rows.filter((row) => ids.has(row.id) && isWrong(row.status));
  const changed = wrong.filter((row) => row.may_answer);
  const may = useMayAnswer(wrong.length === 0 || changed.length > 0);
  return (
    <>
      <div className="bulk" role="toolbar" aria-label="With the selected files">
        <span className="bulk-count">{plural(ids.size, 'file')} selected{wrong.length === ids.size ? '' : `, ${wrong.length === 0 ? 'none' : count(wrong.length)} changed`}{changed.length === wrong.length || changed.length === 0 ? '' : `, ${count(changed.length)} yours to answer`}</span>
        {may.ok ? <Button size="compact-sm" variant="default" disabled={changed.length === 0} onClick={() => setAsking(true)}>Accept{changed.length === 0 ? '' : ` ${plural(changed.length, 'change')}`}…</Button> : <LockedButton size="compact-sm" variant="default" reason={may.reason}>Accept…</LockedButton>}
        <CloseButton size="sm" aria-label="Clear the selection" onClick={onDone} />
      </div>
      {isAsking ? <AcceptDialog what={{ ids: changed.map(({ id }) => id) }} total={changed.length} paths={changed.map(({ path }) => path)} onClose={() => setAsking(false)} onDone={onDone} /> : null}
    </>
  );
}

export function FileTable({ totals }: { totals: Totals | undefined }) {
  const [search, update] = useSearchState();
  const filters = useMemo(() => ({ status: search['status'], q: search['q'], root_id: search['root_id'], alert_id: search['alert'] }), [search]);
  const key = JSON.stringify(filters);
  const list = useInfiniteQuery(filesQuery(filters));
  const fresh = useMemo(() => list.data?.pages.flatMap((page) => page.files) ?? [], [list.data]);
  const { rows, waiting, show } = useSteadyRows(fresh, (row) => row.id, { key, pages: list.data?.pages.length ?? 0, at: list.dataUpdatedAt, isOld: list.isPlaceholderData });
  const [ids, setIds] = useState<Set<string>>(new Set());
  useEffect(() => setIds(new Set()), [key]);
  const total = list.data?.pages[0]?.total ?? 0;
  const isFiltered = Object.values(filters).some((value) => value !== undefined);
  return (
    <section aria-label="Files" className="files-section" aria-busy={list.isFetching}>
      <header className="section-head"><h2>Files</h2><Filters totals={totals} /></header>
      {waiting === 0 ? null : <div className="waiting" role="status"><Button variant="light" radius="xl" onClick={show}>{plural(waiting, 'more change')} since you opened this list. Show</Button></div>}
      {list.isError && rows.length === 0 ? <PageError error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Rows count={6} height={44} /> : null}
      {list.isSuccess && rows.length === 0 ? (
        <div className="card">
          {isFiltered
            ? <Empty title="No file matches" action={<Button variant="default" onClick={() => update({ status: undefined, q: undefined, root_id: undefined, alert: undefined })}>Show all files</Button>}>Take a filter away.</Empty>
            : <Empty title="No files yet">Give a path under Verify path above, or upload a file. Each is listed here with its state.</Empty>}
        </div>
      ) : null}
      {rows.length === 0 ? null : (
        <VirtualTable<AuditFile>
          label="Files"
          rows={rows}
          total={total}
          columns={fileColumns}
          idOf={(row) => row.id}
          nameOf={(row) => row.path}
          compact={(row) => <FileCompact row={row} />}
          openId={search['file']}
          onOpen={(file) => update({ file }, { replace: search['file'] !== undefined })}
          onEnd={nothing}
          overscan={30}
          selection={{ ids, onChange: setIds }}
        />
      )}
      {rows.length === 0 || total <= rows.length ? null : (
        <p className="list-foot"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show more ({count(rows.length)} of {count(total)})</Button></p>
      )}
      <Bulk rows={rows} ids={ids} onDone={() => setIds(new Set())} />
    </section>
  );
}

/** More comes by the button, so that the history below stays in reach. */
const nothing = (): void => undefined;
