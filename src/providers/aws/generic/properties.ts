import type { AttributeValue } from '../../../core/resource.ts';

export type Properties = Record<string, unknown>;

/** `KmsMasterKeyId` → `kms_master_key_id`, `SSESpecification` → `sse_specification`; what is no name of a property stays. */
export function snakeCase(name: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(name)) return name;
  return name.replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2').replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
}

/** Documents of a language of their own: kept as text, since their keys are no properties. */
const document = /(PolicyDocument|Definition|DefinitionString|EventPattern|Template|TemplateBody|DashboardBody)$/;
const isPolicy = (value: object): boolean => 'Statement' in value && !Array.isArray(value);

/** Properties as attributes: keys in snake_case at every depth, documents as text. */
export function attributesOf(properties: Properties): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(properties).map(([name, value]) => [snakeCase(name), attributeOf(value, name)]));
}

function attributeOf(value: unknown, name: string): AttributeValue {
  if (Array.isArray(value)) return value.map((inner) => attributeOf(inner, name));
  if (typeof value === 'object' && value !== null) return document.test(name) || isPolicy(value) ? JSON.stringify(value) : attributesOf(value as Properties);
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null;
}

/** Every ARN among the values, at any depth; patterns and what stands within texts are none. */
export function arnsIn(value: AttributeValue): string[] {
  if (typeof value === 'string') return /^arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\d{12}|aws)?:[^\s*]+$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(arnsIn);
}

const isTagName = (name: string): boolean => name === 'Tags' || name === 'TagList' || (name.endsWith('Tags') && !/^(Copy|Propagate)|ToReplicateTags$/.test(name));

/** The property that holds the tags, `Tags` before `FileSystemTags`. */
export function tagPropertyOf(properties: Properties): string | undefined {
  const names = Object.keys(properties).filter((name) => isTagName(name) && typeof properties[name] === 'object' && properties[name] !== null);
  return names.find((name) => name === 'Tags') ?? names[0];
}

/** Tags as CloudFormation's types write them: lists of pairs with either spelling, or a record. */
export function tagsIn(value: unknown): Record<string, string> {
  if (typeof value !== 'object' || value === null) return {};
  const text = (inner: unknown): string => (typeof inner === 'string' ? inner : inner === undefined || inner === null ? '' : JSON.stringify(inner));
  const pairs = Array.isArray(value) ? value.map((pair: Properties) => [pair['Key'] ?? pair['key'] ?? pair['TagKey'], pair['Value'] ?? pair['value'] ?? pair['TagValue']] as const) : Object.entries(value);
  return Object.fromEntries(pairs.flatMap(([key, inner]) => (typeof key === 'string' ? [[key, text(inner)]] : [])));
}

/** What people call it: its name property, else its `Name` tag, else the end of its identifier. */
export function nameOf(native: string, properties: Properties, tags: Record<string, string>, identifier: string): string {
  const noun = native.split('::').at(-1) ?? '';
  const isText = (name: string): boolean => typeof properties[name] === 'string' && properties[name] !== '';
  const named = ['Name', `${noun}Name`, ...Object.keys(properties).filter((name) => /[a-z]Name$/.test(name)).sort()].find(isText);
  const { Name: tag = '' } = tags;
  if (named !== undefined) return String(properties[named]);
  if (tag !== '') return tag;
  // Of `name|id|scope` the first part; of an address or an ARN the last.
  const [first = identifier] = identifier.split('|');
  return first.split(/[/:]/).findLast((part) => part !== '') ?? identifier;
}

export function createdAtOf(properties: Properties): Date | undefined {
  const name = Object.keys(properties).find((key) => /^Creat(ed|ion)(At|Date|Time|DateTime|Timestamp)?$/.test(key));
  const value = name === undefined ? undefined : properties[name];
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  // Numbers are seconds, unless that would be a time far off.
  const date = new Date(typeof value === 'number' && value < 1e11 ? value * 1000 : value);
  return Number.isNaN(date.getTime()) ? undefined : date;
}
