import * as c from '../../../src/api/contract/index.ts';
import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { useMay } from '../may.ts';

/** Sends one test message and says how it went. */
export function ChannelTest({ channel }: { channel: c.Channel }) {
  const test = useChange(
    () => call(c.channelTestAnswer, `/api/v1/channels/${channel.id}/test`, { method: 'POST', body: {} }),
    ['channels', 'deliveries', 'session'],
    ({ delivered, message }) => notifications.show({ title: delivered ? `${channel.title}: test message delivered` : `${channel.title}: not delivered`, message, color: delivered ? 'green' : 'red', withBorder: true, autoClose: delivered ? 6000 : 14_000 }),
  );
  const may = useMay('operate', 'send test messages');
  const isReady = channel.configured && may.ok;
  return (
    <Tooltip label={!may.ok ? may.reason : channel.configured ? 'Send one test message' : `Set ${channel.missing.join(', ')} first`}>
      <Button variant="default" size="compact-sm" loading={test.isPending} data-disabled={!isReady || undefined} aria-disabled={!isReady} onClick={() => { if (isReady) test.mutate(); }}>
        Test
      </Button>
    </Tooltip>
  );
}
