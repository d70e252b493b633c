import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { historyQuery } from '../api/audit-queries.ts';
import { changesText, isWrong, statusCounts, triggers, type HistoryRow } from '../audit-words.ts';
import { bytes, count, plural } from '../format.ts';
import { useSearchState, type Search } from '../search-state.ts';
import { useActorNames } from './actor.tsx';
import { FileBadge, Path } from './file-status.tsx';
import { Card } from './parts.tsx';
import { Empty, Loaded } from './states.tsx';
import { Time } from './time.tsx';

const views: { id: string | undefined; label: string; filters: Record<string, string | undefined> }[] = [
  { id: undefined, label: 'Everything', filters: {} },
  { id: 'changes', label: 'Changes', filters: { kind: 'file' } },
  { id: 'tampered', label: 'Tampered', filters: { kind: 'file', status: 'tampered' } },
  { id: 'checks', label: 'Checks', filters: { kind: 'run' } },
];

/** What a row of the history is called: an answer of a person has its own word. */
export function badgeOf(row: HistoryRow): string {
  if (row.kind === 'file') return ['accepted', 'restored', 'removed'].find((each) => row.changes.includes(each)) ?? row.status;
  if (row.status === 'failed' || row.status === 'cancelled') return row.status;
  const worst = ['tampered', 'missing', 'added', 'unreadable'].find((each) => (row.counts?.[each] ?? 0) > 0);
  return worst ?? row.status;
}

function runWords(row: HistoryRow): string {
  const counts = row.counts ?? {};
  if (row.status === 'cancelled') return 'The check was cancelled';
  if (row.status === 'failed') return 'The check failed: nothing could be read';
  const wrong = statusCounts(counts);
  const read = (counts['bytes_hashed'] ?? 0) > 0 ? `, ${bytes(counts['bytes_hashed'] ?? 0)} compared` : '';
  return `Check of ${plural(counts['files'] ?? 0, 'file')}${wrong === '' ? read : `: ${wrong}`}`;
}

function Note({ row, nameOf }: { row: HistoryRow; nameOf: (actor: string) => string }) {
  if (row.actor === undefined && row.note === undefined) return null;
  return <span className="cell-sub">{row.actor === undefined ? '' : `${nameOf(row.actor)}${row.note === undefined ? '' : ': '}`}{row.note ?? ''}</span>;
}

function Row({ row, nameOf }: { row: HistoryRow; nameOf: (actor: string) => string }) {
  const isRun = row.kind === 'run';
  return (
    <tr>
      <td className="nowrap dim from-sm"><Time at={row.checked_at} /></td>
      <td className="nowrap"><FileBadge status={badgeOf(row)} /></td>
      <td className="history-what">
        {isRun || row.file_id === undefined ? <span>{isRun ? runWords(row) : <Path of={row.path ?? ''} />}</span> : <Link to="." search={(previous: Search) => ({ ...previous, file: row.file_id })} resetScroll={false} className="row-link file-link"><Path of={row.path ?? row.file_id} /></Link>}
        {isRun || !isWrong(row.status) ? null : <span className="cell-sub">{changesText(row.changes)}</span>}
        {isRun && (row.counts?.['gaps'] ?? 0) > 0 ? <span className="cell-sub tone-attention">{plural(row.counts?.['gaps'] ?? 0, 'place')} could not be read</span> : null}
        <Note row={row} nameOf={nameOf} />
        <span className="cell-sub only-sm"><Time at={row.checked_at} /></span>
      </td>
      <td className="nowrap dim from-md">{triggers[row.trigger]}</td>
    </tr>
  );
}

export function AuditHistory() {
  const [search, update] = useSearchState();
  const view = views.find((each) => each.id === search['history']) ?? views[0];
  const list = useInfiniteQuery(historyQuery(view?.filters ?? {}));
  const rows = list.data?.pages.flatMap((page) => page.history) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const nameOf = useActorNames();
  return (
    <section aria-label="Audit History" className="files-section">
      <header className="section-head">
        <h2>Audit History</h2>
        <div className="chips" role="group" aria-label="Filter the history">
          {views.map((each) => <button key={each.label} type="button" className={each === view ? 'chip chip-on' : 'chip'} aria-pressed={each === view} onClick={() => update({ history: each.id }, { replace: true })}>{each.label}</button>)}
        </div>
      </header>
      <Card flush>
        <Loaded of={list}>
          {() => rows.length === 0 ? <Empty title={search['history'] === undefined ? 'Nothing has been checked yet' : 'Nothing of this kind'}>{search['history'] === undefined ? 'Every check and every change is kept here, newest first.' : undefined}</Empty> : (
            <table className="table table-rows table-history">
              <thead><tr><th className="from-sm">When</th><th>Status</th><th>What</th><th className="from-md">Trigger</th></tr></thead>
              <tbody>{rows.map((row) => <Row key={row.id} row={row} nameOf={nameOf} />)}</tbody>
            </table>
          )}
        </Loaded>
      </Card>
      {list.hasNextPage ? <p className="list-foot"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show older ones ({count(total - rows.length)})</Button></p> : null}
    </section>
  );
}
