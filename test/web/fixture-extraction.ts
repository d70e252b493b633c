import type { z } from 'zod';
import type * as c from '../../src/api/contract/index.ts';
import { accounts, ago, now, regions, uuid } from './fixture-estate.ts';

type Cell = z.infer<typeof c.jobCell>;
type Schedule = z.infer<typeof c.extractionSchedule>;
type Service = z.infer<typeof c.serviceList>['services'][number];

const typed: Record<string, [type: string, title: string][]> = {
  autoscaling: [['group', 'Auto Scaling group']],
  ec2: [['instance', 'EC2 instance'], ['volume', 'EBS volume'], ['snapshot', 'EBS snapshot'], ['security-group', 'Security group'], ['network-interface', 'Network interface']],
  eks: [['cluster', 'EKS cluster'], ['nodegroup', 'EKS node group']],
  elb: [['load-balancer', 'Load balancer'], ['target-group', 'Target group']],
  iam: [['user', 'IAM user'], ['role', 'IAM role'], ['access-key', 'Access key']],
  kms: [['key', 'KMS key']],
  lambda: [['function', 'Lambda function']],
  rds: [['instance', 'Database instance'], ['cluster', 'Database cluster'], ['snapshot', 'Database snapshot']],
  s3: [['bucket', 'S3 bucket']],
  vpc: [['vpc', 'VPC'], ['subnet', 'Subnet'], ['route-table', 'Route table']],
};
export const services: Service[] = Object.entries(typed).map(([name, types]) => ({ name, provider: 'aws', resource_types: types.map(([type, title]) => ({ id: `aws:${name}:${type}`, title, locality: ['iam', 's3'].includes(name) ? 'global' : 'regional', reads: `Every ${title}.` })), permissions: types.map(([type]) => `${name}:Describe${type}`) }));
export const providers = (): z.infer<typeof c.providerList>['providers'] => [
  { name: 'aws', enabled: true, state: 'connected', message: '2 accounts.', accounts: 2, regions, services: Object.keys(typed) },
  { name: 'azure', enabled: false, state: 'disabled', message: 'Not built yet.', accounts: 0, regions: [], services: [] },
  { name: 'gcp', enabled: false, state: 'disabled', message: 'Not built yet.', accounts: 0, regions: [], services: [] },
];

/** The squares of a job that has read `done` of them; `gaps`: some were denied, throttled or left. */
function cells(done: number, gaps: boolean): Cell[] {
  const list: Cell[] = [];
  for (const account of accounts) {
    for (const { name, resource_types: types } of services) {
      for (const region of types[0]?.locality === 'global' ? ['global'] : regions) {
        const order = list.length;
        const isDenied = gaps && name === 'kms' && ['eu-central-1', 'sa-east-1'].includes(region) && account === accounts[1];
        const isPartial = gaps && name === 'rds' && region === 'ap-south-1' && account === accounts[0];
        const isLeft = gaps && (name === 'lambda' || name === 'vpc') && ['ca-central-1', 'sa-east-1', 'ap-southeast-2'].includes(region);
        const isAbsent = name === 'eks' && region === 'sa-east-1';
        const status: Cell['status'] = order > done + 4 ? 'pending' : order > done ? 'running' : isDenied ? 'denied' : isPartial ? 'partial' : isLeft ? 'deferred' : isAbsent ? 'not_applicable' : 'complete';
        const isRead = status === 'complete' || status === 'partial';
        list.push({
          account: account.id, service: name, region, status, targets: types.length, finished: status === 'running' ? Math.floor(types.length / 2) : status === 'pending' ? 0 : types.length,
          resources: isRead ? (order * 13) % (name === 'ec2' ? 410 : 37) : 0, api_calls: isRead ? types.length + (order % 5) : 0, throttled_calls: isRead && order % 41 === 0 ? 3 : 0,
          message: isDenied ? `Couldn't list keys in ${region}: the role lacks \`kms:ListKeys\`.` : isPartial ? 'AWS slowed the calls down for longer than the job waits; 3 pages are missing.' : null,
          permission: isDenied ? 'kms:ListKeys' : null,
          last_read: isDenied ? ago(60 * 24 * 3) : isPartial ? ago(60 * 26) : isLeft ? ago(60 * 24 * (name === 'vpc' ? 5 : 2)) : null,
        });
      }
    }
  }
  return list;
}
const squares = cells(0, false).length;

interface Given { id: string; status: c.Job['status']; minutes: number; services?: string[]; regions?: string[]; by?: string; failed?: number; waiting?: number; gaps?: boolean; done?: number; seconds?: number; error?: string; body?: Partial<Pick<c.JobDetail, 'filters' | 'max_calls' | 'max_minutes' | 'batch_size' | 'accounts'>> }

