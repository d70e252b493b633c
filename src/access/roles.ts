/** From least to most. Each role may what those before it may. */
export const roles = ['personal', 'corporate', 'technical', 'administrator'] as const;
export type Role = (typeof roles)[number];

/** What a route needs. `public`: nobody in particular; `own`: any role, for what is its own. */
export type Permission = 'public' | 'own' | 'read' | 'operate' | 'administer';

/** Who asks. */
export interface Actor {
  /** `local`: somebody at this machine while there is no account, or the command line on the store itself. */
  kind: 'local' | 'user' | 'token';
  /** Of the user or of the token; `local` for the local administrator. */
  id: string;
  name: string;
  role: Role;
  /** The user: itself, or who made the token. Undefined for the local administrator. */
  userId?: string | undefined;
  /** The session by which a user asks. */
  sessionId?: string | undefined;
}

export const localActor: Actor = Object.freeze({ kind: 'local', id: 'local', name: 'Local administrator', role: 'administrator' });

const leastRole: Readonly<Record<Exclude<Permission, 'public'>, Role>> = { own: 'personal', read: 'corporate', operate: 'technical', administer: 'administrator' };

export const roleTitles: Readonly<Record<Role, string>> = { personal: 'Personal', corporate: 'Corporate', technical: 'Technical', administrator: 'Administrator' };

export const may = (role: Role, permission: Permission): boolean => permission === 'public' || roles.indexOf(role) >= roles.indexOf(leastRole[permission]);

/** The lesser of two roles. */
export const lesserRole = (one: Role, other: Role): Role => (roles.indexOf(one) <= roles.indexOf(other) ? one : other);

/** Why the actor may not, naming the roles that may. */
export function refusalSentence(actor: Actor, permission: Exclude<Permission, 'public'>): string {
  const allowed = roles.slice(roles.indexOf(leastRole[permission])).map((role) => roleTitles[role]);
  const last = allowed.pop() ?? '';
  const names = allowed.length === 0 ? last : `${allowed.join(', ')} or ${last}`;
  return `This needs the role ${names}; ${actor.kind === 'token' ? 'this token acts as' : 'you are'} ${roleTitles[actor.role]}.`;
}

/** The name that histories for people show. */
export const actorName = ({ kind, name }: Actor): string => (kind === 'local' ? 'local administrator' : name);

/** As whom history and messages name the actor: `local`, `user:ID` or `token:ID`. */
export const actorText = ({ kind, id }: Actor): string => (kind === 'local' ? 'local' : `${kind}:${id}`);

/**
 * Whose things the actor is narrowed to: undefined where it reads everything, the id of the user for the role Personal.
 */
export const ownerOf = (actor: Actor): string | undefined => (may(actor.role, 'read') ? undefined : (actor.userId ?? actor.id));
