import { chance } from './random.ts';

export interface Project {
  id: string;
  number: string;
  /** Its place among the projects. */
  index: number;
}

export type Data = Record<string, unknown>;

/** A kind of thing of the estate, by its Cloud Asset type. */
export interface Kind {
  assetType: string;
  /** Its share of all things; 0: one in each project. */
  weight: number;
  place: 'zone' | 'region' | 'global';
  /** The kind that each of them lies below. */
  parent?: string;
  /** Without the host: `projects/p/zones/z/disks/d`. */
  path(thing: Thing): string;
  data(thing: Thing): Data;
  /** The host in the asset's name, where it is not that of the type. */
  nameHost?: string;
  /** What a service's own list tells of it, where that is less or other. */
  listed?(data: Data, thing: Thing): Data;
  /** Of the asset's name, where Cloud Asset names it otherwise than the service. */
  assetPath?(thing: Thing): string;
  policy?(thing: Thing): Data | undefined;
}

export interface EstateFacts {
  seed: number;
  now: Date;
  countOf(assetType: string): number;
  kindOf(assetType: string): Kind | undefined;
  kindIndex(kind: Kind): number;
}

export const regions = ['europe-west1', 'us-central1', 'us-east4', 'asia-northeast1'];

/** One thing of the estate: everything about it follows from the seed, its project, its kind and its number. */
export class Thing {
  readonly kind: Kind;
  readonly project: Project;
  readonly i: number;
  readonly facts: EstateFacts;

  constructor(kind: Kind, project: Project, i: number, facts: EstateFacts) {
    this.kind = kind;
    this.project = project;
    this.i = i;
    this.facts = facts;
  }

  chance(salt: number): number {
    return chance(this.facts.seed, this.facts.kindIndex(this.kind), this.project.index, this.i, salt);
  }

  pick<Value>(salt: number, values: readonly Value[]): Value {
    return values[Math.floor(this.chance(salt) * values.length)] as Value;
  }

  get region(): string {
    return regions[this.i % regions.length] as string;
  }

  get zone(): string {
    return `${this.region}-${'bcd'[Math.floor(this.i / regions.length) % 3] ?? 'b'}`;
  }

  /** As aggregated lists call the place. */
  get scope(): string {
    return this.kind.place === 'zone' ? `zones/${this.zone}` : this.kind.place === 'region' ? `regions/${this.region}` : 'global';
  }

  get location(): string {
    return this.kind.place === 'zone' ? this.zone : this.kind.place === 'region' ? this.region : 'global';
  }

  get path(): string {
    return this.kind.path(this);
  }

  get id(): string {
    return String(10 ** 15 + Math.floor(this.chance(90) * 8e15));
  }

  /** Days before now, as text. */
  ago(days: number): string {
    return new Date(this.facts.now.getTime() - days * 86_400_000).toISOString();
  }

  get createdAt(): string {
    return this.ago(1 + Math.floor(this.chance(91) * 900));
  }

  /** With odd characters as people write them, and often without any. */
  get labels(): Record<string, string> | undefined {
    const roll = this.chance(92);
    if (roll < 0.3) return undefined;
    if (roll < 0.35) return { 'größe': 'straße-ñ', 日本: '東京', empty: '' };
    return { env: this.pick(93, ['prod', 'staging', 'dev']), team: this.pick(94, ['payments', 'search', 'data_eng', 'web-1']) };
  }

  /** The thing of another kind that this one goes with. */
  other(assetType: string, salt = 0): Thing | undefined {
    const kind = this.facts.kindOf(assetType);
    const count = this.facts.countOf(assetType);
    return kind === undefined || count === 0 ? undefined : new Thing(kind, this.project, (this.i + salt) % count, this.facts);
  }

  /** The one that it lies below. */
  get parent(): Thing {
    const found = this.kind.parent === undefined ? undefined : this.other(this.kind.parent);
    if (found === undefined) throw new Error(`${this.kind.assetType} has nothing to lie below`);
    return found;
  }

  get assetName(): string {
    return `//${this.kind.nameHost ?? this.kind.assetType.split('/')[0] ?? ''}/${this.kind.assetPath?.(this) ?? this.path}`;
  }
}

/** A link as Compute writes it. */
export const selfLink = (path: string): string => `https://www.googleapis.com/compute/v1/${path}`;
export const linkTo = (thing: Thing | undefined): string | undefined => (thing === undefined ? undefined : selfLink(thing.path));
