import { typeTitles } from './type-titles.generated.ts';

// Names for what the API calls by id. Where the API sends a label, that label is used instead.

/** `EC2 instance`; of a type that has no unit what its id says: `microsoft.batch batch accounts`. */
export function typeName(type: string): string {
  const [, service = '', kind = type] = type.split(':');
  return typeTitles[type] ?? `${service} ${kind.replaceAll('-', ' ')}`.trim();
}

export const severities = ['critical', 'high', 'medium', 'low', 'informational'] as const;
export type Severity = (typeof severities)[number];

const statuses: Record<string, string> = {
  open: 'Open',
  in_progress: 'In progress',
  suppressed: 'Suppressed',
  resolved: 'Resolved',
  queued: 'Queued',
  running: 'Running',
  completed: 'Complete',
  complete: 'Complete',
  partial: 'Partial',
  failed: 'Failed',
  cancelled: 'Cancelled',
  deferred: 'Left for the next job',
  pending: 'Waiting',
  sending: 'Sending',
  delivered: 'Delivered',
  denied: 'Denied',
  unavailable: 'Unavailable',
  not_applicable: 'Not applicable',
  not_configured: 'Not configured',
  connected: 'Connected',
  no_credentials: 'No credentials',
  rejected: 'Rejected',
  not_checked: 'Not checked yet',
  disabled: 'Off',
  run: 'Ran',
  buffered: 'Waits its turn',
  skipped_overlap: 'Skipped: one was running',
  skipped_catch_up: 'Skipped: too late to catch up',
  skipped_paused: 'Skipped: paused',
  skipped_ended: 'Skipped: ended',
};
export const statusName = (status: string): string => statuses[status] ?? sentence(status);

export type Tone = 'good' | 'attention' | 'bad' | 'quiet' | 'busy';
const tones: Record<string, Tone> = {
  completed: 'good', complete: 'good', delivered: 'good', connected: 'good', resolved: 'good',
  partial: 'attention', denied: 'attention', not_configured: 'attention', no_credentials: 'attention', suppressed: 'quiet',
  failed: 'bad', rejected: 'bad', unavailable: 'bad', open: 'attention',
  running: 'busy', sending: 'busy', in_progress: 'busy',
};
export const toneOf = (status: string): Tone => tones[status] ?? 'quiet';

/** `read_at` → `Read at` */
export function sentence(id: string): string {
  const text = id.replaceAll(/[_-]/g, ' ').replace(/ gib$/, ' (GiB)').replace(/ bytes$/, ' (bytes)').replaceAll(/\b(id|ids|ip|ips|ipv4|ipv6|arn|iops|vpc|mfa|kms|url|acl|cidr|dhcp|dns|ebs|imds|tls|ssl|http|https|cpu|sha256)\b/g, (word) => (word === 'ids' || word === 'ips' ? `${word.slice(0, 2).toUpperCase()}s` : word.startsWith('ipv') ? `IPv${word.slice(3)}` : word.toUpperCase()));
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const channelNames: Record<string, string> = { slack: 'Slack', email: 'Email', webhook: 'Webhook' };
export const deliveryKinds: Record<string, string> = { 'scan-summary': 'Scan summary', 'schedule-late': 'Late scan', 'files-changed': 'Changed files', 'check-late': 'Late check', test: 'Test' };

/** `a`, `a and b`, `a, b and c` */
export function listed(words: string[]): string {
  if (words.length <= 1) return words[0] ?? '';
  return `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
