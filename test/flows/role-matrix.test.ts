import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { may, type Permission, type Role, roles } from '../../src/access/roles.ts';
import type { DeclaredRoute } from '../../src/api/plugins/guard.ts';
import { invite, type Person, startWithAccount, tokenOf } from './access-world.ts';
import { type Answer, type StartedApp, startApp } from './start-app.ts';

/**
 * Every route and what it needs, written down a second time: who may do what changes by an edit here and nowhere else.
 * `session`: about a person's own account, so no token may. `frame`: a socket that may sign in by its first frame.
 */
const expected: Readonly<Record<string, Permission | 'own session' | 'administer session' | 'own frame'>> = {
  'DELETE /api/audit/files/:id': 'own',
  'DELETE /api/v1/audits/:id': 'operate',
  'DELETE /api/v1/files/manifests/:id': 'operate',
  'DELETE /api/v1/files/roots/:id': 'own',
  'DELETE /api/v1/invitations/:id': 'administer',
  'DELETE /api/v1/schedules/:id': 'operate',
  'DELETE /api/v1/sessions': 'own session',
  'DELETE /api/v1/sessions/:id': 'own session',
  'DELETE /api/v1/tokens/:id': 'administer',
  'DELETE /api/v1/transports/:id': 'administer',
  'DELETE /api/v1/users/:id': 'administer',
  'DELETE /extraction/jobs/:job_id': 'operate',
  'DELETE /schedules/:id': 'operate',
  'GET /': 'public',
  'GET /api/audit/files': 'own',
  'GET /api/audit/history': 'own',
  'GET /api/audit/scheduler/status': 'own',
  'GET /api/notifications/config': 'read',
  'GET /api/schedule/config': 'read',
  'GET /api/schedule/status': 'read',
  'GET /api/v1/audit-log': 'administer',
  'GET /api/v1/audits': 'own',
  'GET /api/v1/channels': 'read',
  'GET /api/v1/connections': 'read',
  'GET /api/v1/deliveries': 'read',
  'GET /api/v1/deliveries/:id': 'read',
  'GET /api/v1/files/:id': 'own',
  'GET /api/v1/files/alerts': 'own',
  'GET /api/v1/files/manifests': 'read',
  'GET /api/v1/files/roots': 'own',
  'GET /api/v1/files/totals': 'own',
  'GET /api/v1/findings': 'own',
  'GET /api/v1/findings.csv': 'read',
  'GET /api/v1/findings/:id': 'own',
  'GET /api/v1/findings/facets': 'own',
  'GET /api/v1/history/checkpoints': 'read',
  'GET /api/v1/history/export': 'administer',
  'GET /api/v1/invitations': 'administer',
  'GET /api/v1/me': 'public',
  'GET /api/v1/overview': 'read',
  'GET /api/v1/governance': 'read',
  'GET /api/v1/relations': 'read',
  'GET /api/v1/reports/file-integrity': 'read',
  'GET /api/v1/resources': 'read',
  'GET /api/v1/resources/detail': 'read',
  'GET /api/v1/resources/facets': 'read',
  'GET /api/v1/resources/raw': 'read',
  'GET /api/v1/resources/search': 'read',
  'GET /api/v1/resources/summary': 'read',
  'GET /api/v1/resources/tag-values': 'read',
  'GET /api/v1/rules': 'read',
  'GET /api/v1/runs': 'read',
  'GET /api/v1/runs/:id': 'read',
  'GET /api/v1/schedules': 'read',
  'GET /api/v1/schedules/:id': 'read',
  'GET /api/v1/schedules/:id/occurrences': 'read',
  'GET /api/v1/schemas/artifact': 'read',
  'GET /api/v1/session': 'own',
  'GET /api/v1/sessions': 'own session',
  'GET /api/v1/settings': 'read',
  'GET /api/v1/setup': 'public',
  'GET /api/v1/tokens': 'administer',
  'GET /api/v1/transports': 'read',
  'GET /api/v1/transports/:id': 'read',
  'GET /api/v1/transports/:id/batches': 'read',
  'GET /api/v1/users': 'administer',
  'GET /api/v1/users/:id': 'administer',
  'GET /app': 'public',
  'GET /app/*': 'public',
  'GET /docs': 'read',
  'GET /docs/json': 'read',
  'GET /docs/static/*': 'read',
  'GET /docs/static/index.html': 'read',
  'GET /docs/static/swagger-initializer.js': 'read',
  'GET /docs/yaml': 'read',
  'GET /extraction/jobs': 'read',
  'GET /extraction/jobs/:job_id': 'read',
  'GET /extraction/providers': 'read',
  'GET /extraction/services': 'read',
  'GET /health': 'public',
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'read',
  'GET /openapi.json': 'read',
  'GET /schedules/': 'read',
  'GET /schedules/:id': 'read',
  'GET /ws': 'own frame',
  'GET /ws/jobs/:job_id': 'own frame',
  'PATCH /api/v1/audits/:id': 'operate',
  'PATCH /api/v1/files/roots/:id': 'own',
  'PATCH /api/v1/findings/:id': 'operate',
  'PATCH /api/v1/schedules/:id': 'operate',
  'PATCH /api/v1/transports/:id': 'administer',
  'PATCH /api/v1/users/:id': 'administer',
  'POST /api/audit/files/:id/accept': 'own',
  'POST /api/audit/scheduler/run-now': 'operate',
  'POST /api/audit/scheduler/start': 'operate',
  'POST /api/audit/scheduler/stop': 'operate',
  'POST /api/audit/upload': 'own',
  'POST /api/audit/verify-path': 'own',
  'POST /api/notifications/send-alert': 'operate',
  'POST /api/schedule/config': 'operate',
  'POST /api/schedule/disable': 'operate',
  'POST /api/schedule/enable': 'operate',
  'POST /api/schedule/trigger': 'operate',
  'POST /api/v1/audits': 'operate',
  'POST /api/v1/audits/:id/run': 'operate',
  'POST /api/v1/channels/:id/test': 'operate',
  'POST /api/v1/connections/aws/check': 'operate',
  'POST /api/v1/connections/azure/check': 'operate',
  'POST /api/v1/connections/gcp/check': 'operate',
  'POST /api/v1/deliveries/:id/retry': 'operate',
  'POST /api/v1/files/:id/restore': 'own',
  'POST /api/v1/files/accept': 'own',
  'POST /api/v1/files/manifests': 'operate',
  'POST /api/v1/files/roots/:id/pattern': 'own',
  'POST /api/v1/findings/bulk': 'operate',
  'POST /api/v1/invitations': 'administer',
  'POST /api/v1/invitations/accept': 'public',
  'POST /api/v1/me/password': 'own session',
  'POST /api/v1/me/second-factor': 'own session',
  'POST /api/v1/me/second-factor/confirm': 'own session',
  'POST /api/v1/me/second-factor/disable': 'own session',
  'POST /api/v1/password-reset': 'public',
  'POST /api/v1/password-reset/confirm': 'public',
  'POST /api/v1/runs': 'operate',
  'POST /api/v1/runs/:id/cancel': 'operate',
  'POST /api/v1/schedules': 'operate',
  'POST /api/v1/schedules/:id/pause': 'operate',
  'POST /api/v1/schedules/:id/resume': 'operate',
  'POST /api/v1/schedules/:id/trigger': 'operate',
  'POST /api/v1/schedules/preview': 'read',
  'POST /api/v1/setup': 'public',
  'POST /api/v1/setup/code': 'administer',
  'POST /api/v1/sign-in': 'public',
  'POST /api/v1/sign-out': 'public',
  'POST /api/v1/tokens': 'administer session',
  'POST /api/v1/transports': 'administer',
  'POST /api/v1/transports/:id/resend': 'operate',
  'POST /api/v1/transports/:id/test': 'operate',
  'POST /api/v1/users/:id/reset-link': 'administer',
  'POST /extraction/estimate': 'read',
  'POST /extraction/extract': 'operate',
  'POST /extraction/trigger': 'operate',
  'POST /schedules/': 'operate',
  'POST /schedules/:id/pause': 'operate',
  'POST /schedules/:id/resume': 'operate',
  'POST /schedules/:id/run': 'operate',
  'PUT /api/audit/scheduler/interval': 'operate',
  'PUT /api/v1/channels/:id': 'operate',
  'PUT /api/v1/files/scheduler': 'operate',
  'PUT /api/v1/rules/:id': 'operate',
  'PUT /api/v1/settings': 'administer',
  'PUT /schedules/:id': 'operate',
};

