import type { Me, Role } from '../../src/api/contract/index.ts';
import { useQuery } from '@tanstack/react-query';
import { meQuery } from './api/access-queries.ts';

export const roleNames: Record<Role, string> = { personal: 'Personal', corporate: 'Corporate', technical: 'Technical', administrator: 'Administrator' };
export const roleHelp: Record<Role, string> = {
  personal: 'Sees and registers its own files',
  corporate: 'Reads everything',
  technical: 'Also runs scans and controls schedules, channels and rules',
  administrator: 'Also manages people, tokens, connections and settings',
};
export type Doing = 'read' | 'operate' | 'administer';

const who: Record<Doing, string> = { read: 'Corporate and Technical users and administrators', operate: 'Technical users and administrators', administer: 'administrators' };

export interface May {
  ok: boolean;
  /** Why not, as one sentence; empty where one may. */
  reason: string;
}

/** `Only Technical users and administrators control the scheduler. You are Corporate.` */
export function reasonFor(me: Me | undefined, doing: Doing, what: string): May {
  if (me === undefined || me.may[doing]) return { ok: true, reason: '' };
  return { ok: false, reason: `Only ${who[doing]} ${what}. You are ${me.role === null ? 'not signed in' : roleNames[me.role]}.` };
}

/** Of what somebody registered: Technical people answer for all of it, others for what is their own. */
export function useMayAnswer(isOwn: boolean): May {
  const { role } = useQuery(meQuery).data ?? {};
  return isOwn ? { ok: true, reason: '' } : { ok: false, reason: `Only Technical users, administrators and whoever registered it answer for it. You are ${role == null ? 'not signed in' : roleNames[role]}.` };
}

/** Whether who looks may do a thing, and why not. `what` goes on after "Only administrators ...". */
export function useMay(doing: Doing, what = 'may do this'): May {
  return reasonFor(useQuery(meQuery).data, doing, what);
}
