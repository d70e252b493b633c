import { AppError } from '../../../core/errors.ts';
import { checkedUrl } from './ask.ts';
import { authorizedUserSource, type AuthorizedUserFile } from './authorized-user.ts';
import { emailOfExternal, externalAccountSource, type ExternalAccountFile } from './external-account.ts';
import { emailOfImpersonation, impersonatedSource } from './impersonate.ts';
import { serviceAccountSource, type ServiceAccountFile } from './service-account.ts';
import type { TokenSource } from './token.ts';

/** What a credential file tells: how to get a token, and whose it is. */
export interface Credentials {
  source: TokenSource;
  /** In words, never a secret: `service account x@…`. */
  who: string;
  /** The service account, where it is one. */
  email: string | undefined;
  project: string | undefined;
  quotaProject: string | undefined;
}

type CredentialFile = Record<string, unknown> & { type?: unknown };

const textOf = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `x@PROJECT.iam.gserviceaccount.com` belongs to that project. */
export const projectOfEmail = (email: string | undefined): string | undefined => /@([a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com$/.exec(email ?? '')?.[1];

/** The kinds of application default credentials (google.aip.dev/auth/4110). */
export function credentialsOf(text: string, path: string, now: () => number): Credentials {
  let file: CredentialFile;
  try {
    file = JSON.parse(text) as CredentialFile;
  } catch {
    throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `The credential file ${path} is not JSON.` });
  }
  return ofFile(file, path, now);
}

function ofFile(file: CredentialFile, path: string, now: () => number): Credentials {
  const quotaProject = textOf(file['quota_project_id']);
  switch (file.type) {
    case 'service_account': {
      const email = textOf(file['client_email']);
      return { source: serviceAccountSource(file as ServiceAccountFile, now), who: `service account ${email ?? ''}`, email, project: textOf(file['project_id']) ?? projectOfEmail(email), quotaProject };
    }
    case 'authorized_user':
      return { source: authorizedUserSource(file as AuthorizedUserFile, now), who: 'a person, by gcloud', email: undefined, project: undefined, quotaProject };
    case 'external_account': {
      const email = emailOfExternal(file as ExternalAccountFile);
      return { source: externalAccountSource(file as ExternalAccountFile, now), who: email === undefined ? 'workload identity federation' : `workload identity federation as ${email}`, email, project: projectOfEmail(email), quotaProject };
    }
    case 'impersonated_service_account': {
      const inner = ofFile((file['source_credentials'] ?? {}) as CredentialFile, path, now);
      const url = checkedUrl(file['service_account_impersonation_url'], 'service_account_impersonation_url');
      const email = emailOfImpersonation(url);
      const delegates = (Array.isArray(file['delegates']) ? file['delegates'] : []).map(String);
      return { source: impersonatedSource(inner.source, { url, delegates }, now), who: `${email ?? 'a service account'}, impersonated by ${inner.who}`, email, project: projectOfEmail(email), quotaProject };
    }
    default:
      throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `The credential file ${path} is of the kind ${JSON.stringify(file.type ?? null)}, which is not supported. Use a service account key, workload identity federation or \`gcloud auth application-default login\`.` });
  }
}
