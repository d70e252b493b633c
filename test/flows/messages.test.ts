import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from '../../src/api/contract/index.ts';
import { type StartedApp, startApp, waitFor } from './start-app.ts';
import { begin, channelSettings, deliveriesOf, end, textsOf, totalOf, type World } from './world.ts';

describe('messages that do not get through at once', () => {
  let world: World;
  let run: contract.RunDetail;
  beforeAll(async () => {
    world = await begin();
    world.slack.answers.push({ status: 429, headers: { 'retry-after': '2' }, body: 'slow down slack-url-secret' }, { status: 500 });
    world.mail.refusal = { code: 550, message: 'no such user' };
    run = await world.app.scan();
  });
  afterAll(() => end(world));
  const one = async (channel: string) => (await deliveriesOf(world.app, run.id)).find((row) => row.channel === channel);

  /** A person asks again, unless it is under way at that moment by itself. */
  const pushed = (id: string) =>
    waitFor('the delivery', async () => {
      const { status } = await world.app.request('POST', `/api/v1/deliveries/${id}/retry`);
      const { state } = await world.app.call(contract.deliveryDetail, 'GET', `/api/v1/deliveries/${id}`);
      return state === 'delivered' ? status : undefined;
    });

  it('wait as long as Slack asks, are tried again, and arrive once', async () => {
    const { app, slack } = world;
    const waiting = await waitFor('the first refusal', async () => {
      const row = await one('slack');
      return row?.attempts === 1 && row.state === 'pending' ? row : undefined;
    });
    expect(waiting.last_error).toMatch(/answered 429: slow down \*\*\*/);
    await waitFor('the second attempt', () => slack.received[1]);
    expect((slack.received[1]?.atMs ?? 0) - (slack.received[0]?.atMs ?? 0)).toBeGreaterThan(1990);
    await waitFor('its note', async () => ((await one('slack'))?.last_error?.includes('500') === true ? true : undefined));
    await pushed(waiting.id);
    expect(await one('slack')).toMatchObject({ attempts: 3, last_error: null, delivered_at: expect.any(String) });
    expect(slack.received).toHaveLength(3);
    expect(totalOf(textsOf(slack)[2] ?? '')).toBe(11);
    expect((await app.request('POST', `/api/v1/deliveries/${waiting.id}/retry`)).status).toBe(400);
  });

  it('are kept and shown while the mail server refuses them, and go out when it does not', async () => {
    const { app, mail } = world;
    const waiting = await waitFor('the refusal', async () => {
      const row = await one('email');
      return row?.last_error?.includes('no such user') === true && row.state === 'pending' ? row : undefined;
    });
    expect(waiting).toMatchObject({ state: 'pending', next_attempt_at: expect.any(String) });
    expect(mail.mails).toEqual([]);
    mail.refusal = undefined;
    await pushed(waiting.id);
    const answer = await app.call(contract.deliveryDetail, 'GET', `/api/v1/deliveries/${waiting.id}`);
    expect(answer).toMatchObject({ state: 'delivered', last_error: null, message: { channel: 'email', to: ['ops@example.com', 'audit@example.com'] } });
    expect(mail.mails).toHaveLength(1);
  });

  it('wait for the next start when the service stops', async () => {
    const { app, aws, slack } = world;
    slack.answers.push({ status: 503 });
    const next = await app.scan();
    const state = async (from: StartedApp) => (await deliveriesOf(from, next.id)).find(({ channel }) => channel === 'slack');
    await waitFor('the refusal', async () => ((await state(app))?.last_error?.includes('503') === true ? true : undefined));
    await app.stop();
    const before = slack.received.length;
    await using again = await startApp({ aws, dataDir: app.dataDir, environment: channelSettings(world) });
    await waitFor('the delivery', async () => ((await state(again))?.state === 'delivered' ? true : undefined));
    expect(slack.received).toHaveLength(before + 1);
  });
});

describe('sending the summary by hand', () => {
  const send = (app: StartedApp, body: unknown) => app.request('POST', '/api/notifications/send-alert', { body });

  it('scans first where there is nothing to tell, then sends to the channels that are asked for', async () => {
    const world = await begin();
    const { app, slack, mail, webhook } = world;
    try {
      const first = await send(app, { channel: null });
      expect(first.status).toBe(200);
      const { task_id } = first.json<{ task_id: string }>();
      expect(first.json()).toEqual({ message: expect.stringContaining('a scan has been started'), task_id, slack_sent: false, email_sent: false });
      expect((await send(app, { channel: 'slack' })).json()).toMatchObject({ task_id, slack_sent: false });
      await app.ended(task_id);
      await waitFor('the message of the scan', () => slack.received[0] && mail.mails[0]);

      expect((await send(app, { channel: 'slack', message: 'Please look <!here>\nat this.' })).json()).toEqual({ message: 'Sent to slack.', task_id, slack_sent: true, email_sent: false });
      expect(textsOf(slack).at(-1)).toMatch(/^Please look &lt;!here&gt;\nat this\.\n\n🚨 Found 11/);
      expect((await send(app, { channel: 'email' })).json()).toEqual({ message: 'Sent to email.', task_id, slack_sent: false, email_sent: true });
      expect((await send(app, { channel: null })).json()).toEqual({ message: 'Sent to slack and email and webhook.', task_id, slack_sent: true, email_sent: true });
      expect([slack.received.length, mail.mails.length, webhook.received.length]).toEqual([3, 3, 2]);

      for (const [body, field] of [[{ channel: 'fax' }, 'channel'], [{}, 'channel'], [{ channel: 'slack', message: 'x'.repeat(2001) }, 'message'], [{ channel: 'slack', note: 'x' }, 'note']] as const) {
        const answer = await send(app, body);
        expect(answer.status).toBe(422);
        expect(contract.problem.parse(answer.json()).errors[0]?.field).toBe(field);
      }

      slack.answers.push(...Array.from({ length: 20 }, () => ({ status: 500 })));
      const began = performance.now();
      const queued = await send(app, { channel: null });
      expect(queued.json()).toMatchObject({ message: expect.stringMatching(/^Queued for slack;.*127\.0\.0\.1:\d+ answered 500/), slack_sent: false, email_sent: true });
      expect(performance.now() - began).toBeLessThan(11_500);
      expect(queued.text).not.toContain('slack-url-secret');
      expect((await app.call(contract.notificationConfig.strict(), 'GET', '/api/notifications/config'))).toEqual({ slack_configured: true, email_configured: true, email_recipients: ['ops@example.com', 'audit@example.com'] });
    } finally {
      await end(world);
    }
  }, 40_000);

  it('names the setting that is missing', async () => {
    await using app = await startApp();
    for (const [channel, setting] of [['slack', 'SLACK_WEBHOOK_URL'], ['email', 'SMTP_SERVER'], ['email', 'NOTIFICATION_EMAIL_RECIPIENTS'], ['webhook', 'WEBHOOK_URL'], [null, 'SLACK_WEBHOOK_URL']] as const) {
      const answer = await send(app, { channel });
      expect(answer.status).toBe(400);
      expect(contract.problem.parse(answer.json()).detail).toContain(setting);
    }
    expect((await app.call(contract.runPage, 'GET', '/api/v1/runs')).total).toBe(0);
  });
});
