/** What of an answer a mask lets through: `true` all of it, or the masks of what it holds. */
type Mask = true | Map<string, Mask>;

/** Google's partial responses: `items(id,points(interval/endTime,value)),nextPageToken`, also with dots (cloud.google.com/storage/docs/json_api#partial-response). Undefined where it cannot be read. */
export function maskOf(text: string): Mask | undefined {
  const tokens = text.match(/[\w*]+|[(),/.]/g) ?? [];
  if (tokens.join('') !== text.replaceAll(' ', '')) return undefined;
  let place = 0;
  const list = (): Map<string, Mask> => {
    const masks = new Map<string, Mask>();
    do {
      const name = tokens[place] ?? '';
      place += 1;
      const own = rest();
      const known = masks.get(name);
      masks.set(name, known === true || own === true ? true : new Map([...(known ?? []), ...own]));
    } while (tokens[place] === ',' && (place += 1) > 0);
    return masks;
  };
  const rest = (): Mask => {
    if (tokens[place] === '/' || tokens[place] === '.') {
      const name = tokens[place + 1] ?? '';
      place += 2;
      return new Map([[name, rest()]]);
    }
    if (tokens[place] !== '(') return true;
    place += 1;
    const masks = list();
    place += 1;
    return masks;
  };
  const mask = list();
  return place === tokens.length ? mask : undefined;
}

/** The answer without what the mask does not name; a list is masked entry by entry. */
export function masked(value: unknown, mask: Mask): unknown {
  if (mask === true || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => masked(one, mask));
  const all = mask.get('*');
  return Object.fromEntries(Object.entries(value).flatMap(([key, inner]) => (mask.has(key) || all !== undefined ? [[key, masked(inner, mask.get(key) ?? all ?? true)]] : [])));
}
