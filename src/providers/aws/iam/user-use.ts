import type { UserDetail } from '@aws-sdk/client-iam';
import { mapConcurrently } from '../../../platform/map-concurrently.ts';
import type { AwsListContext } from '../define.ts';
import { kindOf, toAppError } from '../errors.ts';
import type { CredentialSource } from './account-details.ts';
import { type KnownKey, keysOfUser } from './keys-of-user.ts';

/** What is known of the use of a user's credentials. Times are ISO 8601 or null for never. */
export interface UserUse {
  hasPassword: boolean | null;
  passwordLastUsed: string | null;
  mfaActive: boolean | null;
  keys: { isActive: boolean; lastUsed: string | null }[];
}

const inParallel = 20;

/** Each user with its use: from the report's row, or by single calls where the report may not be made. */
export async function* usesOfUsers(users: readonly UserDetail[], source: CredentialSource, context: AwsListContext): AsyncGenerator<{ user: UserDetail; use: UserUse | undefined }> {
  if (source.kind === 'per-user') {
    context.gap(source.error);
    const passwords = await passwordsByUser(context);
    if (passwords === undefined) for (const user of users) yield { user, use: undefined };
    else yield* mapConcurrently(users, inParallel, async (user) => ({ user, use: await useOf(user, passwords, context) }));
    return;
  }
  for (const user of users) {
    const row = source.rows.get(user.Arn ?? '');
    // A report is up to four hours old: a user made since then has no row, and no credential is known of it.
    const use = row === undefined ? undefined : { hasPassword: row.passwordEnabled, passwordLastUsed: row.passwordLastUsed, mfaActive: row.mfaActive, keys: row.keys };
    yield { user, use };
  }
}

/** Undefined where they may not be read: without them nobody can say that a user is unused. */
function passwordsByUser(context: AwsListContext): Promise<Map<string, string> | undefined> {
  return listedPasswords(context).catch((error: unknown) => {
    if (context.signal.aborted || kindOf(error) !== 'denied') throw error;
    context.gap(toAppError(error, 'iam:ListUsers', 'global'));
    return undefined;
  });
}

function listedPasswords(context: AwsListContext): Promise<Map<string, string>> {
  return context.shared('iam:password-last-used', async () => {
    const { IAMClient, paginateListUsers } = await import('@aws-sdk/client-iam');
    const used = new Map<string, string>();
    for await (const page of paginateListUsers({ client: context.client(IAMClient), pageSize: 1000 }, {})) {
      for (const { Arn, PasswordLastUsed } of page.Users ?? []) if (Arn !== undefined && PasswordLastUsed !== undefined) used.set(Arn, PasswordLastUsed.toISOString());
    }
    return used;
  });
}

async function useOf(user: UserDetail, passwords: ReadonlyMap<string, string>, context: AwsListContext): Promise<UserUse | undefined> {
  const { IAMClient, GetLoginProfileCommand } = await import('@aws-sdk/client-iam');
  try {
    const keys: KnownKey[] = await keysOfUser(user.UserName ?? '', undefined, context);
    const hasPassword = await context
      .client(IAMClient)
      .send(new GetLoginProfileCommand({ UserName: user.UserName }))
      .then(() => true)
      .catch((error: unknown) => {
        if ((error as Error).name === 'NoSuchEntityException' || (error as Error).name === 'NoSuchEntity') return false;
        throw error;
      });
    return { hasPassword, passwordLastUsed: passwords.get(user.Arn ?? '') ?? null, mfaActive: null, keys };
  } catch (error) {
    if (context.signal.aborted || kindOf(error) === 'credentials') throw error;
    context.gap(toAppError(error, 'iam:ListAccessKeys', 'global'));
    return undefined;
  }
}
