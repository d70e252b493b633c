import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertsQuery } from '../api/audit-queries.ts';
import { alertTitle, statusCounts, type FileAlert } from '../audit-words.ts';
import { count, plural } from '../format.ts';
import { useMay, useMayAnswer } from '../may.ts';
import { useSearchState } from '../search-state.ts';
import { AcceptDialog } from './accept-dialog.tsx';
import { LockedButton } from './may.tsx';
import { ToneMark } from './parts.tsx';
import { Time } from './time.tsx';

const atOnce = 3;

function AlertRow({ alert, isHere }: { alert: FileAlert; isHere: boolean }) {
  const [, update] = useSearchState();
  const [isAsking, setAsking] = useState(false);
  const isOpen = alert.unanswered > 0;
  const [operate, read] = [useMay('operate').ok, useMay('read').ok];
  // Who sees only their own answers for all that is shown.
  const may = useMayAnswer(operate || !read);
  const words = statusCounts(alert.statuses);
  const [only] = alert.first;
  return (
    <li className="alert" data-open={isOpen}>
      <ToneMark tone={isOpen ? 'bad' : 'good'} size={14} />
      <div className="alert-words">
        <p className="alert-title breaks">{alertTitle(alert)}</p>
        <p className="dim">{words === '' ? '' : `${words} · `}<Time at={alert.opened_at} />{Date.parse(alert.last_at) - Date.parse(alert.opened_at) > 120_000 ? <>, last <Time at={alert.last_at} /></> : null} · {isOpen ? (alert.unanswered === alert.count ? 'not answered' : `${count(alert.unanswered)} not answered`) : 'all answered'}</p>
      </div>
      <div className="alert-actions">
        {isHere ? <Button variant="subtle" color="gray" onClick={() => update({ alert: undefined })}>Show all files</Button> : <Button variant="default" onClick={() => update(alert.count === 1 && only !== undefined ? { file: only.id } : { alert: alert.id, status: undefined, q: undefined, root_id: undefined })}>Show {alert.unanswered === 1 ? 'it' : 'them'}</Button>}
        {!isOpen ? null : may.ok ? <Button variant={isHere ? 'filled' : 'default'} onClick={() => setAsking(true)}>{alert.unanswered === 1 ? 'Accept…' : 'Accept all…'}</Button> : <LockedButton variant="default" reason={may.reason}>{alert.unanswered === 1 ? 'Accept…' : 'Accept all…'}</LockedButton>}
      </div>
      {isAsking ? <AcceptDialog what={{ alert_id: alert.id }} total={alert.unanswered} paths={alert.first.map(({ path }) => path)} onClose={() => setAsking(false)} /> : null}
    </li>
  );
}

/** What changed together and waits for an answer; one of them alone where the address names it. */
export function AlertStrip() {
  const [search] = useSearchState();
  const [isAll, setAll] = useState(false);
  const alerts = useQuery(alertsQuery);
  const list = alerts.data?.alerts ?? [];
  const named = list.find((each) => each.id === search['alert']);
  const open = named === undefined ? list.filter((each) => each.unanswered > 0) : [named];
  if (open.length === 0) return null;
  const shown = isAll ? open : open.slice(0, atOnce);
  return (
    <section className="alerts" aria-label="Alerts">
      <ul>{shown.map((alert) => <AlertRow key={alert.id} alert={alert} isHere={alert === named} />)}</ul>
      {open.length > shown.length ? <button type="button" className="link-button alerts-more" onClick={() => setAll(true)}>{plural(open.length - shown.length, 'more alert')}</button> : null}
    </section>
  );
}
