import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');

/** What a folder of src may import besides itself. `providers` are their declarations, and of `prices` only types. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  core: [],
  platform: [],
  config: ['core', 'platform'],
  providers: ['core', 'platform'],
  rules: ['core', 'providers', 'prices'],
  store: ['core', 'platform'],
  prices: ['core', 'platform'],
  delivery: ['core', 'platform', 'store'],
  access: ['core', 'platform', 'store'],
  scans: ['core', 'platform', 'providers', 'rules', 'store', 'delivery', 'prices'],
  jobs: ['core', 'platform', 'store', 'providers', 'scans', 'delivery'],
  schedules: ['core', 'platform', 'store', 'jobs'],
  transports: ['core', 'platform', 'store', 'delivery'],
  api: ['core', 'platform', 'store', 'access', 'schedules', 'jobs', 'transports', 'delivery', 'config', 'providers', 'rules'],
  cli: ['core', 'platform', 'config', 'providers', 'api'],
};
/** They join the parts. */
const joining = ['app.ts', 'app-extraction.ts', 'app-files.ts', 'main.ts'];
/** The command line is a client like the dashboard: it knows the contract of the API, and starts the application by itself where none runs. */
const exceptions: Readonly<Record<string, readonly string[]>> = { 'src/cli/main.ts': ['src/app.ts'] };

interface Import {
  file: string;
  /** Relative to the root where it is a file of ours, else the package as written. */
  target: string;
  isPackage: boolean;
  isTypeOnly: boolean;
}

const isTest = (file: string): boolean => /\.test\.tsx?$|(^|\/)test-[^/]*\.ts$/.test(file);
const sources = (folder: string): string[] => fs.globSync(`${folder}/**/*.{ts,tsx}`, { cwd: root }).filter((file) => !isTest(file)).sort();

/** Import and export statements with a source, and dynamic imports with a literal one. */
function importsOf(file: string): Import[] {
  const text = fs.readFileSync(path.join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
  const statement = /(?:^|\n)\s*(?:import|export)\s+(?:(type)\s+)?(?:[^'";]*?\sfrom\s+)?['"]([^'"]+)['"]|\b(?:import|import\.meta\.resolve)\(\s*['"]([^'"]+)['"]\s*\)|new URL\(\s*['"](\.[^'"]+\.ts)['"]/g;
  return [...text.matchAll(statement)].map(([, type, fromStatement, fromCall, fromUrl]) => {
    const specifier = fromStatement ?? fromCall ?? fromUrl ?? '';
    const isPackage = !specifier.startsWith('.');
    const target = isPackage ? specifier : path.relative(root, path.resolve(root, path.dirname(file), specifier));
    return { file, target, isPackage, isTypeOnly: type !== undefined };
  });
}

/** `src/store/db.ts` is in store, `src/app.ts` is app.ts. */
const folderOf = (file: string): string => file.split('/')[1] ?? '';
const ours = sources('src').flatMap(importsOf);
const told = (found: readonly Import[]): string[] => found.map(({ file, target }) => `${file} imports ${target}`);

