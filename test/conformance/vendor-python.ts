import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** A Python that has the vendors' own packages: CLOUDS_PYTHON, or the one that `.ci/conformance.sh` made. */
export function vendorPython(): string | undefined {
  const made = path.join(os.tmpdir(), `roundsman-vendors-${process.getuid?.() ?? 0}`, 'bin/python');
  const found = [process.env['CLOUDS_PYTHON'], made].find((each) => each !== undefined && each !== '' && fs.existsSync(each));
  if (found === undefined && process.env['CI'] === 'true') throw new Error('the vendors\' packages are missing: set CLOUDS_PYTHON to a Python that has google-api-python-client, google-auth, azure-identity and azure-mgmt-*');
  return found;
}

/** Folders with older releases of azure-mgmt-*, which know the versions that ours asks for: CLOUDS_OLDER, or what `.ci/conformance.sh` made. */
export function olderPackages(): string[] {
  const made = path.join(os.tmpdir(), `roundsman-vendors-${process.getuid?.() ?? 0}`, 'older');
  return [process.env['CLOUDS_OLDER'], made].filter((each) => each !== undefined && each !== '' && fs.existsSync(each)).slice(0, 1) as string[];
}

/** Runs a script beside this file with JSON on its input, and answers the JSON that it wrote. */
export function askVendor<Answer>(python: string, script: string, input: unknown, ...words: string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const child = spawn(python, [path.join(import.meta.dirname, script), ...words], { stdio: ['pipe', 'pipe', 'inherit'], env: { PATH: process.env['PATH'] ?? '', PYTHONDONTWRITEBYTECODE: '1' } });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => (code === 0 ? resolve(JSON.parse(Buffer.concat(chunks).toString()) as Answer) : reject(new Error(`${script} ended with ${code}`))));
    child.stdin.end(JSON.stringify(input));
  });
}
