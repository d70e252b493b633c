// `npm run bench -- NAME`: each benchmark is one file here and prints its own table.
import fs from 'node:fs';

const names = fs.readdirSync(import.meta.dirname).filter((file) => file.endsWith('.bench.ts')).map((file) => file.replace('.bench.ts', ''));
const name = process.argv[2];
if (name === undefined || !names.includes(name)) {
  process.stderr.write(`Name one of: ${names.join(', ')}\n`);
  process.exit(2);
}
const { bench } = (await import(`./${name}.bench.ts`)) as { bench: (args: string[]) => Promise<void> };
await bench(process.argv.slice(3));