interface Caller {
  name: string;
  role: Role | undefined;
  isToken: boolean;
  headers: Record<string, string>;
}

let app: StartedApp;
let admin: Person;
const callers: Caller[] = [];
beforeAll(async () => {
  ({ app, admin } = await startWithAccount());
  callers.push({ name: 'nobody', role: undefined, isToken: false, headers: {} }, { name: 'a stranger with a token', role: undefined, isToken: true, headers: { authorization: 'Bearer rmt_unknown' } });
  for (const role of roles) {
    const person = await invite(app, admin, role);
    callers.push({ name: `${role} by a session`, role, isToken: false, headers: { cookie: person.cookie, origin: `http://127.0.0.1:${app.port}` } });
    callers.push({ name: `a token of the scope ${role}`, role, isToken: true, headers: { authorization: `Bearer ${(await tokenOf(admin, role)).token}` } });
  }
}, 60_000);
afterAll(() => app[Symbol.asyncDispose]());

const labelOf = ({ permission, needsSession, signsInLater }: DeclaredRoute): string => `${permission}${needsSession ? ' session' : ''}${signsInLater ? ' frame' : ''}`;
const declared = (): DeclaredRoute[] => app.app.api.declaredRoutes.filter(({ method }) => method !== 'OPTIONS');
const unknownId = '00000000-0000-7000-8000-000000000000';
const pathOf = (url: string): string => url.replaceAll(/:\w+/g, unknownId).replace('*', 'nothing.txt');

