import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { makeTestFolder } from '../open-test-store.ts';
import { invite, type Person, startWithAccount } from './access-world.ts';
import type { StartedApp } from './start-app.ts';

let app: StartedApp;
let technical: Person;
let ada: Person;
let ben: Person;
let corporate: Person;
let root: string;

beforeAll(async () => {
  root = fs.realpathSync(makeTestFolder('owned'));
  for (const name of ['ada', 'ben']) {
    fs.mkdirSync(path.join(root, name));
    fs.writeFileSync(path.join(root, name, 'notes.txt'), 'as it was');
  }
  const started = await startWithAccount({ environment: { INTEGRITY_ROOTS: root } });
  app = started.app;
  technical = await invite(app, started.admin, 'technical');
  corporate = await invite(app, started.admin, 'corporate');
  ada = await invite(app, started.admin, 'personal', 'ada@example.com');
  ben = await invite(app, started.admin, 'personal', 'ben@example.com');
  await ada.call(contract.verifyAnswer, 'POST', '/api/audit/verify-path', { path: path.join(root, 'ada') });
  await ben.call(contract.verifyAnswer, 'POST', '/api/audit/verify-path', { path: path.join(root, 'ben') });
  for (const name of ['ada', 'ben']) fs.writeFileSync(path.join(root, name, 'notes.txt'), 'changed');
  const { run_id } = await technical.call(contract.schedulerRun, 'POST', '/api/audit/scheduler/run-now');
  for (let status = 'running'; status === 'running' || status === 'queued'; ) status = (await technical.call(contract.runDetail, 'GET', `/api/v1/runs/${run_id}`)).status;
});
afterAll(() => app[Symbol.asyncDispose]());

const pathsOf = async (person: Person): Promise<string[]> => (await person.call(contract.auditFilesPage, 'GET', '/api/audit/files?status=tampered')).files.map((file) => path.relative(root, file.path)).sort();
const findingsOf = async (person: Person): Promise<string[]> => (await person.call(contract.findingPage, 'GET', '/api/v1/findings?rule_id=fim-content-changed')).items.map(({ resource }) => path.relative(root, resource.name)).sort();

it('who is Personal sees their own files, findings and history; Corporate sees all', async () => {
  expect(await pathsOf(ada)).toEqual(['ada/notes.txt']);
  expect(await findingsOf(ada)).toEqual(['ada/notes.txt']);
  expect(await pathsOf(corporate)).toEqual(['ada/notes.txt', 'ben/notes.txt']);
  expect(await findingsOf(corporate)).toEqual(['ada/notes.txt', 'ben/notes.txt']);
  const { history } = await ada.call(contract.historyPage, 'GET', '/api/audit/history');
  expect(history.length).toBeGreaterThan(0);
  expect(history.filter((row) => row.path?.includes('/ben') === true)).toEqual([]);
  const { roots } = await ben.call(contract.watchedRoots, 'GET', '/api/v1/files/roots');
  expect(roots.map((each) => path.relative(root, each.path))).toEqual(['ben']);
});

it('who registers what another has registered gets a baseline of their own', async () => {
  const { files } = await ben.call(contract.verifyAnswer, 'POST', '/api/audit/verify-path', { path: path.join(root, 'ada') });
  expect(files.map((file) => file.status)).toEqual(['registered']);
  expect((await pathsOf(ben)).filter((name) => name.startsWith('ada'))).toEqual([]);
});

it('nobody touches the files of another by their ids', async () => {
  const [mine] = (await ada.call(contract.auditFilesPage, 'GET', '/api/audit/files?status=tampered')).files;
  const [finding] = (await ada.call(contract.findingPage, 'GET', '/api/v1/findings?rule_id=fim-content-changed')).items;
  for (const [method, address, body] of [
    ['GET', `/api/v1/files/${mine?.id}`, undefined],
    ['POST', `/api/audit/files/${mine?.id}/accept`, { note: 'not mine' }],
    ['DELETE', `/api/audit/files/${mine?.id}`, undefined],
    ['DELETE', `/api/v1/files/roots/${mine?.root_id}`, undefined],
    ['GET', `/api/v1/findings/${finding?.id}`, undefined],
  ] as const) expect((await ben.request(method, address, { body })).status, `${method} ${address}`).toBe(404);
  const bulk = await ben.call(contract.acceptAnswer, 'POST', '/api/v1/files/accept', { ids: [mine?.id], note: 'not mine' });
  expect(bulk.accepted).toBe(0);
  expect(await pathsOf(ada)).toEqual(['ada/notes.txt']);
  expect((await ada.request('GET', `/api/v1/findings/${finding?.id}`)).status).toBe(200);
});

it('who is Corporate reads all and answers for nothing that others registered', async () => {
  const [theirs] = (await corporate.call(contract.auditFilesPage, 'GET', '/api/audit/files?status=tampered')).files;
  expect(theirs?.may_answer).toBe(false);
  for (const [method, address, body] of [['POST', `/api/audit/files/${theirs?.id}/accept`, { note: 'fine' }], ['DELETE', `/api/audit/files/${theirs?.id}`, undefined], ['DELETE', `/api/v1/files/roots/${theirs?.root_id}`, undefined]] as const) {
    const answer = await corporate.request(method, address, { body });
    expect([answer.status, answer.json<{ detail: string }>().detail]).toEqual([403, 'This needs the role Technical or Administrator; you are Corporate. Whoever registered it may too.']);
  }
  expect((await corporate.call(contract.acceptAnswer, 'POST', '/api/v1/files/accept', { ids: [theirs?.id], note: 'fine' })).accepted).toBe(0);
});

it('control of the scheduler says which role may', async () => {
  const answer = await corporate.request('POST', '/api/audit/scheduler/start');
  expect(answer.status).toBe(403);
  expect(answer.json<{ detail: string }>().detail).toBe('This needs the role Technical or Administrator; you are Corporate.');
  expect((await ada.request('GET', '/api/audit/scheduler/status')).status).toBe(200);
});

it('an acceptance is kept with who made it', async () => {
  const [mine] = (await ada.call(contract.auditFilesPage, 'GET', '/api/audit/files?status=tampered')).files;
  expect((await ada.request('POST', `/api/audit/files/${mine?.id}/accept`, { body: { note: 'my own edit' } })).status).toBe(200);
  const { history } = await corporate.call(contract.historyPage, 'GET', `/api/audit/history?file_id=${mine?.id}`);
  expect(history[0]).toMatchObject({ actor: `user:${ada.id}`, note: 'my own edit' });
});
