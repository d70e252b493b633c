import type { Transport } from '../../../src/api/contract/index.ts';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { transportsQuery } from '../api/extraction-queries.ts';
import { MayButton } from '../components/may.tsx';
import { Card } from '../components/parts.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { Frame } from '../extraction/frame.tsx';
import { TransportCard } from '../extraction/transport-card.tsx';
import { TransportDialog } from '../extraction/transport-dialog.tsx';
import { plural } from '../format.ts';

function titleOf(items: Transport[] | undefined): string {
  if (items === undefined) return 'Transports';
  if (items.length === 0) return 'Nothing is handed on yet';
  const failed = items.reduce((sum, { queue }) => sum + queue.failed_artifacts, 0);
  const waiting = items.reduce((sum, { queue }) => sum + queue.waiting_artifacts, 0);
  if (failed > 0) return `${plural(failed, 'resource')} could not be delivered`;
  if (waiting > 0) return `${plural(waiting, 'resource')} on the way`;
  return items.some(({ enabled }) => enabled) ? 'Everything is delivered' : 'Every transport is off';
}

/** Does what is read arrive where it is wanted? */
export function TransportsPage() {
  const list = useQuery(transportsQuery);
  const [editing, setEditing] = useState<Transport | 'new' | null>(null);
  const items = list.data?.items ?? [];
  const open = editing === null || editing === 'new' ? null : editing;
  const add = <MayButton doing="administer" what="set up transports" size="sm" onClick={() => setEditing('new')}>Add a transport…</MayButton>;
  return (
    <Frame here="/extraction/transports" title={titleOf(list.data?.items)} sub={items.length === 0 ? 'What is read stays in the inventory.' : `${items.filter(({ enabled }) => enabled).length} of ${plural(items.length, 'transport')} on. What cannot be delivered is kept, never dropped.`} actions={items.length === 0 ? undefined : add}>
      <Loaded of={list}>
        {() => items.length === 0 ? <Card><Empty title="No transport is set up" action={add}>A transport hands every job on to another system: by HTTP, into a folder, or into an S3 bucket. What cannot be delivered is kept and shown, never dropped.</Empty></Card> : (
          <ul className="transport-list">{items.map((each) => <TransportCard key={each.id} transport={each} onEdit={() => setEditing(each)} />)}</ul>
        )}
      </Loaded>
      <TransportDialog key={open?.id ?? 'new'} transport={open} isOpen={editing !== null} onClose={() => setEditing(null)} />
    </Frame>
  );
}
