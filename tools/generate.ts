// Writes what is derived from the units: the registries and the reference. `--check` only compares.
import fs from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const isCheck = process.argv.includes('--check');
const stale: string[] = [];

function write(file: string, text: string): void {
  const full = path.join(root, file);
  const before = fs.existsSync(full) ? fs.readFileSync(full, 'utf8') : undefined;
  if (before === text) return;
  if (isCheck) stale.push(file);
  else {
    fs.mkdirSync(path.dirname(full), { recursive: true });
    fs.writeFileSync(full, text);
  }
}

function unitFiles(folder: string): string[] {
  return fs
    .globSync(`${folder}/*/*/*.ts`, { cwd: root })
    .filter((file) => !file.endsWith('.test.ts') && /define(\w*Resource|Rule)\(/.test(fs.readFileSync(path.join(root, file), 'utf8')))
    .sort();
}

/** `aws/ec2/elastic-ip` → `awsEc2ElasticIp`. */
function camel(text: string): string {
  return text.replace(/[-/]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function registry(folder: string, nameOf: (file: string) => string): void {
  const lines = unitFiles(folder).map((file) => {
    const relative = path.relative(folder, file);
    return `export { ${nameOf(file)} } from './${relative}';`;
  });
  write(`${folder}/registry.generated.ts`, `${lines.join('\n')}\n`);
}

const exported = (file: string): string => {
  const found = /export const (\w+) = define/.exec(fs.readFileSync(path.join(root, file), 'utf8'));
  if (found?.[1] === undefined) throw new Error(`${file} exports no unit`);
  return found[1];
};

registry('src/providers', (file) => camel(path.relative('src/providers', file).replace(/\.ts$/, '')));
registry('src/rules', exported);

// After the registries: the reference reads them.
const { referencePages } = await import('./reference.ts');
for (const [file, text] of await referencePages()) write(file, text);

// The dashboard names types as their units do.
const { knownTypes } = await import('../src/providers/index.ts');
const titles = [...knownTypes.values()].map(({ id, title }) => `  ${JSON.stringify(id).replaceAll('"', "'")}: ${JSON.stringify(title)},`).sort();
write('web/src/type-titles.generated.ts', `export const typeTitles: Readonly<Record<string, string>> = {\n${titles.join('\n')}\n};\n`);

if (stale.length > 0) {
  process.stderr.write(`Not what the code says any more: ${stale.join(', ')}. Run \`npm run generate\` and commit.\n`);
  process.exitCode = 1;
}
