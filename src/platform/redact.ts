/** Values under these names are secrets themselves, whatever they hold. */
const secretName = /(password|passphrase|secret|secretstring|accesstoken|authtoken|sessiontoken|privatekey|userdata|connectionstring|apikey)$/i;
/** What people put into these is theirs: names are kept, values are not. */
const secretHolder = /^(env|environment|environmentvariables|runtimeenvironmentvariables|variables|stagevariables|customheaders)$/i;
/** In a list of pairs the name stays. */
const nameOfPair = /^(name|key|headername|quantity)$/i;
const mask = '***';

/** A provider's answer without the values of secrets; ARNs and numbers of things stay. Dates become ISO text, bytes base64. */
export function withoutSecrets(value: unknown, isHeld = false): unknown {
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return isHeld ? mask : Buffer.from(value).toString('base64');
  if (Array.isArray(value)) return value.map((inner) => withoutSecrets(inner, isHeld));
  if (typeof value === 'string') return isHeld && !value.startsWith('arn:') ? mask : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withoutSecret(name, inner, isHeld)]));
}

function withoutSecret(name: string, value: unknown, isHeld: boolean): unknown {
  if (isHeld && nameOfPair.test(name)) return value;
  if (typeof value === 'string' && secretName.test(name) && !value.startsWith('arn:')) return mask;
  return withoutSecrets(value, isHeld || secretHolder.test(name));
}
