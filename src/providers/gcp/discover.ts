import type { CallCounter, DiscoveredAccount, Discovery } from '../../core/collector.ts';
import { AppError, type StoredError } from '../../core/errors.ts';
import { listAt, textAt } from '../fields.ts';
import type { GcpApi } from './api.ts';
import { isKind, toAppError } from './failure.ts';
import { pagesOf } from './pages.ts';
import type { GcpSettings } from './settings.ts';
import type { GcpSignIn } from './sign-in/sign-in.ts';

const host = 'cloudresourcemanager.googleapis.com';

/** What is known of a project besides its id. */
export interface ProjectFacts {
  number: string | null;
  name: string | null;
  error: StoredError | null;
}

export interface Found {
  accounts: DiscoveredAccount[];
  projects: Map<string, ProjectFacts>;
  /** What could not be looked at, in words. */
  note: string | undefined;
}

interface Asking {
  api: GcpApi;
  counter: CallCounter;
  signal: AbortSignal;
}

/** Projects, and what stands above them where the credentials may see it. Throws where nothing at all can be told. */
export async function findAccounts(asking: Asking, settings: GcpSettings, signIn: GcpSignIn): Promise<Found> {
  const { projects, note } = await findProjects(asking, settings, signIn);
  const accounts = [...projects].map(([id, { name, error }]) => accountOf(id, name, error));
  if (settings.projects.length > 0) return { accounts, projects, note };
  const above = await Promise.all(aboveProjects.map((list) => listAbove(asking, list)));
  const notes = [note, ...above.map((one) => one.note)].filter((words) => words !== undefined);
  return { accounts: [...accounts, ...above.flatMap((one) => one.accounts)], projects, note: notes.length === 0 ? undefined : notes.join(' ') };
}

const accountOf = (id: string, name: string | null, error: StoredError | null = null): DiscoveredAccount => ({ id, name, roleArn: null, externalId: null, regions: [], error });

/** Of `projects.search` and `projects.get` (cloudresourcemanager.v3). */
export function factsOf(project: unknown): ProjectFacts {
  const number = /^projects\/(\d+)$/.exec(textAt(project, 'name') ?? '')?.[1] ?? null;
  const isGoing = textAt(project, 'state') === 'DELETE_REQUESTED';
  const error = isGoing ? new AppError('CLOUD_ACCOUNT_DISABLED', { detail: `The project ${textAt(project, 'projectId') ?? ''} is pending deletion.` }).toStored() : null;
  return { number, name: textAt(project, 'displayName'), error };
}

async function findProjects(asking: Asking, settings: GcpSettings, signIn: GcpSignIn): Promise<{ projects: Map<string, ProjectFacts>; note: string | undefined }> {
  const all = new Map<string, ProjectFacts>();
  let note: string | undefined;
  try {
    for await (const page of pagesOf<{ projects?: unknown[]; nextPageToken?: string }>(asking.api, { host, path: 'v3/projects:search', query: { pageSize: '500' }, account: 'all projects', call: 'cloudresourcemanager.v3.projects.search', counter: asking.counter, signal: asking.signal })) {
      for (const project of page.projects ?? []) {
        const id = textAt(project, 'projectId');
        if (id !== null) all.set(id, factsOf(project));
      }
    }
  } catch (error) {
    const described = toAppError(error, { account: 'all projects', permission: 'resourcemanager.projects.get' });
    if (!isKind(error, 'denied') && !isKind(error, 'disabled') && all.size === 0 && settings.projects.length === 0) throw described;
    note = `Projects could not be searched to the end: ${described.message}`;
  }
  const own = settings.project ?? signIn.project ?? signIn.quotaProject;
  const wanted = settings.projects.length > 0 ? settings.projects : all.size > 0 || own === undefined ? [...all.keys()] : [own];
  const projects = new Map<string, ProjectFacts>();
  for (const id of wanted) {
    const facts = all.get(id) ?? (await readProject(asking, id));
    projects.set(id, settings.projects.length > 0 ? facts : withoutDenial(facts));
  }
  return { projects, note };
}

/** Who may not look at the project itself may still read what is in it. */
export const withoutDenial = (facts: ProjectFacts): ProjectFacts => (facts.error?.code === 'GCP_ACCESS_DENIED' ? { ...facts, error: null } : facts);

/** One project by its id. That it may not be looked at does not say that nothing in it may. */
export async function readProject({ api, counter, signal }: Asking, id: string): Promise<ProjectFacts> {
  try {
    const project = await api.read({ host, path: `v3/projects/${encodeURIComponent(id)}`, account: id, call: 'cloudresourcemanager.v3.projects.get', counter, signal });
    return factsOf(project);
  } catch (error) {
    if (signal.aborted) throw error;
    const described = toAppError(error, { account: id, permission: 'resourcemanager.projects.get' });
    if (described.code === 'BUDGET_SPENT') throw described;
    const isUnknown = isKind(error, 'missing');
    const stored = isUnknown ? new AppError('GCP_ACCESS_DENIED', { detail: `There is no project ${id}, or the principal may not see it (\`resourcemanager.projects.get\`).`, permission: 'resourcemanager.projects.get' }).toStored() : described.toStored();
    return { number: null, name: null, error: isKind(error, 'disabled') ? null : stored };
  }
}

interface Above {
  host: string;
  path: string;
  items: string;
  id: RegExp;
  call: string;
  words: string;
}

const aboveProjects: readonly Above[] = [
  { host, path: 'v3/organizations:search', items: 'organizations', id: /^organizations\/\d+$/, call: 'cloudresourcemanager.v3.organizations.search', words: 'Organisations' },
  { host, path: 'v3/folders:search', items: 'folders', id: /^folders\/\d+$/, call: 'cloudresourcemanager.v3.folders.search', words: 'Folders' },
  { host: 'cloudbilling.googleapis.com', path: 'v1/billingAccounts', items: 'billingAccounts', id: /^billingAccounts\/[\w-]+$/, call: 'cloudbilling.v1.billingAccounts.list', words: 'Billing accounts' },
];

/** Seen where permitted; who may not see them has none to look at. */
async function listAbove({ api, counter, signal }: Asking, { host: asked, path, items, id, call, words }: Above): Promise<{ accounts: DiscoveredAccount[]; note?: string }> {
  const accounts: DiscoveredAccount[] = [];
  try {
    for await (const page of pagesOf<Record<string, unknown> & { nextPageToken?: string }>(api, { host: asked, path, query: { pageSize: '100' }, account: words.toLowerCase(), call, counter, signal })) {
      for (const one of listAt(page, items)) {
        const name = textAt(one, 'name') ?? '';
        if (id.test(name) && textAt(one, 'state') !== 'DELETE_REQUESTED') accounts.push(accountOf(name, textAt(one, 'displayName')));
      }
    }
    return { accounts };
  } catch (error) {
    if (signal.aborted) throw error;
    if (isKind(error, 'denied') || isKind(error, 'disabled') || isKind(error, 'missing')) return { accounts };
    return { accounts, note: `${words} could not be listed: ${toAppError(error, { account: words.toLowerCase() }).message}` };
  }
}

/** How a sign-in that failed is told. */
export function refusedDiscovery(error: unknown, source: string): Discovery {
  const described = toAppError(error, { account: 'Google Cloud' });
  if (described.code === 'GCP_NO_CREDENTIALS') return { state: 'no_credentials', source, accounts: [], message: described.message };
  return { state: 'rejected', source, accounts: [], message: described.message, code: described.code };
}
