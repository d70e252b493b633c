import type * as c from '../../src/api/contract/index.ts';
import type { z } from 'zod';
import { accounts, ago, regions, uuid } from './fixture-estate.ts';

type Target = z.infer<typeof c.target>;
const regional: [string, string][] = [['ec2', 'aws:ec2:instance'], ['ec2', 'aws:ec2:volume'], ['ec2', 'aws:ec2:snapshot'], ['ec2', 'aws:ec2:elastic-ip']];
const global: [string, string][] = [['s3', 'aws:s3:bucket'], ['iam', 'aws:iam:user'], ['iam', 'aws:iam:role'], ['iam', 'aws:iam:access-key']];

function target(account: string, region: string, service: string, type: string, done: number, order: number): Target {
  const isDenied = region === 'eu-central-1' && type === 'aws:ec2:volume' && account === accounts[1]?.id;
  const status: Target['status'] = order > done + 3 ? 'pending' : order > done ? 'running' : isDenied ? 'denied' : region === 'sa-east-1' && type === 'aws:ec2:snapshot' ? 'partial' : 'complete';
  const isRead = status === 'complete' || status === 'partial';
  return {
    account, region, service, type, status,
    resources: isRead ? (order * 7) % 90 : 0, added: isRead && order % 9 === 0 ? 2 : 0, changed: isRead && order % 5 === 0 ? 1 : 0, gone: 0,
    api_calls: isRead ? 1 + (order % 4) : 0, throttled_calls: order % 31 === 0 ? 2 : 0,
    duration_ms: isRead ? 120 + ((order * 37) % 900) : null,
    finished_at: isRead ? ago(4) : null,
    path: null,
    error: status === 'denied' ? { code: 'AWS_ACCESS_DENIED', message: "Couldn't list volumes in eu-central-1: the role lacks ec2:DescribeVolumes.", permission: 'ec2:DescribeVolumes' }
      : status === 'partial' ? { code: 'AWS_THROTTLED', message: 'AWS slowed the calls down for longer than the scan waits; 3 pages are missing.' } : null,
  };
}

export function targets(done = 10_000): Target[] {
  const list: Target[] = [];
  for (const account of accounts) {
    for (const region of regions) for (const [service, type] of regional) list.push(target(account.id, region, service, type, done, list.length));
    for (const [service, type] of global) list.push(target(account.id, 'global', service, type, done, list.length));
  }
  return list;
}

const statuses: c.Run['status'][] = ['partial', 'completed', 'completed', 'completed', 'failed', 'completed', 'completed', 'completed', 'completed', 'cancelled', 'partial'];
const headlines: Partial<Record<c.Run['status'], string>> = {
  partial: '118 unused resources; 3 targets could not be read in full.',
  completed: '116 unused resources, nothing hidden.',
  failed: 'No region could be read: the credentials have expired.',
  cancelled: 'Cancelled after 12 of 72 targets.',
};

function run(index: number): c.Run {
  const status = statuses[index % statuses.length] ?? 'completed';
  const minutes = 4 + index * 60 * 24;
  return {
    id: uuid(`run${index}`), origin: index % 7 === 2 ? 'manual' : 'schedule', source: index % 7 === 2 ? 'dashboard' : null,
    schedule_id: index % 7 === 2 ? null : 'scheduled-scan', schedule_name: index % 7 === 2 ? null : 'scheduled-scan',
    status, phase: 'done', created_at: ago(minutes + 1), started_at: ago(minutes + 0.9), finished_at: ago(minutes), duration_seconds: 41.3 + index, attempt: 1,
    counts: { targets: 72, finished: 72, complete: status === 'partial' ? 69 : 72, not_complete: status === 'partial' ? 3 : 0, resources: 2380 - index, added: 4, changed: 7, gone: 1, api_calls: 214, throttled_calls: index % 4, findings_opened: index === 0 ? 13 : index % 5, findings_resolved: index % 3 },
    headline: headlines[status] ?? '', error: status === 'failed' ? { code: 'AWS_CREDENTIALS_EXPIRED', message: 'The credentials have expired. Sign in again with your AWS command line, then run a scan.' } : null,
  };
}

export const runs: c.Run[] = Array.from({ length: 34 }, (_, index) => run(index));

/** A run that is under way while the fixture server runs. */
export const live: { run: c.Run | null; done: number } = { run: null, done: 0 };
export function startRun(): c.Run {
  const base = run(1);
  live.done = 0;
  live.run = { ...base, id: uuid(`live${Date.now()}`), origin: 'manual', source: 'dashboard', schedule_id: null, schedule_name: null, status: 'running', phase: 'collect', created_at: new Date().toISOString(), started_at: new Date().toISOString(), finished_at: null, duration_seconds: null, headline: 'Reading 8 regions.', counts: { ...base.counts, finished: 0, complete: 0, findings_opened: 0, findings_resolved: 0 } };
  runs.unshift(live.run);
  return live.run;
}

export function stepRun(): boolean {
  if (live.run === null) return false;
  live.done = Math.min(72, live.done + 3);
  const { counts } = live.run;
  Object.assign(counts, { finished: live.done, complete: live.done, api_calls: live.done * 3, resources: live.done * 31 });
  if (live.done < 72) return true;
  Object.assign(live.run, { status: 'completed', phase: 'done', finished_at: new Date().toISOString(), duration_seconds: 48, headline: '118 unused resources, nothing hidden.' });
  live.run = null;
  return true;
}