function jobOf(given: Given): c.JobDetail {
  const isOpen = given.status === 'running' || given.status === 'queued';
  const done = given.done ?? squares;
  const results = given.status === 'failed' || given.status === 'queued' ? [] : cells(done, given.gaps === true).filter(({ service, region }) => (given.services ?? [service]).includes(service) && (given.regions ?? [region]).includes(region));
  const sum = (of: (cell: Cell) => number): number => results.reduce((total, cell) => total + of(cell), 0);
  const resources = sum((cell) => cell.resources);
  const { failed = 0, waiting = 0 } = given;
  const delivered = Math.max(0, resources - failed - waiting);
  const handed: c.JobDetail['transports'] = given.status === 'failed' ? [] : [
    { id: uuid('transport http'), type: 'http', name: 'cmdb', destination: 'https://cmdb.example.com/api/artifacts', delivered, failed, waiting, only_changes: false, state: isOpen ? 'open' : 'cut' },
    { id: uuid('transport folder'), type: 'filesystem', name: 'archive', destination: '/var/lib/roundsman/artifacts/nightly', delivered: resources, failed: 0, waiting: 0, only_changes: false, state: isOpen ? 'open' : 'cut' },
  ];
  return {
    job_id: given.id, status: given.status, provider: null, services: given.services ?? [], accounts: [], regions: given.regions ?? [], schedule_id: given.by === undefined ? null : uuid(given.by), schedule_name: given.by ?? null,
    created_at: ago(given.minutes), started_at: given.status === 'queued' ? null : ago(given.minutes - 0.02), completed_at: isOpen ? null : ago(given.minutes - (given.seconds ?? 96) / 60), duration_seconds: given.status === 'queued' ? null : isOpen ? given.minutes * 60 : (given.seconds ?? 96),
    resources_extracted: resources, errors: given.error === undefined ? [] : [given.error], delivery: handed.length === 0 ? null : { transports: handed.length, delivered: delivered + resources, failed, waiting },
    batch_size: 100, filters: {}, max_calls: null, max_minutes: null, ...given.body,
    progress: { total_tasks: sum((cell) => cell.targets), finished_tasks: sum((cell) => cell.finished), resources, failed_tasks: results.filter(({ status }) => status === 'denied' || status === 'partial').length, deferred_tasks: sum((cell) => (cell.status === 'deferred' ? cell.targets : 0)), current: results.filter(({ status }) => status === 'running').map(({ service, region, account }) => `${service} in ${region} of ${account}`), accounts: 2, finished_accounts: isOpen ? 0 : 2 },
    api_calls: sum((cell) => cell.api_calls), throttled_calls: sum((cell) => cell.throttled_calls), results, transport: handed[0] ?? null, transports: handed,
    error: given.error === undefined ? null : { code: 'AWS_CREDENTIALS_EXPIRED', message: given.error },
  };
}

const given: Given[] = [
  { id: uuid('job running'), status: 'running', minutes: 1.2, done: 64, waiting: 120 },
  { id: uuid('job ended'), status: 'partial', minutes: 190, by: 'Every night', gaps: true, failed: 200, waiting: 140, seconds: 128, body: { max_calls: 900, max_minutes: 5 } },
  { id: uuid('job part'), status: 'completed', minutes: 560, services: ['ec2', 'vpc'], regions: ['eu-west-1'], seconds: 14.2, body: { filters: { 'tag:env': ['prod'], name: ['web-*', 'api-*'] }, batch_size: 250 } },
  { id: uuid('job failed'), status: 'failed', minutes: 1500, by: 'Every night', seconds: 2.1, error: 'The credentials have expired. Sign in again with your AWS command line, then start the job again.' },
  ...Array.from({ length: 24 }, (_, index): Given => ({ id: uuid(`job ${index}`), status: index === 9 ? 'cancelled' : 'completed', minutes: 1640 + index * 1440, by: 'Every night', seconds: 90 + index, ...(index === 9 ? { done: 40 } : {}) })),
];
export const jobs: c.JobDetail[] = given.map(jobOf);

/** The job that runs goes on: a few squares a step, then it begins again. */
let at = 64;
export function stepJob(): string {
  at = at >= squares - 6 ? 12 : at + 2;
  const running = jobs[0];
  if (running?.status === 'running') Object.assign(running, jobOf({ id: running.job_id, status: 'running', minutes: 1.2, done: at, waiting: 120 }), { created_at: running.created_at, started_at: running.started_at });
  return running?.job_id ?? '';
}
export function startJob(body: z.infer<typeof c.extractBody>): c.JobDetail {
  const made = { ...jobOf({ id: uuid(`started ${jobs.length}`), status: 'running', minutes: 0, done: 3 }), services: (body.services ?? []) as string[], regions: (body.regions ?? []) as string[], created_at: new Date().toISOString(), started_at: new Date().toISOString() };
  jobs.unshift(made);
  return made;
}
export function estimate(body: z.infer<typeof c.extractBody>): z.infer<typeof c.estimateAnswer> {
  const chosen = body.services ?? Object.keys(typed);
  const found = cells(squares, false).filter(({ service, region }) => chosen.includes(service) && (body.regions ?? [region]).includes(region));
  const sum = (of: (cell: Cell) => number): number => found.reduce((total, cell) => total + of(cell), 0);
  return { targets: sum((cell) => cell.targets), unknown_targets: body.services == null ? 8 : 0, calls: sum((cell) => cell.api_calls), minutes: sum((cell) => cell.api_calls) / 420, billed_calls: chosen.includes('s3') ? 52 : 0, billed_usd: 0.0003, resources: sum((cell) => cell.resources), based_on: 'What each target cost when it was last read.' };
}

