import type { Delivery } from '../../../src/api/contract/index.ts';
import { Button } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import { channelsQuery, deliveriesQuery, sessionQuery } from '../api/queries.ts';
import { DeliveryPanel, RetryButton } from '../components/delivery-panel.tsx';
import { FacetFilter } from '../components/facet-filter.tsx';
import { Card, PageHead, Status } from '../components/parts.tsx';
import { Empty, Loaded } from '../components/states.tsx';
import { Time } from '../components/time.tsx';
import { count, plural } from '../format.ts';
import { joined, useSearchState, values, type Search } from '../search-state.ts';
import { channelNames, deliveryKinds, statusName } from '../words.ts';

const states = ['delivered', 'pending', 'sending', 'failed', 'not_configured'];

function Row({ delivery, isOpen }: { delivery: Delivery; isOpen: boolean }) {
  return (
    <tr data-open={isOpen}>
      <td className="nowrap"><Status value={delivery.state} /></td>
      <td>
        <Link to="." search={(previous: Search) => ({ ...previous, id: delivery.id })} resetScroll={false} className="row-link wraps">{delivery.subject}</Link>
        <span className="cell-sub">{deliveryKinds[delivery.kind] ?? delivery.kind}<span className="only-sm"> · {channelNames[delivery.channel]} · <Time at={delivery.created_at} /></span></span>
        {delivery.last_error === null || delivery.state === 'delivered' ? null : <span className="cell-sub tone-bad">{delivery.last_error}</span>}
      </td>
      <td className="from-sm nowrap">{channelNames[delivery.channel]}</td>
      <td className="from-md right num dim nowrap">{delivery.attempts}{delivery.next_attempt_at === null ? null : <span className="cell-sub">again <Time at={delivery.next_attempt_at} /></span>}</td>
      <td className="from-sm nowrap dim"><Time at={delivery.delivered_at ?? delivery.created_at} /></td>
      <td className="right above">{delivery.state === 'failed' || delivery.state === 'not_configured' ? <RetryButton delivery={delivery} /> : null}</td>
    </tr>
  );
}

function useTitle(): string {
  const { data } = useQuery(sessionQuery);
  const channels = useQuery(channelsQuery);
  if (data === undefined) return 'Deliveries';
  // Nothing can fail where nobody is told: that is not good news.
  if (channels.data?.items.some((each) => each.configured) === false) return 'No channel is configured: this is what would have been sent';
  return data.counts.failed_deliveries === 0 ? 'No message failed' : `${plural(data.counts.failed_deliveries, 'message')} did not arrive`;
}

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
  const channels = useQuery(channelsQuery);
  if (isFiltered) return <Empty title="Nothing matches these filters" action={<Button variant="default" onClick={onClear}>Clear the filters</Button>} />;
  const hasChannel = channels.data?.items.some((each) => each.configured) === true;
  return (
    <Empty title="Nothing has been sent yet" action={<Button component={Link} to="/settings/channels" variant="default">{hasChannel ? 'Send a test message' : 'Set up a channel'}</Button>}>
      {hasChannel ? 'The first message goes out after the next scheduled scan.' : 'No channel is configured, so there is nobody to tell.'}
    </Empty>
  );
}

export function DeliveriesPage() {
  const [search, update] = useSearchState();
  const title = useTitle();
  const list = useInfiniteQuery(deliveriesQuery({ channel: search['channel'], state: search['state'], run_id: search['run_id'] }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const total = list.data?.pages[0]?.total ?? 0;
  const close = useCallback(() => update({ id: undefined }), [update]);
  const option = (value: string, label: string, of: (row: Delivery) => string) => ({ value, label, count: rows.filter((row) => of(row) === value).length });
  const isFiltered = ['channel', 'state', 'run_id'].some((name) => search[name] !== undefined);
  return (
    <div className="page page-form">
      <PageHead title={title} sub="Every message, what came of it, and what its reader sees." />
      <div className="chips gap-below">
        <FacetFilter label="State" options={states.map((state) => option(state, statusName(state), (row) => row.state))} chosen={values(search['state'])} onChange={(next) => update({ state: joined(next) }, { replace: true })} />
        <FacetFilter label="Channel" options={Object.entries(channelNames).map(([id, name]) => option(id, name, (row) => row.channel))} chosen={values(search['channel'])} onChange={(next) => update({ channel: joined(next) }, { replace: true })} />
      </div>
      <Loaded of={list}>
        {() => rows.length === 0 ? <Nothing isFiltered={isFiltered} onClear={() => update({ channel: undefined, state: undefined, run_id: undefined })} /> : (
          <Card flush>
            <table className="table table-rows">
              <thead><tr><th>State</th><th>Message</th><th className="from-sm">Channel</th><th className="from-md right">Attempts</th><th className="from-sm">When</th><th><span className="visually-hidden">Actions</span></th></tr></thead>
              <tbody>{rows.map((row) => <Row key={row.id} delivery={row} isOpen={search['id'] === row.id} />)}</tbody>
            </table>
          </Card>
        )}
      </Loaded>
      {rows.length > 0 && list.hasNextPage ? <p className="list-foot"><Button variant="default" loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>Show older messages ({count(total - rows.length)})</Button></p> : null}
      {search['id'] === undefined ? null : <DeliveryPanel id={search['id']} onClose={close} />}
    </div>
  );
}
