import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/**
 * Whether the standard chain has anything to read here, without asking anybody: environment, shared files, web identity,
 * container. An instance role is found only by the first scan.
 */
export function hasCredentialSource(environment: Readonly<Record<string, string | undefined>>): boolean {
  const names = ['AWS_ACCESS_KEY_ID', 'AWS_PROFILE', 'AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'AWS_CONTAINER_CREDENTIALS_FULL_URI'];
  if (names.some((name) => (environment[name] ?? '') !== '')) return true;
  const home = environment['HOME'] ?? os.homedir();
  const files = [environment['AWS_SHARED_CREDENTIALS_FILE'] ?? path.join(home, '.aws', 'credentials'), environment['AWS_CONFIG_FILE'] ?? path.join(home, '.aws', 'config')];
  return files.some((file) => fs.existsSync(file));
}
