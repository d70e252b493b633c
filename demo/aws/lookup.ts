import { type AccountEstate, type Bucket, each, listing, type Role, type User } from './estate.ts';

interface Names { buckets?: Map<string, number>; users?: Map<string, number>; roles?: Map<string, number>; keys?: Map<string, number> }

/** Positions by name, made at the first question of its kind. */
export class Lookup {
  #names = new WeakMap<AccountEstate, Names>();

  forget(): void {
    this.#names = new WeakMap();
  }

  bucket(account: AccountEstate, name: string): Bucket | undefined {
    const position = (this.#of(account).buckets ??= positions(each(listing(account, 'buckets')), (bucket) => [bucket.name])).get(name);
    return position === undefined ? undefined : listing(account, 'buckets').slice(position, position + 1)[0];
  }

  user(account: AccountEstate, name: string): User | undefined {
    const position = (this.#of(account).users ??= positions(each(listing(account, 'users')), (user) => [user.name])).get(name);
    return position === undefined ? undefined : listing(account, 'users').slice(position, position + 1)[0];
  }

  role(account: AccountEstate, name: string): Role | undefined {
    const position = (this.#of(account).roles ??= positions(each(listing(account, 'roles')), (role) => [role.name])).get(name);
    return position === undefined ? undefined : listing(account, 'roles').slice(position, position + 1)[0];
  }

  ownerOfKey(account: AccountEstate, keyId: string): User | undefined {
    const position = (this.#of(account).keys ??= positions(each(listing(account, 'users')), (user) => user.keys.map((key) => key.id))).get(keyId);
    return position === undefined ? undefined : listing(account, 'users').slice(position, position + 1)[0];
  }

  #of(account: AccountEstate): Names {
    const names = this.#names.get(account) ?? {};
    this.#names.set(account, names);
    return names;
  }
}

function positions<T>(items: Iterable<T>, namesOf: (item: T) => string[]): Map<string, number> {
  const map = new Map<string, number>();
  let position = 0;
  for (const item of items) {
    for (const name of namesOf(item)) map.set(name, position);
    position++;
  }
  return map;
}
