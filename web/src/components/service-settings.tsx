import type { settingEntry } from '../../../src/api/contract/index.ts';
import type { z } from 'zod';
import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { anything, told, useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { channelsQuery, settingsQuery } from '../api/queries.ts';
import { LockIcon } from './icons.tsx';
import { LockedFor } from './may.tsx';
import { Card } from './parts.tsx';
import { Loaded, Rows } from './states.tsx';
import { Ticks } from './ticks.tsx';

type Setting = z.infer<typeof settingEntry>;
const sources: Record<Setting['source'], string> = { flag: 'a flag', environment: 'the environment', file: 'the file', dashboard: 'the dashboard', default: 'default' };

function SettingRow({ setting }: { setting: Setting }) {
  const [text, setText] = useState<string | null>(null);
  const save = useChange(
    (value: string | null) => call(anything, '/api/v1/settings', { method: 'PUT', body: { values: { [setting.name]: value } } }),
    ['settings', 'session'],
    () => {
      setText(null);
      told(`${setting.name} saved`);
    },
  );
  const isFree = setting.editable && setting.locked === null;
  return (
    <tr>
      <td><code className="setting-name">{setting.name}</code><span className="cell-sub"><Ticks text={setting.help} /></span></td>
      <td className="setting-value">
        {isFree ? (
          <form className="setting-form" onSubmit={(event) => { event.preventDefault(); save.mutate(text); }}>
            <TextInput size="xs" type={setting.is_secret ? 'password' : 'text'} aria-label={setting.name} value={text ?? (setting.is_secret ? '' : (setting.value ?? ''))} placeholder={setting.is_secret && setting.value !== null ? 'Set; type to replace it' : 'not set'} onChange={(event) => setText(event.currentTarget.value)} autoComplete="off" />
            {text === null ? null : <Button type="submit" loading={save.isPending}>Save</Button>}
            {text === null && setting.source === 'dashboard' ? <Button variant="subtle" color="gray" onClick={() => save.mutate(null)}>Use the default</Button> : null}
          </form>
        ) : <span className="breaks">{setting.value ?? <span className="dim">not set</span>}</span>}
        {setting.locked === null ? null : <span className="locked"><LockIcon size={12} /> {setting.locked}</span>}
        {setting.locked === null && !setting.editable ? <span className="cell-sub">Set it before the start, as {setting.name}</span> : null}
      </td>
      <td className="dim nowrap from-sm">{sources[setting.source]}</td>
    </tr>
  );
}

export function ServiceSettings() {
  const settings = useQuery(settingsQuery);
  const channels = useQuery(channelsQuery);
  const ofChannels = new Set(channels.data?.items.flatMap((channel) => channel.fields.map((field) => field.setting)));
  return (
    <Loaded of={settings} skeleton={<Rows count={10} height={52} />}>
      {({ items }) => (
        <LockedFor doing="administer" what="change settings">
          <Card flush>
            <table className="table settings-table">
              <thead><tr><th>Setting</th><th>Value</th><th className="from-sm">Comes from</th></tr></thead>
              <tbody>{items.filter((setting) => !ofChannels.has(setting.name)).map((setting) => <SettingRow key={setting.name} setting={setting} />)}</tbody>
            </table>
          </Card>
        </LockedFor>
      )}
    </Loaded>
  );
}
