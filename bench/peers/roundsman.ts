import fs from 'node:fs';
import { awsEnvironment, scan, type Service, startService, temporaryFolder } from '../service.ts';
import { watchMemory } from './process-tree.ts';
import type { Question } from './questions.ts';
import type { Cloud } from './start-proxy.ts';
import { collected, type Outcome } from './tool.ts';

const rules: Record<string, Question> = {
  'aws-ec2-stopped': 'instance-stopped',
  'aws-ebs-unattached': 'volume-unattached',
  'aws-eip-unassociated': 'address-unassociated',
  'aws-snapshot-old': 'snapshot-old',
  'aws-s3-empty': 'bucket-empty',
  'aws-iam-user-unused': 'user-unused',
  'aws-iam-role-unused': 'role-unused',
  'aws-iam-key-unused-active': 'key-unused-active',
  'aws-iam-key-unused-inactive': 'key-unused-inactive',
};

export type Scan = Outcome & { notComplete: number; readyMs: number };

/** Scans of one service after the other, the first with an empty store; `between` is called before each of them. */
export async function scanTimes(cloud: Cloud, times: number, environment: Record<string, string>, between: () => Promise<void>, after: (scan: Scan, index: number) => Promise<void>): Promise<void> {
  const dataDir = temporaryFolder();
  const service = await startService({ ...awsEnvironment(cloud.url), DATA_DIR: dataDir, ...environment });
  const memory = watchMemory(service.pid);
  try {
    for (let index = 0; index < times; index += 1) {
      await between();
      const { wallMs, counts, status } = await scan(service);
      const peakMb = memory.peak();
      const lost = counts.not_complete === 0 ? 'nothing' : `${counts.not_complete} of ${counts.targets} targets`;
      await after({ exit: status === 'completed' ? 0 : 1, wallMs, peakMb, found: await findingsOf(service), lost, notComplete: counts.not_complete, readyMs: service.readyMs }, index);
    }
  } finally {
    memory.stop();
    await service.stop();
    fs.rmSync(dataDir, { recursive: true, force: true });
  }
}

async function findingsOf(service: Service): Promise<Map<Question, Set<string>>> {
  const found = collected(Object.values(rules));
  let cursor: string | null = '';
  do {
    const page: { items: { rule_id: string; resource: { id: string } }[]; next_cursor: string | null } = await service.get(`/api/v1/findings?status=open&limit=500${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`);
    for (const { rule_id: rule, resource } of page.items) {
      const question = rules[rule];
      if (question !== undefined) found.get(question)?.add(resource.id.slice(Math.max(resource.id.lastIndexOf('/'), resource.id.lastIndexOf(':')) + 1));
    }
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found;
}
