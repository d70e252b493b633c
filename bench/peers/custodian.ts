import fs from 'node:fs';
import path from 'node:path';
import { askedOfCustodian, policies } from './custodian-policies.ts';
import type { Environment } from './environments.ts';
import { runMeasured } from './process-tree.ts';
import type { Question } from './questions.ts';
import { regions } from './start-proxy.ts';
import { collected, peerEnvironment, readJson, timeoutMs, type Tool, troubles } from './tool.ts';

type ReportedKey = Record<string, unknown>;
interface FoundResource {
  InstanceId?: string;
  VolumeId?: string;
  SnapshotId?: string;
  AllocationId?: string;
  GroupId?: string;
  Name?: string;
  UserName?: string;
  RoleName?: string;
  'c7n:matched-keys'?: ReportedKey[];
  'c7n:credential-report'?: { access_keys?: ReportedKey[] };
}

const fields: Partial<Record<Question, keyof FoundResource>> = {
  'instance-stopped': 'InstanceId',
  'volume-unattached': 'VolumeId',
  'snapshot-old': 'SnapshotId',
  'address-unassociated': 'AllocationId',
  'group-open': 'GroupId',
  'group-unused': 'GroupId',
  'bucket-public': 'Name',
  'role-unused': 'RoleName',
};

export const custodian = ({ bin, version }: Environment): Tool => ({
  name: 'Cloud Custodian',
  version,
  async run({ url, folder, planted }) {
    const file = path.join(folder, 'policies.json');
    fs.writeFileSync(file, JSON.stringify({ policies }));
    const out = path.join(folder, 'out');
    const words = ['run', '--output-dir', out, '--cache', path.join(folder, 'cache.db'), ...regions.flatMap((region) => ['--region', region]), file];
    const ended = await runMeasured(path.join(bin, 'custodian'), words, { environment: peerEnvironment(url, folder), folder, log: path.join(folder, 'output.log'), timeoutMs });
    const found = collected(askedOfCustodian);
    for (const question of askedOfCustodian) {
      for (const resource of resourcesOf(out, question)) for (const id of idsOf(resource, question, planted.keys_of)) found.get(question)?.add(id);
    }
    // Its last words name each policy once for each region where it failed.
    const failed = [...(/policies had errors[^\n]*\n((?: - .*\n?)+)/.exec(ended.output)?.[1] ?? '').matchAll(/ - /g)].length;
    return { ...ended, found, lost: `${failed === 0 ? '' : `${failed} policies failed, `}${troubles(ended.output)}` };
  },
});

function resourcesOf(out: string, question: Question): FoundResource[] {
  const places = fs.existsSync(out) ? [out, ...fs.readdirSync(out).map((name) => path.join(out, name))] : [];
  const files = places.flatMap((place) => [question, `${question}-long-ago`].map((name) => path.join(place, name, 'resources.json')));
  return files.flatMap((file) => readJson<FoundResource[]>(file) ?? []);
}

function idsOf(resource: FoundResource, question: Question, keysOf: Record<string, string[]>): string[] {
  const user = resource.UserName ?? '';
  if (!question.startsWith('key-')) return [String(resource[fields[question] ?? 'UserName'] ?? user)];
  // The report has no key ids: what matched is found again by its place in it.
  const plain = ({ 'c7n:match-type': _type, ...key }: ReportedKey): string => JSON.stringify(key);
  const matched = new Set((resource['c7n:matched-keys'] ?? []).map(plain));
  const keys = resource['c7n:credential-report']?.access_keys ?? [];
  return keys.flatMap((key, index) => (matched.has(plain(key)) ? [keysOf[user]?.[index] ?? user] : []));
}
