import * as c from '../../../src/api/contract/index.ts';
import { Button, PasswordInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { meQuery, sessionsQuery } from '../api/access-queries.ts';
import { call } from '../api/client.ts';
import { fieldErrors, isGoodPassword, NewPassword } from '../entry/fields.tsx';
import { plural } from '../format.ts';
import { roleHelp, roleNames } from '../may.ts';
import { Card, Facts } from './parts.tsx';
import { SecondFactor } from './second-factor.tsx';
import { Empty, Loaded, Rows } from './states.tsx';
import { Time } from './time.tsx';

function Password({ user }: { user: c.User }) {
  const [form, setForm] = useState({ current: '', password: '' });
  const save = useChange(() => call(c.done, '/api/v1/me/password', { method: 'POST', body: { current_password: form.current, password: form.password } }), ['access'], ({ message }) => { setForm({ current: '', password: '' }); told('Password changed', message); });
  const errors = fieldErrors(save.error);
  return (
    <Card title="Password">
      <form className="fields" onSubmit={(event) => { event.preventDefault(); save.mutate(); }}>
        <input type="hidden" autoComplete="username" value={user.email} readOnly />
        <PasswordInput label="Your password now" required autoComplete="current-password" value={form.current} onChange={(event) => setForm({ ...form, current: event.currentTarget.value })} error={errors['current_password']} visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }} />
        <NewPassword label="New password" value={form.password} onChange={(password) => setForm({ ...form, password })} email={user.email} error={errors['password']} />
        <div><Button type="submit" size="sm" loading={save.isPending} disabled={form.current === '' || !isGoodPassword(form.password, user.email)}>Change the password</Button></div>
      </form>
    </Card>
  );
}

/** `Firefox on Linux` of what a browser says of itself. */
function browserName(agent: string | null): string {
  if (agent === null) return 'Unknown program';
  const browser = (/(Edg|OPR|Firefox|Chrome|Safari)(?=\/)/.exec(agent)?.[1] ?? '').replace('Edg', 'Edge').replace('OPR', 'Opera');
  const system = /(Windows|Mac OS X|Android|iPhone|iPad|Linux)/.exec(agent)?.[1]?.replace('Mac OS X', agent.includes('iPhone') ? 'iPhone' : 'macOS') ?? '';
  const known = agent.includes('iPhone') ? 'iPhone' : system;
  return browser === '' ? agent.slice(0, 40) : `${browser}${known === '' ? '' : ` on ${known}`}`;
}

function Sessions() {
  const sessions = useQuery(sessionsQuery);
  const end = useChange((id: string) => call(c.done, `/api/v1/sessions/${encodeURIComponent(id)}`, { method: 'DELETE' }), ['access'], ({ message }) => told(message));
  const endOthers = useChange(() => call(c.done, '/api/v1/sessions', { method: 'DELETE' }), ['access'], ({ message }) => told(message));
  return (
    <Loaded of={sessions} skeleton={<Rows count={2} height={52} />}>
      {({ items }) => (
        <Card flush title={`Signed in on ${plural(items.length, 'device')}`} aside={items.length < 2 ? null : <Button variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate()}>End the others</Button>}>
          <table className="table">
            <tbody>
              {items.map((each) => (
                <tr key={each.id}>
                  <td className="cell-mid">{browserName(each.user_agent)}{each.is_current ? <span className="you"> · this one</span> : null}<span className="cell-sub">{each.address ?? 'address not known'}</span></td>
                  <td className="cell-mid dim from-sm">since <Time at={each.created_at} />, until <Time at={each.expires_at} /></td>
                  <td className="cell-mid right">{each.is_current ? null : <Button variant="subtle" color="red" loading={end.isPending && end.variables === each.id} onClick={() => end.mutate(each.id)}>End</Button>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Card>
      )}
    </Loaded>
  );
}

export function AccountSettings() {
  const user = useQuery(meQuery).data?.user ?? null;
  if (user === null) return <Card><Empty title="You have no account here">The service is in local mode. <Link to="/settings/$section" params={{ section: 'people' }}>Create the first account</Link> to have one.</Empty></Card>;
  return (
    <div className="account-grid">
      <Card title={user.name}><Facts items={[['E-mail address', user.email], ['Role', `${roleNames[user.role]}: ${roleHelp[user.role].toLowerCase()}`]]} /></Card>
      <div className="grid-2 account-two"><Password user={user} /><SecondFactor user={user} /></div>
      <Sessions />
    </div>
  );
}
