import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { AppError } from '../../../core/errors.ts';
import { numberAt, textAt } from '../../fields.ts';
import { sentenceOf } from './token-refusal.ts';
import { type AccessToken, NotHere, resourceOf, type TokenSource } from './token-source.ts';

type Environment = Readonly<Record<string, string | undefined>>;
const timeLimitMs = 13_000;

/** The sign-in of `az login`; undefined where there is no `az`. */
export function azureCliSource(environment: Environment, tenantId: string | undefined): TokenSource | undefined {
  const program = programIn(environment);
  if (program === undefined) return undefined;
  return { words: 'Azure CLI', request: (scope) => requestByCli(program, { environment, tenantId, scope }) };
}

/** On Windows `az` is a command file, which only a shell can start: not tried there. */
function programIn(environment: Environment): string | undefined {
  if (process.platform === 'win32') return undefined;
  const folders = (environment['PATH'] ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  return folders.map((folder) => path.join(folder, 'az')).find((file) => fs.existsSync(file));
}

async function requestByCli(program: string, { environment, tenantId, scope }: { environment: Environment; tenantId: string | undefined; scope: string }): Promise<AccessToken> {
  const words = ['account', 'get-access-token', '--output', 'json', '--resource', resourceOf(scope), ...(tenantId === undefined ? [] : ['--tenant', tenantId])];
  const { output, complaint } = await run(program, words, environment);
  if (output === undefined) throw failureOf(complaint);
  const answer = parsed(output);
  const token = textAt(answer, 'accessToken');
  if (token === null) throw new NotHere('az answered no token');
  // `expiresOn` is local time without a zone, of older versions.
  const until = numberAt(answer, 'expires_on');
  const local = Date.parse(textAt(answer, 'expiresOn') ?? '');
  return { token, expiresAt: until !== null ? until * 1000 : Number.isNaN(local) ? Date.now() + 600_000 : local };
}

function failureOf(complaint: string): Error {
  const sentence = sentenceOf(complaint);
  if (sentence !== undefined) return new AppError('AZURE_CREDENTIALS_REJECTED', { detail: `Azure CLI: ${sentence}` });
  if (/AADSTS/.test(complaint)) return new AppError('AZURE_CREDENTIALS_REJECTED', { detail: 'Azure CLI: Microsoft Entra refused the sign-in. Run `az login` again.' });
  return new NotHere(/az login|az account set/.test(complaint) ? 'az is not signed in' : 'az failed');
}

/** From a folder of the system, so that nothing beside the service is taken for a part of `az`. */
function run(program: string, words: string[], environment: Environment): Promise<{ output?: string; complaint: string }> {
  return new Promise((resolve) => {
    execFile(program, words, { cwd: '/', env: { ...environment, AZURE_CORE_NO_COLOR: 'true' }, timeout: timeLimitMs, killSignal: 'SIGKILL', maxBuffer: 1024 * 1024 }, (error, output, complaint) => {
      resolve(error === null ? { output, complaint } : { complaint });
    }).stdin?.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
