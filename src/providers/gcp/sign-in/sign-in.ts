import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { AppError } from '../../../core/errors.ts';
import type { GcpSettings } from '../settings.ts';
import { credentialsOf, type Credentials, projectOfEmail } from './credential-file.ts';
import { impersonatedSource, impersonationUrl } from './impersonate.ts';
import { metadataSource, metadataText, metadataUrl } from './metadata.ts';
import { KeptToken } from './token.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/** A way into Google Cloud that was found; the token is asked for when the first call needs it. */
export interface GcpSignIn {
  /** Where the credentials come from, in words. */
  words: string;
  /** The project that the credentials belong to. */
  project: string | undefined;
  /** Whose quota calls count against: sent with every call. */
  quotaProject: string | undefined;
  token(isRefused?: boolean): Promise<string>;
}

/** Where `gcloud auth application-default login` writes. */
function wellKnownFile(environment: Environment): string {
  const folder = environment['CLOUDSDK_CONFIG'] ?? (environment['APPDATA'] === undefined ? path.join(environment['HOME'] ?? os.homedir(), '.config', 'gcloud') : path.join(environment['APPDATA'], 'gcloud'));
  return path.join(folder, 'application_default_credentials.json');
}

const isFile = (file: string): boolean => fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;

/** Whether something says that Google Cloud is to be visited; asks nobody. */
export function hasGcpSignIn({ credentialsFile }: Pick<GcpSettings, 'credentialsFile'>, environment: Environment): boolean {
  try {
    if ((credentialsFile ?? '') !== '' || isFile(wellKnownFile(environment))) return true;
  } catch {
    // A folder that may not be read has nothing for us.
  }
  return ['GCE_METADATA_HOST', 'K_SERVICE', 'CLOUD_RUN_JOB', 'GAE_ENV', 'GAE_INSTANCE'].some((name) => (environment[name] ?? '') !== '');
}

/**
 * Application default credentials in Google's order: the file that is named, the one of gcloud, the metadata server
 * (cloud.google.com/docs/authentication/application-default-credentials). Throws where there is none.
 */
export async function findSignIn(settings: Pick<GcpSettings, 'credentialsFile' | 'impersonate' | 'endpointUrl'>, environment: Environment, now: () => number = Date.now): Promise<GcpSignIn> {
  const { credentials, where } = await found(settings.credentialsFile, environment, now);
  const { impersonate } = settings;
  if (impersonate === undefined || impersonate === '') return signInOf(credentials, `${credentials.who} (${where})`, now);
  const source = impersonatedSource(credentials.source, { url: impersonationUrl(impersonate, settings.endpointUrl), delegates: [] }, now);
  const acting = { ...credentials, source, email: impersonate, project: projectOfEmail(impersonate) ?? credentials.project };
  return signInOf(acting, `${impersonate}, impersonated by ${credentials.who} (${where})`, now);
}

function signInOf({ source, project, quotaProject }: Credentials, words: string, now: () => number): GcpSignIn {
  const kept = new KeptToken(source, now);
  return { words, project, quotaProject, token: (isRefused) => kept.get(isRefused) };
}

async function found(named: string | undefined, environment: Environment, now: () => number): Promise<{ credentials: Credentials; where: string }> {
  if (named !== undefined && named !== '') return { credentials: credentialsOf(readNamed(named), named, now), where: named };
  const wellKnown = wellKnownFile(environment);
  if (isFile(wellKnown)) return { credentials: credentialsOf(readNamed(wellKnown), wellKnown, now), where: wellKnown };
  const base = metadataUrl(environment);
  const email = await metadataText(base, 'instance/service-accounts/default/email');
  const project = await metadataText(base, 'project/project-id');
  if (email === undefined && project === undefined) throw new AppError('GCP_NO_CREDENTIALS');
  return { credentials: { source: metadataSource(base, now), who: `service account ${email ?? 'of this machine'}`, email, project, quotaProject: undefined }, where: 'metadata server' };
}

function readNamed(file: string): string {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError('GCP_CREDENTIALS_REJECTED', { detail: `The credential file ${file} cannot be read (${(cause as NodeJS.ErrnoException).code ?? 'unreadable'}).` });
  }
}
