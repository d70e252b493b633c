import * as c from '../../../src/api/contract/index.ts';
import { Button, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { invitationsQuery, meQuery, usersQuery } from '../api/access-queries.ts';
import { call } from '../api/client.ts';
import { FirstAccountForm } from '../entry/first-account.tsx';
import { plural } from '../format.ts';
import { roleHelp, roleNames, useMay } from '../may.ts';
import type { z } from 'zod';
import { LockedPanel } from './may.tsx';
import { Once } from './once.tsx';
import { Card } from './parts.tsx';
import { PersonRow } from './person-row.tsx';
import { Loaded, Rows } from './states.tsx';
import { Time } from './time.tsx';

export const roleOptions = (Object.keys(roleNames) as c.Role[]).map((value) => ({ value, label: roleNames[value] }));
type Made = z.infer<typeof c.invitationMade>;

/** Local mode: no account yet, and who is at this machine may do everything. */
function LocalMode() {
  const [isReady, setReady] = useState(false);
  const show = useChange(() => call(c.done, '/api/v1/setup/code', { method: 'POST' }), [], ({ message }) => { setReady(true); told('The log shows a code', message); });
  return (
    <Card title="This service is in local mode" className="local-mode">
      <div className="fields">
        <p>It listens on this machine only, has no account, and whoever is at this machine acts as administrator. Create the first account to invite others and to make tokens.</p>
        <p className="note">That ends local mode at once and for good: everybody signs in from then on, and programs need a token.</p>
        {isReady ? <FirstAccountForm label="Create the account and end local mode" /> : <div><Button size="sm" loading={show.isPending} onClick={() => show.mutate()}>Create the first account</Button></div>}
      </div>
    </Card>
  );
}

function Invite() {
  const [form, setForm] = useState<{ email: string; name: string; role: c.Role }>({ email: '', name: '', role: 'corporate' });
  const [made, setMade] = useState<Made | null>(null);
  const invite = useChange(
    () => call(c.invitationMade, '/api/v1/invitations', { method: 'POST', body: { email: form.email.trim(), role: form.role, ...(form.name.trim() === '' ? {} : { name: form.name.trim() }) } }),
    ['access'],
    (answer) => { setMade(answer); setForm({ ...form, email: '', name: '' }); },
  );
  return (
    <Card title="Invite somebody" className="gap-below">
      <form className="people-form" onSubmit={(event) => { event.preventDefault(); invite.mutate(); }}>
        <TextInput label="E-mail address" type="email" required maxLength={254} value={form.email} onChange={(event) => setForm({ ...form, email: event.currentTarget.value })} autoComplete="off" />
        <TextInput label="Name" maxLength={100} value={form.name} onChange={(event) => setForm({ ...form, name: event.currentTarget.value })} autoComplete="off" />
        <Select label="Role" data={roleOptions} value={form.role} onChange={(role) => setForm({ ...form, role: (role ?? form.role) as c.Role })} allowDeselect={false} />
        <Button type="submit" loading={invite.isPending} disabled={!form.email.includes('@')}>Invite</Button>
      </form>
      <p className="help">{roleNames[form.role]}: {roleHelp[form.role].charAt(0).toLowerCase()}{roleHelp[form.role].slice(1)}.</p>
      {made === null ? null : (
        <Once title={`The link for ${made.email}.`} text={made.link} what="the link" onDone={() => setMade(null)}>
          <p>{made.warning ?? 'It was mailed too.'} It works once, until <Time at={made.expires_at} />.</p>
        </Once>
      )}
    </Card>
  );
}

function Invitations() {
  const invitations = useQuery(invitationsQuery);
  const remove = useChange((id: string) => call(c.done, `/api/v1/invitations/${encodeURIComponent(id)}`, { method: 'DELETE' }), ['access'], ({ message }) => told(message));
  const items = invitations.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Card title={`${plural(items.length, 'invitation')} not accepted yet`} flush className="gap-below">
      <table className="table">
        <thead><tr><th>For</th><th>Role</th><th className="from-sm">Invited</th><th className="from-md">Ends</th><th><span className="visually-hidden">Actions</span></th></tr></thead>
        <tbody>
          {items.map((each) => (
            <tr key={each.id}>
              <td className="cell-mid breaks">{each.email}{each.name === null ? null : <span className="cell-sub">{each.name}</span>}</td>
              <td className="cell-mid">{roleNames[each.role]}</td>
              <td className="cell-mid dim from-sm"><Time at={each.created_at} /> by {each.invited_by}</td>
              <td className="cell-mid dim from-md"><Time at={each.expires_at} /></td>
              <td className="cell-mid right"><Button variant="subtle" color="gray" loading={remove.isPending && remove.variables === each.id} onClick={() => remove.mutate(each.id)}>Take back</Button></td>
            </tr>
          ))}
        </tbody>
      </table>
    </Card>
  );
}

function People() {
  const users = useQuery(usersQuery);
  return (
    <>
      <Invite />
      <Invitations />
      <Loaded of={users} skeleton={<Rows count={4} height={52} />}>
        {({ items, total }) => (
          <Card flush title={plural(total, 'person', 'people')}>
            <table className="table">
              <thead><tr><th>Person</th><th>Role</th><th className="from-sm">Last signed in</th><th className="from-md">Second factor</th><th><span className="visually-hidden">Actions</span></th></tr></thead>
              <tbody>{items.map((person) => <PersonRow key={person.id} person={person} />)}</tbody>
            </table>
          </Card>
        )}
      </Loaded>
    </>
  );
}

export function PeopleSettings() {
  const me = useQuery(meQuery).data;
  const may = useMay('administer', 'manage people');
  if (me?.mode === 'local') return <LocalMode />;
  return may.ok ? <People /> : <LockedPanel reason={may.reason} />;
}
