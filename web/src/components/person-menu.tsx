import * as c from '../../../src/api/contract/index.ts';
import { Menu } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { meQuery } from '../api/access-queries.ts';
import { useChange } from '../actions.tsx';
import { call } from '../api/client.ts';
import { forgetAll } from '../entry/entered.ts';
import { roleNames } from '../may.ts';
import { PersonIcon } from './icons.tsx';

const lettersOf = (name: string): string => name.split(/\s+/).filter((word) => word !== '').map((word) => [...word][0]?.toUpperCase() ?? '').slice(0, 2).join('');

/** Who looks, as what, and the way out. */
export function PersonMenu() {
  const client = useQueryClient();
  const navigate = useNavigate();
  const me = useQuery(meQuery).data;
  const signOut = useChange(() => call(c.done, '/api/v1/sign-out', { method: 'POST' }), [], () => void forgetAll(client));
  if (me === undefined) return null;
  const { user } = me;
  const go = (section: string): void => void navigate({ to: '/settings/$section', params: { section } });
  const name = user?.name ?? 'Local administrator';
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <button type="button" className="person-button" aria-label={user === null ? `${name}: account` : `${lettersOf(user.name)}, ${name}: account and sign-out`}><span className="person-mark">{user === null ? <PersonIcon size={15} /> : lettersOf(user.name)}</span></button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className="person-head"><strong className="cut">{name}</strong>{user === null ? <span className="dim">Local mode: whoever is at this machine</span> : <span className="dim breaks">{user.email}<br />{me.role === null ? '' : roleNames[me.role]}</span>}</div>
        <Menu.Divider />
        {user === null ? <Menu.Item onClick={() => go('people')}>Create the first account</Menu.Item> : <Menu.Item onClick={() => go('account')}>My account</Menu.Item>}
        {user !== null && me.may.administer ? <Menu.Item onClick={() => go('people')}>People</Menu.Item> : null}
        {user === null ? null : <><Menu.Divider /><Menu.Item onClick={() => signOut.mutate()}>Sign out</Menu.Item></>}
      </Menu.Dropdown>
    </Menu>
  );
}
