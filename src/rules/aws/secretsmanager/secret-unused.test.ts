import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsSecretsmanagerSecret } from '../../../providers/aws/secretsmanager/secret.ts';
import { awsSecretUnused } from './secret-unused.ts';

const prices = awsPrices({ 'secrets.secret': 0.4 });
const secret = (attributes: Parameters<typeof anAws<typeof awsSecretsmanagerSecret.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) => anAws(awsSecretsmanagerSecret, { last_accessed_on: dayAgo(200), ...attributes }, resource);
const dayAgo = (days: number): string => isoDaysAgo(days).slice(0, 10);
const replica = { uid: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:one', type: 'aws:secretsmanager:secret' };

describe('a secret', () => {
  it.each([
    // One secret at $0.4
    ['that nobody read for long', secret(), {}, 'fail $0.4'],
    ['that nobody ever read', secret({ last_accessed_on: null }), {}, 'fail $0.4'],
    ['that is replicated no more', secret({ primary_region: 'us-east-1' }), {}, 'fail $0.4'],
    ['where prices are not known', secret({}, { region: 'nowhere' }), {}, 'fail'],
    ['read lately', secret({ last_accessed_on: dayAgo(3) }), {}, 'pass'],
    ['read on the day that may be within the window', secret({ last_accessed_on: dayAgo(90) }), {}, 'pass'],
    ['read a day before the window', secret({ last_accessed_on: dayAgo(91) }), {}, 'fail $0.4'],
    ['never read, made last month', secret({ last_accessed_on: null }, { createdAt: daysAgo(30) }), { firstSeen: daysAgo(30) }, 'pass'],
    ['never read, of no known age', secret({ last_accessed_on: null }, { createdAt: undefined }), {}, 'unknown'],
    ['with a replica, which may be read', secret({ primary_region: 'us-east-1' }), { user: replica }, 'unknown'],
    ['that is a replica', secret({ primary_region: 'eu-west-1', is_replica: true }), {}, 'not_applicable'],
    ['that a service manages', secret({ owning_service: 'rds' }), {}, 'not_applicable'],
    ['that is to be deleted', secret({ deleted_at: isoDaysAgo(2) }), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsSecretUnused, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('says since when, and can be had back', () => {
    const [never, last] = [judge(awsSecretUnused, secret({ last_accessed_on: null })), judge(awsSecretUnused, secret())];
    expect([never, last]).toMatchObject([{ summary: `Never retrieved since it was made on ${dayAgo(500)}.` }, { summary: `Last retrieved on ${dayAgo(200)}.` }]);
    expect(awsSecretUnused.remediation(secret())).toMatchObject([{ command: expect.stringContaining('--recovery-window-in-days 30') as string, undo: expect.stringContaining('restore-secret') as string }]);
  });
});
