import path from 'node:path';
import type { Environment } from './environments.ts';
import { runMeasured } from './process-tree.ts';
import type { Question } from './questions.ts';
import { regions } from './start-proxy.ts';
import { collected, peerEnvironment, readJson, timeoutMs, type Tool, troubles } from './tool.ts';

/** Its findings begin with these names; an argument may follow. */
const rules: [name: string, question: Question][] = [
  ['ec2-security-group-opens-SSH-port-to-all', 'group-open'],
  ['ec2-unused-security-group', 'group-unused'],
  ['iam-user-no-Active-key-rotation', 'key-old'],
  ['iam-user-without-mfa', 'console-without-mfa'],
  ['iam-unused-credentials-not-disabled', 'password-unused'],
  ['s3-bucket-AllUsers', 'bucket-public'],
];

type Services = Record<string, { findings?: Record<string, { items?: string[] }> } & Record<string, unknown>>;

export const scoutSuite = ({ bin, version }: Environment): Tool => ({
  name: 'ScoutSuite',
  version,
  async run({ url, folder }) {
    const words = ['aws', '--no-browser', '--services', 'ec2', 's3', 'iam', '--regions', ...regions, '--report-dir', folder, '--report-name', 'out'];
    const ended = await runMeasured(path.join(bin, 'scout'), words, { environment: peerEnvironment(url, folder), folder, log: path.join(folder, 'output.log'), timeoutMs });
    // Its report is a script that begins with the name of a variable.
    const report = readJson<{ services: Services }>(path.join(folder, 'scoutsuite-results', 'scoutsuite_results_out.js'), /^[^{]*/);
    const found = collected(rules.map(([, question]) => question));
    if (report !== undefined) readReport(report.services, found);
    return { ...ended, found, lost: report === undefined ? 'no report' : troubles(ended.output) };
  },
});

function readReport(services: Services, found: Map<Question, Set<string>>): void {
  for (const service of Object.values(services)) {
    for (const [name, { items = [] }] of Object.entries(service.findings ?? {})) {
      const question = rules.find(([start]) => name.startsWith(start))?.[1];
      if (question === undefined) continue;
      for (const item of items) found.get(question)?.add(idOf(services, item));
    }
  }
}

/** An item is a path through the report; the innermost thing on it that has a name or a key id is meant. */
function idOf(services: Services, item: string): string {
  const group = item.split('.').find((part) => part.startsWith('sg-'));
  if (group !== undefined) return group;
  let id = item;
  let node: unknown = services;
  for (const part of item.split('.')) {
    if (typeof node !== 'object' || node === null) break;
    node = (node as Record<string, unknown>)[part];
    const { AccessKeyId: key, name } = (node ?? {}) as { AccessKeyId?: string; name?: string };
    id = key ?? name ?? id;
  }
  return id;
}
