import { aBucket, aKey, anAddress, anEstate, anInstance, aRole, attachedTo, aUser, aVolume } from '../../demo/aws/make.ts';
import type { Estate } from '../../demo/aws/estate.ts';
import type { SimulatedAws } from '../../demo/aws/server.ts';
import * as contract from '../../src/api/contract/index.ts';
import { type MailServer, type Receiver, startMailServer, startReceiver } from './receivers.ts';
import { type StartedApp, startApp, startAws, waitFor } from './start-app.ts';

export const account = '123456789012';
export const yesterday = new Date(Date.now() - 86_400_000).toISOString();

/** Eleven unused resources: 2 instances, 3 volumes, 2 buckets, 1 user, 1 role, 2 keys; and a free address besides. */
export const elevenUnused = (): Estate =>
  anEstate({
    regions: {
      'us-east-1': {
        instances: [anInstance({ id: 'i-0001', state: 'stopped', stateTransitionReason: 'User initiated (2026-01-10 08:00:00 GMT)', tags: { Name: '<!channel> web' } }), anInstance({ id: 'i-0002' })],
        volumes: [aVolume({ id: 'vol-0001', sizeGib: 100 }), aVolume({ id: 'vol-0002', sizeGib: 50 }), aVolume({ id: 'vol-0003', attachments: attachedTo('i-0002') })],
        addresses: [anAddress({ allocationId: 'eipalloc-0001' })],
      },
      'eu-west-1': { instances: [anInstance({ id: 'i-0003', state: 'stopped' })], volumes: [aVolume({ id: 'vol-0004', sizeGib: 10 })] },
    },
    buckets: [aBucket({ name: 'empty-one' }), aBucket({ name: 'empty-two', region: 'eu-west-1' }), aBucket({ name: 'full', objects: 3 })],
    users: [
      aUser({ name: 'former', keys: [aKey({ id: 'AKIAFORMER0000000001' })] }),
      aUser({ name: 'present', hasPassword: true, passwordLastUsedAt: yesterday, keys: [aKey({ id: 'AKIAPRESENT000000001', isActive: false })] }),
    ],
    roles: [aRole({ name: 'forgotten' }), aRole({ name: 'busy', lastUsedAt: yesterday })],
  });

export const secret = `whsec_${Buffer.from('a key of the receiver, long enough').toString('base64')}`;
export const webhookPath = '/in?token=webhook-url-secret';
export const slackPath = '/services/T000/B000/slack-url-secret';
export const channelSettings = ({ slack, mail, webhook }: Pick<World, 'slack' | 'mail' | 'webhook'>): Record<string, string> => ({
  SLACK_WEBHOOK_URL: slack.url + slackPath,
  SMTP_SERVER: '127.0.0.1',
  SMTP_PORT: String(mail.port),
  NOTIFICATION_EMAIL_RECIPIENTS: 'ops@example.com, audit@example.com',
  SENDER_EMAIL: 'roundsman@example.com',
  WEBHOOK_URL: webhook.url + webhookPath,
  WEBHOOK_SECRET: secret,
});

/** A simulated cloud, the receivers of all channels, and the product between them. */
export interface World {
  aws: SimulatedAws;
  slack: Receiver;
  mail: MailServer;
  webhook: Receiver;
  app: StartedApp;
}

export async function begin(options: { estate?: Estate; environment?: Record<string, string> } = {}): Promise<World> {
  const [aws, slack, mail, webhook] = await Promise.all([startAws({ estate: options.estate ?? elevenUnused() }), startReceiver(), startMailServer(), startReceiver()]);
  const app = await startApp({ aws, environment: { ...channelSettings({ slack, mail, webhook }), ...options.environment } });
  return { aws, slack, mail, webhook, app };
}

export async function end({ aws, slack, mail, webhook, app }: World): Promise<void> {
  await app[Symbol.asyncDispose]();
  await Promise.all([aws.close(), slack[Symbol.asyncDispose](), mail[Symbol.asyncDispose](), webhook[Symbol.asyncDispose]()]);
}

export const findingsOf = async (app: StartedApp, query: string) => (await app.call(contract.findingPage, 'GET', `/api/v1/findings?limit=500&${query}`)).items;
export const deliveriesOf = async (app: StartedApp, runId: string) => (await app.call(contract.deliveryPage, 'GET', `/api/v1/deliveries?run_id=${runId}`)).items;
export const textsOf = (slack: Receiver): string[] => slack.received.map(({ body }) => (JSON.parse(body) as { text: string }).text);

/** The Slack text of a run, once it has arrived. */
export async function textOf({ app, slack }: World, runId: string): Promise<string> {
  const { id } = await waitFor('the message of the run', async () => (await deliveriesOf(app, runId)).find(({ channel, state }) => channel === 'slack' && state === 'delivered'));
  const { message } = await app.call(contract.deliveryDetail, 'GET', `/api/v1/deliveries/${id}`);
  const text = message?.channel === 'slack' ? message.text : '';
  if (!textsOf(slack).includes(text)) throw new Error('Slack did not get the message that is noted as delivered');
  return text;
}

/** The numbers behind the lines of the fixed part, added up. */
export function sumOfLines(text: string): number {
  const fixed = text.split('\n\n').filter((part) => /^(EC2 Instances|EBS Volumes|S3 Buckets)/.test(part)).join('\n');
  return [...fixed.matchAll(/: (\d+)/g)].reduce((sum, [, number]) => sum + Number(number), 0);
}
export const totalOf = (text: string): number => Number(/Found (\d+) unused/.exec(text)?.[1] ?? 0);
