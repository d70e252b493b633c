import * as c from '../../../src/api/contract/index.ts';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { meQuery, tokensQuery } from '../api/access-queries.ts';
import { call } from '../api/client.ts';
import { plural } from '../format.ts';
import { roleHelp, roleNames, useMay } from '../may.ts';
import { LockedPanel } from './may.tsx';
import { Once } from './once.tsx';
import { Card, CodeLine } from './parts.tsx';
import { roleOptions } from './people-settings.tsx';
import { Empty, Loaded, Rows } from './states.tsx';
import { Time, TimeOrNever } from './time.tsx';

const lives = [['30', '30 days'], ['90', '90 days'], ['365', 'One year'], ['', 'Never']] as const;
const curlOf = (token: string): string => `curl -X POST -H 'Authorization: Bearer ${token}' ${window.location.origin}/api/schedule/trigger`;

function Create() {
  const [form, setForm] = useState<{ name: string; role: c.Role; days: string }>({ name: '', role: 'technical', days: '90' });
  const [made, setMade] = useState<string | null>(null);
  const create = useChange(
    () => call(c.tokenMade, '/api/v1/tokens', { method: 'POST', body: { name: form.name.trim(), role: form.role, expires_in_days: form.days === '' ? null : Number(form.days) } }),
    ['access'],
    ({ token }) => { setMade(token); setForm({ ...form, name: '' }); },
  );
  return (
    <Card title="Make a token" className="gap-below">
      <form className="people-form" onSubmit={(event) => { event.preventDefault(); create.mutate(); }}>
        <TextInput label="Name" required maxLength={100} placeholder="Such as: deploy pipeline" value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} autoComplete="off" />
        <Select label="Scope" data={roleOptions} value={form.role} onChange={(role) => setForm({ ...form, role: (role ?? form.role) as c.Role })} allowDeselect={false} />
        <Select label="Ends" data={lives.map(([value, label]) => ({ value, label }))} value={form.days} onChange={(days) => setForm({ ...form, days: days ?? '' })} allowDeselect={false} />
        <Button type="submit" loading={create.isPending} disabled={form.name.trim() === ''}>Make</Button>
      </form>
      <p className="help">{roleNames[form.role]}: {roleHelp[form.role].charAt(0).toLowerCase()}{roleHelp[form.role].slice(1)}.</p>
      {made === null ? null : (
        <Once title="Your token." text={made} what="the token" onDone={() => setMade(null)}>
          <p>To start a scan from another system:</p>
          <CodeLine text={curlOf(made)} />
        </Once>
      )}
    </Card>
  );
}

function Tokens() {
  const tokens = useQuery(tokensQuery);
  const revoke = useChange((id: string) => call(c.done, `/api/v1/tokens/${encodeURIComponent(id)}`, { method: 'DELETE' }), ['access'], ({ message }) => told(message));
  return (
    <>
      <Create />
      <Loaded of={tokens} skeleton={<Rows count={3} height={52} />}>
        {({ items, total }) => (
          <Card flush title={total === 0 ? undefined : plural(total, 'token')}>
            {items.length === 0 ? <Empty title="No tokens">A program that calls the API needs one. Make one above.</Empty> : (
              <table className="table">
                <thead><tr><th>Token</th><th>Scope</th><th className="from-sm">Last used</th><th className="from-md">Ends</th><th><span className="visually-hidden">Actions</span></th></tr></thead>
                <tbody>
                  {items.map((each) => (
                    <tr key={each.id}>
                      <td className="cell-mid"><strong>{each.name}</strong><span className="cell-sub"><code>{each.hint}…</code> by {each.user.name}</span><span className="cell-sub only-sm">last used <TimeOrNever at={each.last_used_at} /></span></td>
                      <td className="cell-mid">{roleNames[each.role]}{each.effective_role === each.role ? null : <span className="cell-sub">{each.effective_role === null ? <span className="tone-attention">off: its maker is locked out</span> : `acts as ${roleNames[each.effective_role]}: its maker is no more`}</span>}</td>
                      <td className="cell-mid dim from-sm"><TimeOrNever at={each.last_used_at} /></td>
                      <td className="cell-mid dim from-md">{each.expires_at === null ? 'never' : <Time at={each.expires_at} />}</td>
                      <td className="cell-mid right"><Button variant="subtle" color="red" loading={revoke.isPending && revoke.variables === each.id} onClick={() => revoke.mutate(each.id)}>Revoke</Button></td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
          </Card>
        )}
      </Loaded>
    </>
  );
}

export function TokenSettings() {
  const me = useQuery(meQuery).data;
  const may = useMay('administer', 'manage tokens');
  if (me?.mode === 'local') return <Card><Empty title="No token is needed yet">In local mode every call from this machine works without one. As soon as the first account exists, programs need a token, and you make it here.</Empty></Card>;
  return may.ok ? <Tokens /> : <LockedPanel reason={may.reason} />;
}
