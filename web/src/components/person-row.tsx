import * as c from '../../../src/api/contract/index.ts';
import { ActionIcon, Button, Group, Menu, Modal, Select, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { told, useChange } from '../actions.tsx';
import { meQuery } from '../api/access-queries.ts';
import { call } from '../api/client.ts';
import { roleNames } from '../may.ts';
import type { z } from 'zod';
import { MoreIcon } from './icons.tsx';
import { Once } from './once.tsx';
import { Status } from './parts.tsx';
import { Time, TimeOrNever } from './time.tsx';

const at = (person: c.User, verb = ''): string => `/api/v1/users/${encodeURIComponent(person.id)}${verb}`;
const roles = (Object.keys(roleNames) as c.Role[]).map((value) => ({ value, label: roleNames[value] }));

function RemoveDialog({ person, onClose }: { person: c.User; onClose: () => void }) {
  const [typed, setTyped] = useState('');
  const remove = useChange(() => call(c.user, at(person), { method: 'DELETE' }), ['access'], () => { told(`${person.name} was removed`); onClose(); });
  return (
    <Modal opened onClose={onClose} title={`Remove ${person.name}`} size={440}>
      <form onSubmit={(event) => { event.preventDefault(); if (typed === person.email) remove.mutate(); }}>
        <p className="dim dialog-text">The account ends with its sessions and tokens; programs that use them stop working. What the person did stays in the audit log. This cannot be taken back.</p>
        <TextInput data-autofocus label={`Type ${person.email} to remove it`} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} autoComplete="off" />
        <Group justify="flex-end" mt="md" gap={8}><Button variant="default" onClick={onClose}>Keep it</Button><Button type="submit" color="red" disabled={typed !== person.email} loading={remove.isPending}>Remove</Button></Group>
      </form>
    </Modal>
  );
}

export function PersonRow({ person }: { person: c.User }) {
  const me = useQuery(meQuery).data;
  const [isRemoving, setRemoving] = useState(false);
  const [reset, setReset] = useState<z.infer<typeof c.resetLink> | null>(null);
  const change = useChange((body: z.infer<typeof c.userPatch>) => call(c.user, at(person), { method: 'PATCH', body }), ['access', 'me'], (answer, body) => told(body.disabled === true ? `${answer.name} is locked out` : body.disabled === false ? `${answer.name} may sign in again` : body.role === undefined ? `The second factor of ${answer.name} is off` : `${answer.name} is ${roleNames[answer.role]} now`, body.role === undefined || body.role === person.role ? '' : 'Its sessions have ended: the new role counts from the next sign-in.'));
  const link = useChange(() => call(c.resetLink, at(person, '/reset-link'), { method: 'POST' }), [], setReset);
  const isMe = me?.user?.id === person.id;
  return (
    <>
      <tr>
        <td className="cell-mid"><span className="inline"><strong>{person.name}</strong>{isMe ? <span className="you">you</span> : null}{person.disabled ? <Status value="disabled" label="Locked out" /> : null}</span><span className="cell-sub">{person.email}</span></td>
        <td className="cell-mid"><Select size="xs" w={138} aria-label={`Role of ${person.name}`} data={roles} value={person.role} disabled={change.isPending} onChange={(role) => { if (role !== null && role !== person.role) change.mutate({ role: role as c.Role }); }} allowDeselect={false} /></td>
        <td className="cell-mid dim from-sm"><TimeOrNever at={person.last_sign_in_at} /></td>
        <td className="cell-mid from-md">{person.has_second_factor ? <Status value="connected" label="On" /> : <span className="dim">Off</span>}</td>
        <td className="cell-mid right">
          <Menu position="bottom-end">
            <Menu.Target><ActionIcon variant="subtle" color="gray" aria-label={`Actions for ${person.name}`}><MoreIcon /></ActionIcon></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={() => link.mutate()}>Make a link for a new password</Menu.Item>
              {person.has_second_factor ? <Menu.Item onClick={() => change.mutate({ second_factor: false })}>Take the second factor away</Menu.Item> : null}
              <Menu.Item onClick={() => change.mutate({ disabled: !person.disabled })}>{person.disabled ? 'Let in again' : 'Lock out'}</Menu.Item>
              <Menu.Divider />
              <Menu.Item color="red" onClick={() => setRemoving(true)}>Remove…</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          {isRemoving ? <RemoveDialog person={person} onClose={() => setRemoving(false)} /> : null}
        </td>
      </tr>
      {reset === null ? null : <tr><td colSpan={5}><Once title={`A link by which ${person.name} chooses a new password.`} text={reset.link} what="the link" onDone={() => setReset(null)}><p>It works once, until <Time at={reset.expires_at} />.</p></Once></td></tr>}
    </>
  );
}
