import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { AzureSettings } from '../settings.ts';

/** Whether a way of signing in is configured here, without asking anybody: settings, platform, or the files of `az login`. */
export function hasAzureSignIn(settings: Pick<AzureSettings, 'tenantId' | 'clientId' | 'clientSecret' | 'clientCertificatePath' | 'federatedTokenFile'>, environment: Readonly<Record<string, string | undefined>>): boolean {
  const { tenantId, clientId, clientSecret, clientCertificatePath, federatedTokenFile } = settings;
  const hasProof = clientSecret !== undefined || clientCertificatePath !== undefined || federatedTokenFile !== undefined;
  if (tenantId !== undefined && clientId !== undefined && hasProof) return true;
  const set = (name: string): boolean => (environment[name] ?? '') !== '';
  if (set('AZURE_POD_IDENTITY_AUTHORITY_HOST') || (set('IDENTITY_ENDPOINT') && (set('IDENTITY_HEADER') || set('IMDS_ENDPOINT')))) return true;
  const folder = environment['AZURE_CONFIG_DIR'] ?? path.join(environment['HOME'] ?? os.homedir(), '.azure');
  return ['azureProfile.json', 'msal_token_cache.json', 'msal_token_cache.bin'].some((file) => fs.existsSync(path.join(folder, file)));
}
