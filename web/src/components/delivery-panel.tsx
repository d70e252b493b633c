import type { Delivery, DeliveryDetail } from '../../../src/api/contract/index.ts';
import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { anything, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { deliveryQuery } from '../api/queries.ts';
import { absolute, clock, plural } from '../format.ts';
import { channelNames, deliveryKinds } from '../words.ts';
import { MayButton } from './may.tsx';
import { Copy, Facts, Status } from './parts.tsx';
import { SidePanel } from './side-panel.tsx';
import { SlackMessage } from './slack-message.tsx';
import { Empty, Loaded } from './states.tsx';

export function RetryButton({ delivery }: { delivery: Delivery }) {
  const retry = useChange(() => call(anything, `/api/v1/deliveries/${encodeURIComponent(delivery.id)}/retry`, { method: 'POST', body: {} }), ['deliveries', 'session', 'channels'], () => told('Sending it again'));
  return <MayButton what="send messages again" variant="default" size="compact-sm" loading={retry.isPending} onClick={() => retry.mutate()}>Retry</MayButton>;
}

function Mail({ message }: { message: Extract<NonNullable<DeliveryDetail['message']>, { channel: 'email' }> }) {
  return (
    <>
      <Facts items={[['Subject', message.subject], ['To', message.to.length === 0 ? <span key="to" className="dim">nobody: no recipients are set</span> : message.to.join(', ')]]} />
      <Tabs defaultValue="html" keepMounted={false} mt={12}>
        <Tabs.List>
          <Tabs.Tab value="html">As mail</Tabs.Tab>
          <Tabs.Tab value="text">Plain text</Tabs.Tab>
        </Tabs.List>
        {/* No scripts, no forms, no address of ours: the frame may show and nothing else. */}
        <Tabs.Panel value="html"><iframe title={`The mail: ${message.subject}`} sandbox="" srcDoc={message.html} className="mail-frame" /></Tabs.Panel>
        <Tabs.Panel value="text"><pre className="raw message-text" tabIndex={0}>{message.text}</pre></Tabs.Panel>
      </Tabs>
    </>
  );
}

function Message({ delivery }: { delivery: DeliveryDetail }) {
  const { message } = delivery;
  if (message === null) return <Empty title="The message is no longer kept">Only what came of it is.</Empty>;
  switch (message.channel) {
    case 'slack':
      return (
        <>
          <SlackMessage blocks={message.blocks} text={message.text} at={clock(delivery.created_at)} />
          <section className="panel-section">
            <h3>As a notification shows it <Copy text={message.text} what="the text" /></h3>
            <pre className="raw message-text" tabIndex={0}>{message.text}</pre>
          </section>
        </>
      );
    case 'email':
      return <Mail message={message} />;
    case 'webhook': {
      const text = JSON.stringify(message.body, null, 2);
      return <section className="panel-section"><h3>Body <Copy text={text} what="the JSON" /></h3><pre className="raw" tabIndex={0}>{text}</pre></section>;
    }
  }
}

function Body({ delivery }: { delivery: DeliveryDetail }) {
  return (
    <>
      <header className="panel-head">
        <p className="panel-kicker"><Status value={delivery.state} /> <span className="dim">{channelNames[delivery.channel]} · {deliveryKinds[delivery.kind] ?? delivery.kind}</span></p>
        <h2 className="panel-title">{delivery.subject}</h2>
        <p className="dim panel-where">
          {delivery.delivered_at === null ? `Made ${absolute(delivery.created_at)}` : `Delivered ${absolute(delivery.delivered_at)}`}, {plural(delivery.attempts, 'attempt')}
          {delivery.run_id === null ? null : <> · <Link to="/runs/$runId" params={{ runId: delivery.run_id }}>its run</Link></>}
        </p>
        {delivery.last_error === null ? null : <p className={delivery.state === 'failed' ? 'note note-bad' : 'note'}>{delivery.last_error}{delivery.next_attempt_at === null ? '' : ` Next try ${clock(delivery.next_attempt_at)}.`}</p>}
      </header>
      <Message delivery={delivery} />
    </>
  );
}

export function DeliveryPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const delivery = useQuery(deliveryQuery(id));
  return (
    <SidePanel label={delivery.data === undefined ? 'Delivery' : `${delivery.data.subject}, ${channelNames[delivery.data.channel]}`} about={id} onClose={onClose} actions={delivery.data === undefined || delivery.data.state === 'delivered' ? <span className="dim">Message</span> : <RetryButton delivery={delivery.data} />}>
      <Loaded of={delivery}>{(data) => <Body delivery={data} />}</Loaded>
    </SidePanel>
  );
}
