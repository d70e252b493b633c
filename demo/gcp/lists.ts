import type { GcpListing, GcpResourceType, GcpRow } from '../../src/providers/gcp/define.ts';
import { gcpResourceTypes } from '../../src/providers/index.ts';
import { type Answer, notFound, ok } from './answer.ts';
import { type GcpEstate, listedData } from './estate.ts';
import type { Faults, FaultScope } from './faults.ts';
import { type Data, type Kind, type Project, regions, type Thing } from './thing.ts';

interface Route {
  host: string;
  pattern: RegExp;
  unit: GcpResourceType;
  listing: GcpListing;
  kinds: readonly string[];
}

/** What the lists that the resource types declare answer, from the same estate as Cloud Asset. */
export class ServiceLists {
  readonly #estate: GcpEstate;
  readonly #faults: Faults;
  readonly #routes: readonly Route[] = [...gcpResourceTypes.values()].flatMap(routesOf);
  /** Which parent a name of a path is, by unit and project. */
  readonly #parents = new Map<string, Map<string, number>>();

  constructor(estate: GcpEstate, faults: Faults) {
    this.#estate = estate;
    this.#faults = faults;
  }

  /** Undefined where no resource type declares such a list. */
  answer(path: string, query: URLSearchParams, scope: FaultScope): Answer | undefined {
    const places = this.#routes.find(({ listing: { places: asked } }) => asked?.host === scope.host && patternOf(asked.path).test(path))?.listing.places;
    if (places !== undefined) return ok({ [places.items]: regions.map((region) => ({ name: `projects/${scope.project}/locations/${region}`, locationId: region, ...(places.field === 'name' ? { name: region } : {}) })) });
    for (const route of this.#routes) {
      const match = route.host === scope.host ? route.pattern.exec(path) : null;
      if (match === null) continue;
      const project = this.#estate.project(match.groups?.['project'] ?? query.get('project') ?? scope.project);
      if (project === undefined) return notFound(path);
      return this.#list(route, project, { parentName: match.groups?.['parent'], place: match.groups?.['place'] }, query, scope);
    }
    return undefined;
  }

  #list(route: Route, project: Project, { parentName, place }: { parentName: string | undefined; place: string | undefined }, query: URLSearchParams, scope: FaultScope): Answer {
    const { listing, unit } = route;
    const parent = parentName === undefined ? undefined : this.#parentIndex(unit, project, decodeURIComponent(parentName));
    if (parentName !== undefined && parent === undefined && 'below' in unit.source && unit.source.below !== undefined) return notFound(parentName);
    const pageSize = Number(query.get('maxResults') ?? query.get('pageSize') ?? 100);
    const offset = Number(query.get('pageToken')?.replace('list-', '') ?? 0);
    const trap = this.#faults.next(['paging-loop', 'empty-page'], scope)?.kind;
    const { things, isMore } = trap === 'empty-page' ? { things: [], isMore: true } : this.#things(route, { project, parent, place, offset, pageSize, onlyUserKeys: query.get('keyTypes') === 'USER_MANAGED' });
    if (listing.items === '') return things[0] === undefined ? notFound(scope.path) : ok(unit.source.from === 'policy' ? (things[0].kind.policy?.(things[0]) ?? {}) : listedData(things[0]));
    const next = trap === 'paging-loop' ? 'list-0' : isMore ? `list-${offset + (trap === 'empty-page' ? 0 : pageSize)}` : undefined;
    return ok({ ...this.#itemsOf(listing, things), ...(next === undefined ? {} : { nextPageToken: next }) });
  }

  #itemsOf(listing: GcpListing, things: readonly Thing[]): Data {
    if (listing.isAggregated !== true) return { [listing.items]: things.map(listedData) };
    const scopes: Record<string, Data> = {};
    for (const name of ['zones/africa-south1-a', 'regions/africa-south1']) scopes[name] = { warning: { code: 'NO_RESULTS_ON_PAGE', message: `There are no results for scope '${name}' on this page.`, data: [{ key: 'scope', value: name }] } };
    const gone = this.#faults.some('unreachable')?.scope;
    for (const thing of things) if (thing.scope !== gone) ((scopes[thing.scope] ??= {})[listing.items] = ((scopes[thing.scope]?.[listing.items] as unknown[] | undefined) ?? []).concat(listedData(thing)));
    if (gone !== undefined) scopes[gone] = { warning: { code: 'UNREACHABLE', message: `${gone} is unreachable.`, data: [{ key: 'scope', value: gone }] } };
    return { items: scopes };
  }

  #things({ kinds }: Route, { project, parent, place, offset, pageSize, onlyUserKeys }: { project: Project; parent: number | undefined; place: string | undefined; offset: number; pageSize: number; onlyUserKeys: boolean }): { things: Thing[]; isMore: boolean } {
    const things: Thing[] = [];
    let seen = 0;
    for (const name of kinds) {
      const kind = this.#estate.kindOf(name);
      if (kind === undefined) continue;
      const parents = kind.parent === undefined ? 1 : this.#estate.countOf(kind.parent);
      const step = parent === undefined ? 1 : parents;
      for (let i = parent ?? 0; i < this.#estate.countOf(name); i += step) {
        const thing = this.#estate.thing(kind, project, i);
        if (place !== undefined && thing.region !== place) continue;
        if (onlyUserKeys && kind.data(thing)['keyType'] !== 'USER_MANAGED') continue;
        if (seen >= offset + pageSize) return { things, isMore: true };
        if (seen >= offset) things.push(thing);
        seen += 1;
      }
    }
    return { things, isMore: false };
  }

  #parentIndex(unit: GcpResourceType, project: Project, name: string): number | undefined {
    const { source } = unit;
    if (!('below' in source) || source.below === undefined) return undefined;
    const key = `${unit.id} ${project.id}`;
    let found = this.#parents.get(key);
    if (found === undefined) {
      const kind = this.#kindOf(source.below);
      const nameOf = source.parentName ?? ((row: GcpRow) => String(row.data['name']));
      found = new Map(kind === undefined ? [] : [...this.#estate.things(kind, project)].map((thing) => [nameOf({ data: listedData(thing) }), thing.i]));
      this.#parents.set(key, found);
    }
    return found.get(name);
  }

  #kindOf(id: string): Kind | undefined {
    const unit = gcpResourceTypes.get(id);
    return unit === undefined ? undefined : this.#estate.kindOf(typesOf(unit)[0] ?? '');
  }
}

function typesOf({ source, nativeType }: GcpResourceType): readonly string[] {
  if (source.from === 'policy' && source.assetTypes.length === 0) return ['cloudresourcemanager.googleapis.com/Project'];
  return source.from === 'asset' || source.from === 'policy' ? source.assetTypes : [nativeType];
}

function routesOf(unit: GcpResourceType): Route[] {
  const { source } = unit;
  if (source.from === 'body' || source.from === 'others') return [];
  const types = typesOf(unit);
  return source.lists.map((listing, index) => ({ host: listing.host, pattern: patternOf(listing.path), unit, listing, kinds: source.lists.length === types.length ? [types[index] ?? ''] : index === 0 ? types : [] }));
}

function patternOf(path: string): RegExp {
  const escaped = path.replace(/[.*+?^$()|[\]\\]/g, '\\$&').replace('{project}', '(?<project>[^/:]+)').replaceAll('{project}', '[^/:]+').replaceAll('{account}', '(?<project>(?:organizations|folders|billingAccounts)/[^/:]+)').replaceAll('{parent}', '(?<parent>.+)').replaceAll('{place}', '(?<place>[^/]+)');
  return new RegExp(`^${escaped}$`);
}
