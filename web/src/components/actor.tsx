import { useQuery } from '@tanstack/react-query';
import { meQuery, tokensQuery, usersQuery } from '../api/access-queries.ts';

/** `user:ID` as the name of a person, as far as who looks may know it. */
export function useActorNames(): (actor: string) => string {
  const me = useQuery(meQuery).data;
  const mayAsk = me?.may.administer === true && me.mode === 'account';
  const users = useQuery({ ...usersQuery, enabled: mayAsk }).data;
  const tokens = useQuery({ ...tokensQuery, enabled: mayAsk }).data;
  return (actor) => {
    const [kind, id] = actor.split(':');
    if (kind === 'local') return 'Local administrator';
    if (kind === 'token') return tokens?.items.find((each) => each.id === id)?.name ?? 'A program with a token';
    if (me?.user?.id === id) return 'You';
    return users?.items.find((each) => each.id === id)?.name ?? 'Somebody else';
  };
}
