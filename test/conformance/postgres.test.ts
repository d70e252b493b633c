import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SimulatedAws, plantedTruth, startSimulatedAws } from '../../demo/aws/server.ts';
import { plantedRules } from '../../demo/aws/truth.ts';
import * as contract from '../../src/api/contract/index.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { startSlack } from './receivers.ts';
import { type Postgres, postgresBin, startPostgres } from './start-postgres.ts';
import { allFindings, type Service, startService } from './start-service.ts';
import { waitFor } from './wait.ts';

const bin = postgresBin();
if (bin === undefined && process.env['CI'] === 'true') throw new Error('PostgreSQL is missing: install the package postgresql');

const everySeconds = 4;
/** How long a killed worker's run may lie before another has it. */
const takeoverMs = 20_000;

describe.skipIf(bin === undefined)(`three replicas on one PostgreSQL${bin === undefined ? ' (skipped: no /usr/lib/postgresql/*/bin)' : ''}`, () => {
  let postgres: Postgres;
  let aws: SimulatedAws;
  let slack: Awaited<ReturnType<typeof startSlack>>;
  let replicas: Service[];
  let api: Service;
  let schedule: contract.Schedule;
  let madeAt: number;

  const occurrences = (): Promise<{ due_at: Date; count: number; decision: string; reason: string | null; run_id: string | null }[]> => postgres.query('select due_at, count, decision, reason, run_id from occurrence where schedule_id = $1 order by due_at', [schedule.id]);
  const working = async (): Promise<{ id: string; worker: string; finished: number } | undefined> =>
    (
      await postgres.query<{ id: string; worker: string; finished: number; targets: number }>(
        `select r.id, r.worker, count(*) filter (where t.status not in ('pending', 'running'))::int as finished, count(t.*)::int as targets
           from run r join run_target t on t.run_id = r.id where r.status = 'running' and r.phase = 'collect' group by r.id, r.worker`,
      )
    ).find(({ finished, targets }) => finished > 0 && finished < targets);

  beforeAll(async () => {
    [postgres, aws, slack] = await Promise.all([startPostgres(bin ?? ''), startSimulatedAws({ resources: 800, seed: 11, latencyMs: 20 }), startSlack()]);
    const folder = makeTestFolder('replicas');
    const environment = (name: string): NodeJS.ProcessEnv => ({
      DATABASE_URL: postgres.url,
      DATA_DIR: path.join(folder, name),
      ROUNDSMAN_MASTER_KEY: 'ab'.repeat(32),
      AWS_ENDPOINT_URL: aws.url,
      AWS_ACCESS_KEY_ID: 'any',
      AWS_SECRET_ACCESS_KEY: 'any',
      SLACK_WEBHOOK_URL: slack.url,
    });
    // Together, on an empty database: only one of them may make the schema.
    replicas = await Promise.all([startService(environment('api'), ['--role', 'api']), startService(environment('all'), ['--role', 'all']), startService(environment('worker'), ['--role', 'worker'])]);
    const [first] = replicas;
    if (first === undefined) throw new Error('no replica');
    api = first;
  });

  afterAll(async () => {
    await Promise.all((replicas ?? []).map((replica) => replica.process.stop('SIGKILL')));
    await Promise.all([postgres?.stop(), aws?.close(), slack?.close()]);
  });

  it('goes on within 20 s with the run of a worker that was killed', async () => {
    madeAt = Date.now() / 1000;
    schedule = await api.call(contract.schedule, 'POST', '/api/v1/schedules', { name: 'every few seconds', spec: { kind: 'cron', cron: `*/${everySeconds} * * * * *`, timezone: 'UTC' }, channels: ['slack'] });
    await waitFor('three rounds', async () => ((await occurrences()).filter(({ decision }) => decision === 'run').length >= 3 ? true : undefined), { timeoutMs: 180_000 });
    // Slow enough that the kill meets a run in the middle.
    aws.setLatency(1500);
    const { id, worker } = await waitFor('a run in the middle of its targets', working, { everyMs: 20 });
    const pid = Number(worker.split('-').at(-2));
    const victim = replicas.find(({ process: { child } }) => child.pid === pid);
    if (victim === undefined) throw new Error(`the worker ${worker} is none of the replicas`);
    const killedAt = performance.now();
    await victim.process.stop('SIGKILL');
    await waitFor('another worker', async () => ((await postgres.query(`select 1 from run where id = $1 and attempt > 1 and worker <> $2`, [id, worker])).length > 0 ? true : undefined), { everyMs: 50 });
    const tookOverMs = performance.now() - killedAt;
    console.log(`PostgreSQL ${postgres.version}: the run of the killed worker was taken over after ${(tookOverMs / 1000).toFixed(1)} s`);
    aws.setLatency(20);
    expect(tookOverMs).toBeLessThan(takeoverMs);
    expect(await api.ended(id)).toMatchObject({ status: 'completed', attempt: 2 });
  });

  it('accounts for every due moment once', async () => {
    const before = (await occurrences()).length;
    await waitFor('two rounds more', async () => ((await occurrences()).length >= before + 2 ? true : undefined), { timeoutMs: 180_000 });
    await api.call(contract.schedule, 'PATCH', `/api/v1/schedules/${schedule.id}`, { enabled: false });
    await waitFor('the end of all runs', async () => ((await postgres.query(`select 1 from run where status in ('queued', 'running')`)).length === 0 ? true : undefined));
    const known = await occurrences();
    const moments = known.map(({ due_at: at }) => at.getTime() / 1000);
    const first = moments[0] ?? 0;
    expect(first - madeAt).toBeLessThanOrEqual(everySeconds + 1);
    expect(known.every(({ count }) => count === 1)).toBe(true);
    expect(moments).toEqual(Array.from({ length: moments.length }, (_, index) => first + index * everySeconds));
    for (const { decision, reason, run_id: runId } of known) {
      if (decision === 'run') expect({ runId, reason }).toEqual({ runId: expect.any(String), reason: null });
      else expect({ runId, reason, decision }).toEqual({ runId: null, reason: expect.stringMatching(/./), decision: 'skipped_overlap' });
    }
    const runs = await postgres.query<{ id: string; due_at: Date; status: string }>('select id, due_at, status from run where schedule_id = $1 order by due_at', [schedule.id]);
    expect(runs.map(({ id }) => id)).toEqual(known.flatMap(({ run_id: id }) => id ?? []));
    expect(new Set(runs.map(({ due_at: at }) => at.getTime())).size).toBe(runs.length);
    expect(runs.map(({ status }) => status)).toEqual(runs.map(() => 'completed'));
  });

  it('has each finding once, and all of them', async () => {
    const found = await allFindings(api, 'status=open');
    const keys = found.map(({ rule_id: rule, resource }) => `${rule} ${resource.id}`);
    expect(new Set(keys).size).toBe(keys.length);
    const truth = plantedTruth(aws.estate, new Date());
    for (const rule of plantedRules) expect({ rule, found: found.filter((each) => each.rule_id === rule).map(({ resource }) => resource.id).sort() }).toEqual({ rule, found: truth[rule].toSorted() });
    expect(await postgres.query(`select finding_id from finding_event where kind = 'opened' group by finding_id having count(*) > 1`)).toEqual([]);
    // Every round after the first, and the one that was taken over, saw the same estate: nothing was recorded twice.
    const [noted] = await postgres.query('select sum(added)::int as added, sum(changed)::int as changed, sum(gone)::int as gone, (select count(*)::int from resource) as resources from run_target');
    expect(noted).toEqual({ added: noted?.['resources'], changed: 0, gone: 0, resources: noted?.['resources'] });
  });

  it('shows each alert once', async () => {
    const runs = await postgres.query<{ id: string }>('select id from run where schedule_id = $1', [schedule.id]);
    await waitFor('every message', async () => ((await postgres.query(`select 1 from delivery where state in ('pending', 'sending')`)).length === 0 ? true : undefined), { timeoutMs: 60_000 });
    const deliveries = await postgres.query<{ run_id: string; state: string; attempts: number }>(`select run_id, state, attempts from delivery where channel = 'slack'`);
    expect(deliveries.map(({ run_id: id }) => id).sort()).toEqual(runs.map(({ id }) => id).sort());
    expect(deliveries.every(({ state }) => state === 'delivered')).toBe(true);
    await sleep(1500);
    expect(slack.messages).toHaveLength(runs.length);
  });
});
