/** Forms that only secrets have: cloud keys, tokens of well-known services, private keys, addresses with a password. */
const secretForm = /AKIA[A-Z0-9]{16}|ASIA[A-Z0-9]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_\w{20}|xox[abpr]-|sk_live_|rk_live_|AIza[\w-]{30}|eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.|[a-z]:\/\/[^/\s:@]+:[^/\s:@]+@/;
const secretName = /passw(or)?d|passphrase|secret|token|api_?key|private_?key|credential/i;
/** What only says where a secret lies. */
const reference = /^(arn:|https?:\/\/|\/|\{\{resolve:|ssm:|secretsmanager:|\$\{)/;

const isSecret = (name: string, value: string): boolean => secretForm.test(value) || (secretName.test(name) && value.length >= 8 && /[0-9\W]/.test(value) && !reference.test(value));

/** The names of the variables whose value is a secret by its look; the values go no further than here. */
export function secretNames(variables: Iterable<readonly [name: string, value: string | undefined]>): string[] {
  return [...variables].flatMap(([name, value]) => (value !== undefined && isSecret(name, value) ? [name] : [])).sort();
}
