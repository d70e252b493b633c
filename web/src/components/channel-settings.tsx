import type { Channel } from '../../../src/api/contract/index.ts';
import { Button, NumberInput, PasswordInput, TagsInput, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { channelsQuery } from '../api/queries.ts';
import { ChannelTest } from './channel-test.tsx';
import { LockIcon } from './icons.tsx';
import { LockedFor } from './may.tsx';
import { Card, Status } from './parts.tsx';
import { Loaded, Rows } from './states.tsx';
import { Time } from './time.tsx';

type Field = Channel['fields'][number];
type FieldValue = Field['value'];

interface FieldProps {
  field: Field;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
}

function ChannelInput({ field, value, onChange }: FieldProps) {
  const common = {
    label: field.title,
    description: field.locked === null ? field.help : <span className="locked"><LockIcon size={12} /> {field.locked}</span>,
    disabled: field.locked !== null,
    withAsterisk: field.required,
    autoComplete: 'off',
  };
  switch (field.kind) {
    case 'list':
      return <TagsInput {...common} value={Array.isArray(value) ? value : []} onChange={onChange} placeholder={Array.isArray(value) && value.length > 0 ? '' : 'Type one and press Enter'} clearable={false} splitChars={[',', ' ', ';']} acceptValueOnBlur />;
    case 'number':
      return <NumberInput {...common} value={typeof value === 'number' || typeof value === 'string' ? value : ''} onChange={(next) => onChange(next === '' ? null : next)} hideControls />;
    case 'secret': {
      const isKept = value === '***';
      return <PasswordInput {...common} autoComplete="new-password" value={isKept || typeof value !== 'string' ? '' : value} placeholder={isKept ? (field.locked === null ? 'Set; type to replace it' : 'Set') : ''} onChange={(event) => onChange(event.currentTarget.value === '' ? field.value : event.currentTarget.value)} visibilityToggleButtonProps={{ 'aria-label': `Show ${field.title.toLowerCase()}` }} />;
    }
    case 'text':
      return <TextInput {...common} value={typeof value === 'string' ? value : ''} onChange={(event) => onChange(event.currentTarget.value === '' ? null : event.currentTarget.value)} />;
  }
}

function LastMessage({ channel }: { channel: Channel }) {
  const last = channel.last_delivery;
  if (!channel.configured) return <Status value="not_configured" />;
  if (last === null) return <span className="dim">Configured; nothing sent yet</span>;
  return <span className="inline"><Status value={last.state} /> <Time at={last.delivered_at ?? last.created_at} /></span>;
}

function ChannelForm({ channel }: { channel: Channel }) {
  const [changed, setChanged] = useState<Record<string, FieldValue>>({});
  const save = useChange(
    () => call(anything, `/api/v1/channels/${channel.id}`, { method: 'PUT', body: { values: changed } }),
    ['channels', 'overview'],
    () => {
      setChanged({});
      told(`${channel.title} saved`, 'Send a test to see that it arrives.');
    },
  );
  const set = (field: Field, value: FieldValue): void => {
    const next = { ...changed, [field.name]: value };
    if (JSON.stringify(value) === JSON.stringify(field.value)) delete next[field.name];
    setChanged(next);
  };
  const isChanged = Object.keys(changed).length > 0;
  const hasFree = channel.fields.some((field) => field.locked === null);
  return (
    <Card title={channel.title} aside={<LastMessage channel={channel} />} className="gap-below">
      <form onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <div className="channel-fields">
          {channel.fields.map((field) => <ChannelInput key={field.name} field={field} value={field.name in changed ? (changed[field.name] ?? null) : field.value} onChange={(value) => set(field, value)} />)}
        </div>
        <div className="form-foot">
          {hasFree ? <Button type="submit" disabled={!isChanged} loading={save.isPending}>Save</Button> : null}
          <ChannelTest channel={channel} />
          {isChanged ? <span className="dim">Save before you test</span> : channel.missing.length > 0 ? <span className="dim">Missing: {channel.missing.join(', ')}</span> : null}
        </div>
      </form>
    </Card>
  );
}

export function ChannelSettings() {
  const channels = useQuery(channelsQuery);
  return <Loaded of={channels} skeleton={<Rows count={4} height={120} />}>{({ items }) => <LockedFor what="change channels">{items.map((channel) => <ChannelForm key={channel.id} channel={channel} />)}</LockedFor>}</Loaded>;
}
