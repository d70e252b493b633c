import { execFile, execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Environment {
  /** Where its commands are. */
  bin: string;
  python: string;
  version: string;
}

const folder = path.join(os.tmpdir(), `roundsman-peers-${process.getuid?.() ?? 0}`);
const run = promisify(execFile);

/** What is installed in an environment of its own, as their dependencies contradict each other. */
const packages = {
  moto: { name: 'moto', wanted: ['moto[server]==5.2.5', 'freezegun'], any: ['moto[server]', 'freezegun'] },
  prowler: { name: 'prowler', wanted: ['prowler==5.46.0'], any: ['prowler'] },
  c7n: { name: 'c7n', wanted: ['c7n==0.9.53'], any: ['c7n'] },
  scoutsuite: { name: 'ScoutSuite', wanted: ['ScoutSuite==5.14.0'], any: ['ScoutSuite'] },
};

/** Made on first use and kept in the temporary folder; MOTO_PYTHON names a Python that has moto already. */
export async function environment(what: keyof typeof packages): Promise<Environment> {
  const given = what === 'moto' ? process.env['MOTO_PYTHON'] : undefined;
  const python = given !== undefined && fs.existsSync(given) ? given : await made(what);
  const { name } = packages[what];
  const { stdout } = await run(python, ['-c', `from importlib.metadata import version; print(version("${name}"))`]);
  return { bin: path.dirname(python), python, version: stdout.trim() };
}

async function made(what: keyof typeof packages): Promise<string> {
  const place = path.join(folder, what);
  const python = path.join(place, 'bin/python');
  const done = path.join(place, 'installed');
  if (fs.existsSync(done)) return python;
  process.stderr.write(`installing ${what}\n`);
  fs.rmSync(place, { recursive: true, force: true });
  fs.mkdirSync(folder, { recursive: true });
  await run(basePython(), ['-m', 'venv', place]);
  const install = (names: string[]): Promise<unknown> => run(python, ['-m', 'pip', 'install', '--quiet', ...names], { maxBuffer: 64 * 1024 * 1024 });
  // Another version where this one is no longer to be had: the table says which.
  await install(packages[what].wanted).catch(() => install(packages[what].any));
  fs.writeFileSync(done, '');
  return python;
}

/** The peers ask for a Python between 3.10 and 3.12. */
function basePython(): string {
  for (const name of ['python3.11', 'python3.12', 'python3.10']) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // Not here: the next one.
    }
  }
  throw new Error('Python 3.10, 3.11 or 3.12 is missing');
}