function isAllowed(route: DeclaredRoute, { role, isToken }: Caller): boolean {
  if (route.permission === 'public') return true;
  if (role === undefined) return route.signsInLater && !isToken;
  return may(role, route.permission) && !(isToken && route.needsSession);
}

/** Half a JSON object: what may come in fails at reading it, so that nothing is done by whom it is allowed. */
const ask = ({ method, url }: DeclaredRoute, { headers }: Caller): Promise<Answer> => {
  const changes = method !== 'GET' && method !== 'HEAD';
  return app.request(method, pathOf(url), { headers: { ...headers, ...(changes ? { 'content-type': 'application/json' } : {}) }, ...(changes ? { raw: '{' } : {}) });
};

it('knows every route and what it needs', () => {
  const found = declared().filter(({ method }) => method !== 'HEAD').map((route) => [`${route.method} ${route.url}`, labelOf(route)]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

it('has declared every call that the description of the API names', async () => {
  const { paths } = (await admin.request('GET', '/openapi.json')).json<{ paths: Record<string, Record<string, unknown>> }>();
  const described = Object.entries(paths).flatMap(([path, calls]) => Object.keys(calls).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`));
  expect(described.length).toBeGreaterThan(50);
  expect(described.filter((call) => expected[call] === undefined)).toEqual([]);
});

describe('every route', () => {
  it('answers each caller as it declares, and the others with the reason', async () => {
    const wrong: string[] = [];
    for (const route of declared()) {
      for (const caller of callers) {
        const answer = await ask(route, caller);
        const isRefused = answer.status === 401 || answer.status === 403;
        const shouldBe = isAllowed(route, caller) ? 'allowed' : caller.role === undefined ? 401 : 403;
        const what = `${route.method} ${route.url} as ${caller.name}: ${answer.status}`;
        if (shouldBe === 'allowed' ? isRefused : answer.status !== shouldBe) wrong.push(`${what} instead of ${shouldBe}`);
        if (answer.status >= 500 && answer.status !== 503) wrong.push(`${what} ${answer.text}`);
        if (isRefused && route.method !== 'HEAD' && !reasonOf(answer)) wrong.push(`${what} says ${answer.text}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);

  const reasonOf = (answer: Answer): boolean => (answer.headers['content-type'] ?? '').startsWith('application/problem+json') && /Sign in at|token is not one|This needs the role|sign in instead/.test(answer.json<{ detail: string }>().detail);

  it('did nothing meanwhile', async () => {
    const actions = (await admin.request('GET', '/api/v1/audit-log?limit=1000')).json<{ items: { action: string; params: Record<string, string> }[] }>().items;
    const invited = ['POST /api/v1/setup/code', 'POST /api/v1/setup', 'POST /api/v1/invitations', 'POST /api/v1/invitations/accept', 'POST /api/v1/tokens'];
    expect(actions.filter(({ action }) => !invited.includes(action))).toEqual([]);
  });

  it('tells nobody which paths there are', async () => {
    const answers = await Promise.all(['/api/v1/nothing', '/nothing', '/api/v1/users/x/y'].map((path) => app.request('GET', path)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
    expect((await admin.request('GET', '/api/v1/nothing')).status).toBe(404);
  });
});

it('is asked by whoever is at this machine as long as there is no account', async () => {
  await using local = await startApp();
  const refused: string[] = [];
  for (const route of local.app.api.declaredRoutes) {
    if (route.method !== 'GET') continue;
    const answer = await local.request('GET', pathOf(route.url));
    if (answer.status === 401 || answer.status === 403) refused.push(`${route.url} ${answer.status}`);
  }
  expect(refused).toEqual([]);
});