describe('the parts of src', () => {
  it('are all in the table', () => {
    const folders = new Set(sources('src').map(folderOf).filter((name) => !joining.includes(name)));
    expect([...folders].filter((folder) => mayImport[folder] === undefined)).toEqual([]);
  });

  it('import only what stands below them', () => {
    const wrong = ours.filter(({ file, target, isPackage }) => {
      if (isPackage || !target.startsWith('src/') || joining.includes(folderOf(file))) return false;
      const [from, to] = [folderOf(file), folderOf(target)];
      return from !== to && !(mayImport[from] ?? []).includes(to) && exceptions[file]?.includes(target) !== true;
    });
    expect(told(wrong)).toEqual([]);
  });

  it('know of the API its contract only', () => {
    const wrong = ours.filter(({ file, target }) => folderOf(target) === 'api' && target.startsWith('src/') && !['api', ...joining].includes(folderOf(file)) && !target.startsWith('src/api/contract/'));
    expect(told(wrong)).toEqual([]);
  });

  it('take types only from prices into rules, and registries only from providers and rules into the API', () => {
    const isRegistry = (target: string): boolean => /^src\/(providers|rules)\/(index|services)\.ts$/.test(target);
    const wrong = ours.filter(({ file, target, isTypeOnly }) => {
      if (folderOf(file) === 'rules' && folderOf(target) === 'prices') return !isTypeOnly;
      return folderOf(file) === 'api' && ['providers', 'rules'].includes(folderOf(target)) && target.startsWith('src/') && !isRegistry(target) && !isTypeOnly;
    });
    expect(told(wrong)).toEqual([]);
  });

  it('have no circle of folders', () => {
    const edges = new Map<string, Set<string>>();
    for (const { file, target, isPackage } of ours) {
      const [from, to] = [folderOf(file), folderOf(target)];
      if (isPackage || !target.startsWith('src/') || from === to || joining.includes(from) || exceptions[file]?.includes(target) === true) continue;
      edges.set(from, (edges.get(from) ?? new Set()).add(to));
    }
    const circleFrom = (folder: string, trail: string[]): string[] | undefined => {
      if (trail.includes(folder)) return [...trail.slice(trail.indexOf(folder)), folder];
      for (const next of edges.get(folder) ?? []) {
        const circle = circleFrom(next, [...trail, folder]);
        if (circle !== undefined) return circle;
      }
      return undefined;
    };
    expect([...edges.keys()].map((folder) => circleFrom(folder, [])).filter((circle) => circle !== undefined)).toEqual([]);
  });

  it('keep one provider out of another', () => {
    const providerOf = (file: string): string | undefined => /^src\/providers\/([^/]+)\//.exec(file)?.[1];
    const wrong = ours.filter(({ file, target }) => providerOf(file) !== undefined && providerOf(target) !== undefined && providerOf(file) !== providerOf(target));
    expect(told(wrong)).toEqual([]);
  });
});

describe('packages of others', () => {
  it('of a cloud are known to its provider alone, and loaded only when it lists', () => {
    // Hands files on to a bucket, in a thread of its own; it reads nothing of a cloud.
    const upload = 'src/transports/s3-upload.ts';
    const isSdk = (target: string): boolean => /^@(aws-sdk|smithy|azure|google-cloud)\//.test(target);
    expect(told(ours.filter(({ file, target }) => isSdk(target) && !file.startsWith('src/providers/aws/') && file !== upload))).toEqual([]);
    const loadedAtStart = ours.filter(({ file, target, isTypeOnly }) => isSdk(target) && !isTypeOnly && isStatic(file, target));
    expect(told(loadedAtStart)).toEqual([]);
  });

  it('of the store are known to the store alone', () => {
    const wrong = ours.filter(({ file, target }) => /^(@electric-sql\/|pg$)/.test(target) && !file.startsWith('src/store/'));
    expect(told(wrong)).toEqual([]);
  });

  it('are asked for in package.json', () => {
    const { dependencies } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')) as { dependencies: Record<string, string> };
    const nameOf = (target: string): string => target.split('/').slice(0, target.startsWith('@') ? 2 : 1).join('/');
    const wrong = ours.filter(({ target, isPackage }) => isPackage && !target.startsWith('node:') && dependencies[nameOf(target)] === undefined);
    expect(told(wrong)).toEqual([]);
  });
});

/** True for a statement at the top of a file, which loads when the file does. */
function isStatic(file: string, target: string): boolean {
  const text = fs.readFileSync(path.join(root, file), 'utf8');
  return new RegExp(`^(?:import|export)\\s+(?!type\\b)[^;]*from\\s+['"]${target.replace(/[/\\^$*+?.()|[\]{}]/g, '\\$&')}['"]`, 'm').test(text);
}

it('lets nothing but the demo switch see the simulated clouds', () => {
  const wrong = ours.filter(({ file, target }) => target.startsWith('demo/') && !joining.includes(folderOf(file)));
  expect(told(wrong)).toEqual([]);
});

it('lets nothing of the product see tests', () => {
  const wrong = [...ours, ...sources('demo').flatMap(importsOf)].filter(({ target, isPackage }) => target.startsWith('test/') || isTest(target) || (isPackage && target === 'vitest'));
  expect(told(wrong)).toEqual([]);
});

it('lets the web see the contract of the API and nothing else of the service', () => {
  const wrong = sources('web/src').flatMap(importsOf).filter(({ target, isPackage }) => (isPackage ? target.startsWith('node:') : !target.startsWith('web/') && !target.startsWith('src/api/contract/')));
  expect(told(wrong)).toEqual([]);
});

it('lets the contract of the API stand alone, so that a browser can load it', () => {
  const wrong = ours.filter(({ file, target, isPackage }) => file.startsWith('src/api/contract/') && (isPackage ? target !== 'zod' : !target.startsWith('src/api/contract/') && !target.startsWith('src/core/')));
  expect(told(wrong)).toEqual([]);
});
