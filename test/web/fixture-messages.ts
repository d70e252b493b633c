import type * as c from '../../src/api/contract/index.ts';
import { ago, uuid } from './fixture-estate.ts';
import { runs } from './fixture-runs.ts';

const text = '🚨 Found 116 unused AWS resources across multiple regions!\n\nEC2 Instances:\n• us-east-1: 14\n• eu-west-1: 8\n\nEBS Volumes:\n• us-east-1: 19\n• eu-west-1: 9\n\nS3 Buckets: 12\nIAM Users: 9\nIAM Roles: 14\nAccess Keys: 11 (6 High Risk)';
const blocks = [
  { type: 'header', text: { type: 'plain_text', text: '🚨 116 unused AWS resources', emoji: true } },
  { type: 'section', text: { type: 'mrkdwn', text: '*About $2,480 a month* could be saved. <https://example.com/app/findings|13 findings> are new since the last message; `eu-central-1` was _not read in full_.' } },
  { type: 'section', fields: [{ type: 'mrkdwn', text: '*EC2 Instances*\n34' }, { type: 'mrkdwn', text: '*EBS Volumes*\n41' }, { type: 'mrkdwn', text: '*S3 Buckets*\n12' }, { type: 'mrkdwn', text: '*Access Keys*\n11 (6 High Risk)' }] },
  { type: 'divider' },
  { type: 'section', text: { type: 'mrkdwn', text: '*Largest savings*\n• `vol-0a31` in us-east-1: $94.20\n• `i-0c42` in eu-west-1: $58.10\n• ~old-build-agent~ resolved' } },
  { type: 'actions', elements: [{ type: 'button', text: { type: 'plain_text', text: 'Open the findings' }, url: 'http://localhost:8084/app/findings', style: 'primary' }, { type: 'button', text: { type: 'plain_text', text: 'See the run' }, url: 'http://localhost:8084/app/runs' }] },
  { type: 'context', elements: [{ type: 'mrkdwn', text: 'Roundsman · simulated estate · 2 accounts, 8 regions' }] },
];
const html = '<html><body style="font-family:Arial;margin:24px;color:#1b2536"><h1 style="font-size:20px">116 unused AWS resources</h1><p>About <b>$2,480 a month</b> could be saved.</p><table cellpadding="6" style="border-collapse:collapse"><tr><th align="left">Type</th><th align="right">Count</th></tr><tr><td>EC2 Instances</td><td align="right">34</td></tr><tr><td>EBS Volumes</td><td align="right">41</td></tr></table><script>document.body.textContent="script ran"</script></body></html>';

function delivery(id: string, channel: c.Delivery['channel'], state: c.Delivery['state'], minutes: number, change: Partial<c.Delivery> = {}): c.Delivery {
  return { id: uuid(id), channel, kind: 'scan-summary', run_id: runs[0]?.id ?? null, subject: 'Found 116 unused AWS resources', state, attempts: 1, created_at: ago(minutes), delivered_at: state === 'delivered' ? ago(minutes - 0.1) : null, next_attempt_at: null, last_error: null, ...change };
}
export const deliveries: c.Delivery[] = [
  delivery('d1', 'slack', 'delivered', 4),
  delivery('d2', 'email', 'delivered', 4),
  delivery('d3', 'webhook', 'failed', 4, { attempts: 5, last_error: 'https://hooks.example.com answered 503 five times. Check that it is up, then retry.' }),
  delivery('d4', 'slack', 'pending', 1, { attempts: 2, next_attempt_at: new Date(Date.now() + 50_000).toISOString(), last_error: 'Slack asked to wait (429).' }),
  delivery('d5', 'email', 'delivered', 60 * 25, { kind: 'test', run_id: null, subject: 'Test message from Roundsman' }),
  ...Array.from({ length: 12 }, (_, index) => delivery(`dd${index}`, index % 2 === 0 ? 'slack' : 'email', 'delivered', 1440 * (index + 1), { run_id: runs[index + 1]?.id ?? null })),
];
export function messageOf(each: c.Delivery): c.DeliveryDetail['message'] {
  if (each.channel === 'slack') return { channel: 'slack', text, blocks };
  if (each.channel === 'email') return { channel: 'email', subject: each.subject, html, text, to: ['ops@example.com', 'finops@example.com'] };
  return { channel: 'webhook', body: { type: 'scan.finished', run_id: each.run_id, unused_total: 116, monthly_saving: 2480, regions: ['us-east-1', 'eu-west-1'] } };
}

const field = (name: string, title: string, help: string, kind: 'text' | 'secret' | 'number' | 'list', value: string | number | string[] | null, setting: string, locked: string | null = null, required = false) => ({ name, title, help, kind, required, value, locked, setting });
export const channels: c.Channel[] = [
  { id: 'slack', title: 'Slack', configured: true, missing: [], last_delivery: deliveries[0] ?? null, fields: [field('webhook_url', 'Incoming webhook', 'The address Slack gave you for one channel', 'secret', '***', 'SLACK_WEBHOOK_URL', 'Set by the environment variable SLACK_WEBHOOK_URL', true)] },
  { id: 'email', title: 'Email', configured: true, missing: [], last_delivery: deliveries[1] ?? null, fields: [
    field('recipients', 'Recipients', 'Who gets the mail', 'list', ['ops@example.com', 'finops@example.com'], 'NOTIFICATION_EMAIL_RECIPIENTS', null, true), field('server', 'Mail server', 'Host name', 'text', 'smtp.example.com', 'SMTP_SERVER', null, true), field('port', 'Port', '587 for STARTTLS, 465 for TLS', 'number', 587, 'SMTP_PORT'), field('username', 'User name', 'Leave empty where the server needs none', 'text', null, 'SMTP_USERNAME'), field('password', 'Password', 'Kept encrypted', 'secret', '***', 'SMTP_PASSWORD'), field('sender', 'Sender', 'The address mails come from', 'text', 'roundsman@example.com', 'SENDER_EMAIL'),
  ] },
  { id: 'webhook', title: 'Webhook', configured: false, missing: ['WEBHOOK_URL'], last_delivery: null, fields: [field('url', 'Address', 'Gets a signed POST for every message', 'text', null, 'WEBHOOK_URL', null, true), field('secret', 'Signing secret', 'Signs each request', 'secret', null, 'WEBHOOK_SECRET')] },
];
