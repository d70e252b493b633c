import type { Channel } from '../../../src/api/contract/index.ts';
import { Switch } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { channelsQuery } from '../api/queries.ts';
import { ChannelTest } from './channel-test.tsx';
import { Status } from './parts.tsx';
import { Loaded } from './states.tsx';
import { Time } from './time.tsx';

function ChannelState({ channel }: { channel: Channel }) {
  if (!channel.configured) return <><Status value="not_configured" /> <span className="dim">{channel.missing.length === 0 ? '' : `needs ${channel.missing.join(', ')}`}. <Link to="/settings/$section" params={{ section: 'channels' }}>Set up</Link></span></>;
  const last = channel.last_delivery;
  if (last === null) return <span className="dim">Configured; nothing sent yet</span>;
  return <><Status value={last.state} /> <span className="dim"><Time at={last.delivered_at ?? last.created_at} /></span></>;
}

export function ChannelToggles({ value, onChange }: { value: string[]; onChange: (channels: string[]) => void }) {
  const channels = useQuery(channelsQuery);
  return (
    <div role="group" aria-label="Send the summary to">
      <p className="field-label">Send the summary to</p>
      <Loaded of={channels}>
        {({ items }) => (
          <ul className="toggles">
            {items.map((channel) => (
              <li key={channel.id}>
                <Switch
                  label={channel.title}
                  checked={value.includes(channel.id)}
                  onChange={(event) => onChange(event.currentTarget.checked ? [...value, channel.id] : value.filter((each) => each !== channel.id))}
                />
                <span className="toggle-state"><ChannelState channel={channel} /></span>
                <ChannelTest channel={channel} />
              </li>
            ))}
          </ul>
        )}
      </Loaded>
    </div>
  );
}
