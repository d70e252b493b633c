/** A token with the time from which another is needed. */
export interface AccessToken {
  token: string;
  /** On our clock, in milliseconds since 1970. */
  expiresAt: number;
}

/** One way of signing in, found configured. */
export interface TokenSource {
  /** In words, for people; never a secret. */
  readonly words: string;
  /** Asks for a new token each time. Throws AppError, or NotHere where this way turns out not to be there. */
  request(scope: string): Promise<AccessToken>;
}

/** This way of signing in is not there after all: the next one is tried. */
export class NotHere extends Error {
  constructor(reason: string, cause?: unknown) {
    super(reason, cause === undefined ? undefined : { cause });
    this.name = 'NotHere';
  }
}

/** `https://management.azure.com/.default` is the scope of the resource `https://management.azure.com`. */
export const resourceOf = (scope: string): string => scope.replace(/\/\.default$/, '');
