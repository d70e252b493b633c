const special = /[&<>"']/;
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escapeXml = (text: string): string => (special.test(text) ? text.replace(/[&<>"']/g, (c) => entities[c]!) : text);

/** `<name>value</name>`, or nothing for undefined. */
export function tag(name: string, value: string | number | boolean | undefined): string {
  if (value === undefined) return '';
  return `<${name}>${typeof value === 'string' ? escapeXml(value) : value}</${name}>`;
}

/** `<name><item>…</item>…</name>` of parts that are XML already. */
export function list(name: string, items: readonly string[], item = 'item'): string {
  if (items.length === 0) return `<${name}/>`;
  return `<${name}><${item}>${items.join(`</${item}><${item}>`)}</${item}></${name}>`;
}
