import { type Answer, invalid, notFound, ok } from './answer.ts';
import type { GcpEstate } from './estate.ts';
import type { Faults, FaultScope } from './faults.ts';
import type { Kind, Project, Thing } from './thing.ts';

const policyTypes = (kinds: readonly Kind[]): Kind[] => kinds.filter(({ policy }) => policy !== undefined);

/** `cloudasset.v1.assets.list` of a project: by kinds in their order, with pages of what was asked for. */
export function listAssets(estate: GcpEstate, faults: Faults, query: URLSearchParams, scope: FaultScope): Answer {
  const content = query.get('contentType') ?? '';
  if (content !== 'RESOURCE' && content !== 'IAM_POLICY') return invalid(`Invalid content type: ${content}`);
  const pageSize = Number(query.get('pageSize') ?? 100);
  if (!(pageSize >= 1 && pageSize <= 1000)) return invalid('page_size must be between 1 and 1000');
  const wanted = query.getAll('assetTypes');
  const known = estate.kinds.filter(({ assetType }) => faults.some('unknown-type', (fault) => fault.assetType === assetType) === undefined);
  const unknown = wanted.filter((name) => !known.some(({ assetType }) => assetType === name));
  if (unknown.length > 0) return invalid(`Request contains an invalid argument: unsupported asset type(s): ${unknown.join(', ')}.`);
  const ofContent = content === 'IAM_POLICY' ? policyTypes(known) : known;
  const kinds = wanted.length === 0 ? ofContent : ofContent.filter(({ assetType }) => wanted.includes(assetType));
  if (scope.path.includes('/organizations/') || scope.path.startsWith('v1/organizations/') || scope.path.startsWith('v1/folders/')) return ok(aboveProjects(estate, scope.path, wanted));
  const project = estate.project(scope.project);
  if (project === undefined) return notFound(scope.project);
  return ok(page(estate, { kinds, project, pageSize, offset: Number(query.get('pageToken')?.replace('assets-', '') ?? 0), content }, faults.next(['paging-loop', 'empty-page'], scope)?.kind));
}

interface PageOf {
  kinds: readonly Kind[];
  project: Project;
  pageSize: number;
  offset: number;
  content: 'RESOURCE' | 'IAM_POLICY';
}

function page(estate: GcpEstate, { kinds, project, pageSize, offset, content }: PageOf, trap: string | undefined): unknown {
  if (trap === 'empty-page') return { readTime: estate.now.toISOString(), nextPageToken: `assets-${offset}` };
  const assets: unknown[] = [];
  let skipped = 0;
  let taken = 0;
  for (const kind of kinds) {
    const count = estate.countOf(kind.assetType);
    for (let i = Math.max(0, offset - skipped); i < count && taken < pageSize; i += 1, taken += 1) {
      const asset = assetOf(estate.thing(kind, project, i), content);
      if (asset !== undefined) assets.push(asset);
    }
    skipped += count;
    if (taken >= pageSize) break;
  }
  const total = kinds.reduce((sum, { assetType }) => sum + estate.countOf(assetType), 0);
  const next = trap === 'paging-loop' ? 'assets-0' : offset + taken < total ? `assets-${offset + taken}` : undefined;
  return { readTime: estate.now.toISOString(), assets, ...(next === undefined ? {} : { nextPageToken: next }) };
}

function assetOf(thing: Thing, content: PageOf['content']): unknown {
  const { kind, project } = thing;
  const base = { name: thing.assetName, assetType: kind.assetType, updateTime: thing.createdAt, ancestors: [`projects/${project.number}`, 'organizations/1000001'] };
  if (content === 'RESOURCE') return { ...base, resource: { version: 'v1', discoveryName: kind.assetType.split('/')[1], parent: `//cloudresourcemanager.googleapis.com/projects/${project.number}`, data: kind.data(thing), location: thing.location } };
  const policy = kind.policy?.(thing);
  return policy === undefined ? undefined : { ...base, iamPolicy: policy };
}

/** Of an organisation or a folder: itself, and below it a project that is for the projects' own sweeps. */
function aboveProjects({ now, projects: [first] }: GcpEstate, path: string, wanted: readonly string[]): unknown {
  const id = /^v1\/((?:organizations|folders)\/\d+)/.exec(path)?.[1] ?? '';
  const own = { assetType: `cloudresourcemanager.googleapis.com/${id.startsWith('org') ? 'Organization' : 'Folder'}`, name: `//cloudresourcemanager.googleapis.com/${id}`, ancestors: [id], resource: { data: { name: id, displayName: 'acme.example' } } };
  const below = { assetType: 'cloudresourcemanager.googleapis.com/Project', name: `//cloudresourcemanager.googleapis.com/projects/${first?.number ?? ''}`, ancestors: [`projects/${first?.number ?? ''}`, id], resource: { data: {} } };
  return { readTime: now.toISOString(), assets: [own, below].filter(({ assetType }) => wanted.length === 0 || wanted.includes(assetType)) };
}
