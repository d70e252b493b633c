import type { AzureAnswer, World } from './world.ts';

const pageSize = 50;
const servicePrincipals = 120;
const users = 30;

const id = (place: number): string => `00000000-0000-4000-9000-${String(place).padStart(12, '0')}`;

function servicePrincipal(place: number): Record<string, unknown> {
  const ends = place % 3 === 0 ? [{ keyId: id(place), displayName: 'key', endDateTime: place % 2 === 0 ? '2026-01-05T00:00:00Z' : '2031-01-05T00:00:00Z', key: null }] : [];
  return { id: id(place), appId: id(place + 5000), displayName: `app ${place}`, servicePrincipalType: place % 4 === 0 ? 'ManagedIdentity' : 'Application', accountEnabled: place % 9 !== 0, appOwnerOrganizationId: '11111111-2222-4333-8444-555555555555', createdDateTime: '2025-03-01T00:00:00Z', keyCredentials: ends, passwordCredentials: [], tags: ['WindowsAzureActiveDirectoryIntegratedApp'] };
}

const user = (place: number, withActivity: boolean): Record<string, unknown> => ({
  id: id(place + 9000), displayName: `user ${place}`, userPrincipalName: `user${place}@simulated.example`, accountEnabled: place % 7 !== 0, userType: place % 5 === 0 ? 'Guest' : 'Member', createdDateTime: '2024-03-01T00:00:00Z',
  ...(withActivity ? { signInActivity: { lastSignInDateTime: '2026-01-01T00:00:00Z' } } : {}),
});

/** Answers a GET of Microsoft Graph; `root` is what stands before its paths. */
export function answerDirectory({ faults, url: base }: World, url: URL, root: string): AzureAnswer {
  const path = url.pathname.slice(`${root}/v1.0/`.length);
  const select = url.searchParams.get('$select') ?? '';
  if (faults.hit('deny', `${path}?${select}`) !== undefined) return { status: 403, body: { error: { code: 'Authorization_RequestDenied', message: 'Insufficient privileges to complete the operation.' } } };
  const lists: Record<string, { count: number; make(place: number): unknown }> = { servicePrincipals: { count: servicePrincipals, make: servicePrincipal }, users: { count: users, make: (place) => user(place, select.includes('signInActivity')) }, groups: { count: 3, make: (place) => ({ id: id(place + 7000), displayName: `group ${place}`, securityEnabled: true }) }, applications: { count: 10, make: (place) => ({ ...servicePrincipal(place), id: id(place + 4000) }) } };
  if (path === 'policies/authorizationPolicy') return { status: 200, body: { id: 'authorizationPolicy', displayName: 'Authorization Policy', guestUserRoleId: '10dae51f-b6af-4016-8d66-8c2a99b929b3', allowInvitesFrom: 'everyone' } };
  const list = lists[path];
  if (list === undefined) return { status: 200, body: { value: [] } };
  const from = Number(url.searchParams.get('$skiptoken') ?? 0);
  const value = Array.from({ length: Math.min(pageSize, list.count - from) }, (_, place) => list.make(from + place));
  if (from + value.length >= list.count) return { status: 200, body: { value } };
  const link = new URL(url.pathname + url.search, base);
  link.searchParams.set('$skiptoken', String(from + value.length));
  return { status: 200, body: { value, '@odata.nextLink': link.href } };
}