const day = 86_400_000;
const series = (from: number, step: number): string[] => Array.from({ length: 10 }, (_, index) => new Date(from + index * step).toISOString());
const base = { provider: null, services: [], accounts: [], regions: [], filters: {}, batch_size: null, max_calls: null, max_minutes: null, enabled: true, overlap: 'skip', catch_up_seconds: 3600, jitter_seconds: 0, channels: [], status: 'active', pause_note: null, last_run: null, last_status: null, last_job_id: null } satisfies Partial<Schedule>;
export const extractionSchedules: Schedule[] = [
  { ...base, schedule_id: uuid('Every night'), name: 'Every night', cron_expression: '0 2 * * *', timezone: 'UTC', description: 'Every day at 02:00 UTC', max_calls: 900, max_minutes: 5, last_run: ago(190), last_status: 'partial', last_job_id: uuid('job ended'), next_run: new Date(now + 0.6 * day).toISOString(), next_runs: series(now + 0.6 * day, day) },
  { ...base, schedule_id: uuid('Network'), name: 'Network of production', cron_expression: '0 */6 * * 1-5', timezone: 'Europe/Berlin', description: 'Every 6 hours, Monday to Friday (Europe/Berlin)', services: ['vpc', 'elb'], regions: ['eu-west-1', 'eu-central-1'], filters: { 'tag:env': ['prod'] }, channels: ['slack'], last_run: ago(300), last_status: 'completed', last_job_id: uuid('job part'), next_run: new Date(now + 5_000_000).toISOString(), next_runs: series(now + 5_000_000, 6 * 3_600_000) },
  { ...base, schedule_id: uuid('Month end'), name: 'Month end, all of it', cron_expression: '0 4 L * *', timezone: 'UTC', description: 'On the last day of the month at 04:00 UTC', status: 'paused', pause_note: 'Until the new account is connected', next_run: null, next_runs: [] },
];

const queue = { waiting: 0, waiting_artifacts: 0, failed: 0, failed_artifacts: 0, oldest: null, last_error: null };
export const transports: c.Transport[] = [
  { id: uuid('transport http'), name: 'cmdb', type: 'http', locked: null, enabled: true, only_changes: false, settings: { url: 'https://cmdb.example.com/api/artifacts', timeout_seconds: 30, max_retries: 3 }, has_token: true, destination: 'https://cmdb.example.com/api/artifacts', missing: [], queue: { waiting: 2, waiting_artifacts: 140, failed: 2, failed_artifacts: 200, oldest: ago(190), last_error: { code: 'TRANSPORT_REFUSED', message: 'The receiver answered 413: a batch is larger than it takes. Lower the batch size, then send again.' } } },
  { id: uuid('transport folder'), name: 'configured', type: 'filesystem', locked: 'Set by TRANSPORT_TYPE and the settings of its kind.', enabled: true, only_changes: false, settings: {}, has_token: false, destination: '/var/lib/roundsman/artifacts', missing: [], queue },
  { id: uuid('transport s3'), name: 'data lake', type: 's3', locked: null, enabled: false, only_changes: true, settings: { bucket: 'example-data-lake', prefix: 'inventory/aws', region: 'eu-central-1', max_bytes: 268_435_456 }, has_token: false, destination: 's3://example-data-lake/inventory/aws', missing: [], queue },
];
export const batches = (id: string): z.infer<typeof c.transportBatches> => {
  const items = id !== uuid('transport http') ? [] : Array.from({ length: 4 }, (_, index) => ({ job_id: uuid('job ended'), number: 12 + index, count: index === 3 ? 40 : 100, state: index < 2 ? ('dead' as const) : ('pending' as const), attempts: index < 2 ? 5 : 2, next_attempt_at: index < 2 ? null : new Date(now + 240_000).toISOString(), created_at: ago(190), error: { code: 'TRANSPORT_REFUSED', message: index < 2 ? 'The receiver answered 413.' : 'The receiver answered 503.' } }));
  return { items, total: items.length, next_cursor: null };
};
