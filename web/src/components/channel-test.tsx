import * as c from '../../../src/api/contract/index.ts';
import { Button, Tooltip } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useChange } from '../actions.tsx';
import { call } from '../api/client.ts';

/** Sends one test message and says how it went. */
export function ChannelTest({ channel }: { channel: c.Channel }) {
  const test = useChange(
    () => call(c.channelTestAnswer, `/api/v1/channels/${channel.id}/test`, { method: 'POST', body: {} }),
    ['channels', 'deliveries', 'session'],
    ({ delivered, message }) => notifications.show({ title: delivered ? `${channel.title}: test message delivered` : `${channel.title}: not delivered`, message, color: delivered ? 'green' : 'red', withBorder: true, autoClose: delivered ? 6000 : 14_000 }),
  );
  return (
    <Tooltip label={channel.configured ? 'Send one test message' : `Set ${channel.missing.join(', ')} first`}>
      <Button variant="default" size="compact-sm" loading={test.isPending} data-disabled={!channel.configured || undefined} aria-disabled={!channel.configured} onClick={() => { if (channel.configured) test.mutate(); }}>
        Test
      </Button>
    </Tooltip>
  );
}
