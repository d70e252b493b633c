import type * as c from '../../../src/api/contract/index.ts';
import { Button, Select } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { auditLogQuery, usersQuery } from '../api/access-queries.ts';
import { count } from '../format.ts';
import { roleNames, useMay } from '../may.ts';
import { useSearchState } from '../search-state.ts';
import { actionWords } from '../action-words.ts';
import { LockedPanel } from './may.tsx';
import { Card } from './parts.tsx';
import { Empty, Loaded } from './states.tsx';
import { Time } from './time.tsx';

function Row({ entry }: { entry: c.AuditEntry }) {
  const params = Object.entries(entry.params);
  const isBad = entry.status === 'refused' || Number(entry.status) >= 400;
  return (
    <tr>
      <td className="nowrap dim from-sm"><Time at={entry.at} /></td>
      <td>{entry.name ?? (entry.actor === 'local' ? 'Local administrator' : entry.actor === null ? 'Nobody' : 'Somebody')}<span className="cell-sub">{entry.actor?.startsWith('token:') === true ? 'a token, ' : ''}{entry.role === null ? '' : roleNames[entry.role]}</span></td>
      <td className="breaks">{actionWords(entry.action, entry.status === 'refused')}<span className="cell-sub"><code>{entry.action}</code>{params.length === 0 ? '' : ` ${params.map(([name, value]) => `${name} ${value}`).join(', ')}`}</span><span className="cell-sub only-sm"><Time at={entry.at} /></span></td>
      <td className={isBad ? 'right nowrap tone-bad' : 'right nowrap dim'}>{entry.status === 'refused' ? 'Refused' : entry.status === '' ? '' : Number(entry.status) < 300 ? 'Done' : entry.status}</td>
    </tr>
  );
}

function Log() {
  const [search, update] = useSearchState();
  const list = useInfiniteQuery(auditLogQuery(search['actor']));
  const users = useQuery(usersQuery);
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const people = [{ value: 'local', label: 'Local administrator' }, ...(users.data?.items ?? []).map((each) => ({ value: `user:${each.id}`, label: each.name }))];
  return (
    <>
      <Select className="gap-below" maw={280} aria-label="Whose actions" placeholder="Everybody" data={people} value={search['actor'] ?? null} onChange={(actor) => update({ actor: actor ?? undefined }, { replace: true })} clearable clearButtonProps={{ 'aria-label': 'Show everybody' }} />
      <Card flush>
        <Loaded of={list}>
          {() => rows.length === 0 ? <Empty title="Nothing yet">What people and tokens change is listed here.</Empty> : (
            <table className="table"><thead><tr><th className="from-sm">When</th><th>Who</th><th>What</th><th className="right">Outcome</th></tr></thead><tbody>{rows.map((entry) => <Row key={entry.position} entry={entry} />)}</tbody></table>
          )}
        </Loaded>
      </Card>
      {list.hasNextPage ? <p className="list-foot"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show older ones ({count(total - rows.length)})</Button></p> : null}
    </>
  );
}

export function AuditLog() {
  const may = useMay('administer', 'read the audit log');
  return may.ok ? <Log /> : <LockedPanel reason={may.reason} />;
}
