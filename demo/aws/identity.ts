/** Who asks: the account is written into the access key id, so that a session needs no memory of the server. */
export interface Identity {
  account: string;
  arn: string;
  userId: string;
}

const letters = 'ABCDEFGHIJ';

/** Twenty characters as AWS has them: `ASIA`, the twelve digits as letters, four more. */
export function accessKeyOf(account: string, number: number): string {
  const digits = [...account].map((digit) => letters[Number(digit)]).join('');
  return `ASIA${digits}${number.toString(36).toUpperCase().padStart(4, 'Q').slice(-4)}`;
}

export function accountOfAccessKey(key: string): string | undefined {
  const match = /^A[KS]IA([A-J]{12}).{4}$/.exec(key);
  return match === null ? undefined : [...match[1]!].map((letter) => letters.indexOf(letter)).join('');
}

/** Sessions are remembered only for their names; an unknown one is called `session`. */
export class Identities {
  readonly #accounts: readonly string[];
  readonly #sessions = new Map<string, Identity>();

  constructor(accounts: readonly string[]) {
    this.#accounts = accounts;
  }

  isKnown(account: string): boolean {
    return this.#accounts.includes(account);
  }

  of(accessKey: string): Identity {
    const known = this.#sessions.get(accessKey);
    if (known !== undefined) return known;
    const account = accountOfAccessKey(accessKey) ?? this.#accounts[0]!;
    return { account, arn: `arn:aws:iam::${account}:user/auditor`, userId: 'AIDAQ4EXAMPLEAUDITOR' };
  }

  assume(roleArn: string, session: string): { accessKey: string; identity: Identity } | undefined {
    const match = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(roleArn);
    const account = match?.[1];
    if (match === null || account === undefined || !this.isKnown(account)) return undefined;
    const accessKey = accessKeyOf(account, this.#sessions.size);
    const identity = { account, arn: `arn:aws:sts::${account}:assumed-role/${match[2]}/${session}`, userId: `AROAQ4EXAMPLEROLEIDS:${session}` };
    this.#sessions.set(accessKey, identity);
    return { accessKey, identity };
  }
}
