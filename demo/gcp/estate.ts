import { computeKinds } from './kinds-compute.ts';
import { dataKinds, listOnlyKinds } from './kinds-data.ts';
import { moreKinds, moreListOnlyKinds } from './kinds-more.ts';
import { serviceKinds } from './kinds-services.ts';
import { type Data, type EstateFacts, type Kind, type Project, Thing } from './thing.ts';

export interface GcpEstateOptions {
  seed?: number;
  /** About how many things in all projects together; everything is computed when it is asked for. */
  resources?: number;
  /** Their ids, or how many. */
  projects?: readonly string[] | number;
  now?: Date;
}

/** What Cloud Asset knows. */
const assetKinds: readonly Kind[] = [...computeKinds, ...dataKinds, ...serviceKinds, ...moreKinds];
const allKinds: readonly Kind[] = [...assetKinds, ...listOnlyKinds, ...moreListOnlyKinds];

/** A generated estate: things by kind, project and number, the same for the same seed. */
export class GcpEstate implements EstateFacts {
  readonly seed: number;
  readonly now: Date;
  readonly projects: readonly Project[];
  readonly kinds = assetKinds;
  readonly #counts = new Map<string, number>();
  readonly #byType = new Map(allKinds.map((kind) => [kind.assetType, kind]));
  readonly #indexes = new Map(allKinds.map((kind, index) => [kind, index]));

  constructor({ seed = 1, resources = 500, projects = 1, now = new Date() }: GcpEstateOptions) {
    this.seed = seed;
    this.now = now;
    const ids = typeof projects === 'number' ? Array.from({ length: projects }, (_, index) => `acme-project-${index + 1}`) : projects;
    this.projects = ids.map((id, index) => ({ id, index, number: String(100_000_000_001 + index) }));
    const weights = allKinds.reduce((sum, { weight }) => sum + weight, 0);
    const each = Math.max(0, resources / ids.length - allKinds.length);
    for (const { assetType, weight } of allKinds) this.#counts.set(assetType, weight === 0 ? 1 : 1 + Math.floor((each * weight) / weights));
  }

  countOf(assetType: string): number {
    return this.#counts.get(assetType) ?? 0;
  }

  kindOf(assetType: string): Kind | undefined {
    return this.#byType.get(assetType);
  }

  kindIndex(kind: Kind): number {
    return this.#indexes.get(kind) ?? -1;
  }

  project(idOrNumber: string): Project | undefined {
    return this.projects.find(({ id, number }) => id === idOrNumber || number === idOrNumber);
  }

  thing(kind: Kind, project: Project, i: number): Thing {
    return new Thing(kind, project, i, this);
  }

  *things(kind: Kind, project: Project): Generator<Thing> {
    const count = this.countOf(kind.assetType);
    for (let i = 0; i < count; i += 1) yield this.thing(kind, project, i);
  }

  /** How many of each type there are in a project. */
  truth(): Record<string, number> {
    return Object.fromEntries(this.#counts);
  }
}

/** As the service's own list tells of a thing. */
export function listedData(thing: Thing): Data {
  const data = thing.kind.data(thing);
  return thing.kind.listed?.(data, thing) ?? data;
}
