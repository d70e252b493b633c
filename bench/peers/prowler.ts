import fs from 'node:fs';
import path from 'node:path';
import type { Environment } from './environments.ts';
import { runMeasured } from './process-tree.ts';
import { type Question, staleDays } from './questions.ts';
import { regions } from './start-proxy.ts';
import { collected, peerEnvironment, readJson, timeoutMs, type Tool, troubles } from './tool.ts';

const checks: Record<string, Question> = {
  ec2_instance_stopped_older_than_specific_days: 'instance-stopped',
  ec2_elastic_ip_unassigned: 'address-unassociated',
  ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22: 'group-open',
  ec2_securitygroup_not_used: 'group-unused',
  s3_bucket_public_access: 'bucket-public',
  iam_user_accesskey_unused: 'key-unused-active',
  iam_user_console_access_unused: 'password-unused',
  iam_rotate_access_key_90_days: 'key-old',
  iam_user_mfa_enabled_console_access: 'console-without-mfa',
};

interface OcsfFinding {
  metadata: { event_code: string };
  status_code: string;
  status_detail?: string;
  message?: string;
  resources: { uid: string; name?: string }[];
}

export const prowler = ({ bin, version }: Environment): Tool => ({
  name: 'Prowler',
  version,
  async run({ url, folder, planted }) {
    const config = path.join(folder, 'config.yaml');
    // It counts days that are more than these, and takes no fewer than one.
    const days = { max_unused_access_keys_days: staleDays - 1, max_console_access_days: staleDays - 1, max_ec2_instance_stopped_days: 1 };
    fs.writeFileSync(config, JSON.stringify({ aws: days }));
    const words = ['aws', '--service', 'ec2', 's3', 'iam', '--region', ...regions, '--output-formats', 'json-ocsf', '--output-directory', folder, '--output-filename', 'out', '--config-file', config, '--no-banner', '--no-color', '--log-level', 'ERROR', '--log-file', path.join(folder, 'errors.log')];
    const ended = await runMeasured(path.join(bin, 'prowler'), words, { environment: peerEnvironment(url, folder), folder, log: path.join(folder, 'output.log'), timeoutMs });
    const findings = readJson<OcsfFinding[]>(path.join(folder, 'out.ocsf.json')) ?? [];
    const found = collected(Object.values(checks));
    for (const finding of findings) {
      const question = checks[finding.metadata.event_code];
      if (question === undefined || finding.status_code !== 'FAIL') continue;
      found.get(question)?.add(idOf(finding, question, planted.keys_of));
    }
    const errors = fs.existsSync(path.join(folder, 'errors.log')) ? fs.readFileSync(path.join(folder, 'errors.log'), 'utf8') : ended.output;
    return { ...ended, found, lost: findings.length === 0 ? 'no report' : troubles(errors) };
  },
});

/** Its findings of keys name the user and say which of the two keys it is. */
function idOf({ resources, status_detail: detail, message }: OcsfFinding, question: Question, keysOf: Record<string, string[]>): string {
  const uid = resources[0]?.uid ?? '';
  const last = uid.slice(Math.max(uid.lastIndexOf('/'), uid.lastIndexOf(':')) + 1);
  if (question !== 'key-unused-active' && question !== 'key-old') return last;
  const number = Number(/access key (\d)/i.exec(detail ?? message ?? '')?.[1] ?? 1);
  return keysOf[last]?.[number - 1] ?? last;
}
