import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsRoute53HostedZone } from '../../../providers/aws/route53/hosted-zone.ts';
import { awsRoute53ZoneEmpty } from './route53-zone-empty.ts';

const prices = awsPrices({ 'route53.zone': 0.5, 'route53.zone.further': 0.1 });
const zone = (attributes: Parameters<typeof anAws<typeof awsRoute53HostedZone.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) => anAws(awsRoute53HostedZone, { record_set_count: 2, ...attributes }, { createdAt: undefined, ...resource });
const zones = (count: number) => Array.from({ length: count }, () => zone({ record_set_count: 9 }));

describe('a hosted zone', () => {
  it.each([
    // One of the first 25 at $0.5
    ['without records', zone(), { scope: zones(25) }, 'fail $0.5'],
    // Of 26 one less saves the last, at $0.1
    ['without records, of an account with many', zone(), { scope: zones(26) }, 'fail $0.1'],
    ['that is private and without records', zone({ is_private: true }), {}, 'fail $0.5'],
    ['in China, whose price is another', zone({}, { uid: 'arn:aws-cn:route53:::hostedzone/Z1' }), {}, 'fail'],
    ['whose price is not known', zone(), { prices: awsPrices({}) }, 'fail'],
    ['with a record', zone({ record_set_count: 3 }), {}, 'pass'],
    ['without records, first seen this month', zone(), { firstSeen: daysAgo(20) }, 'pass'],
    ['of no known number of records', zone({ record_set_count: null }), {}, 'unknown'],
    ['that a service manages', zone({ managed_by: 'servicediscovery.amazonaws.com' }), {}, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsRoute53ZoneEmpty, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('says since when it is known, what a private one may be for, and what does not come back', () => {
    expect(judge(awsRoute53ZoneEmpty, zone(), { prices, firstSeen: daysAgo(40) })).toMatchObject({ summary: 'It holds nothing but its own NS and SOA, and has been known here for 40 days.' });
    expect(judge(awsRoute53ZoneEmpty, zone({ is_private: true }), { prices })).toMatchObject({ summary: expect.stringContaining('may be meant to hide') as string });
    const undo = (isPrivate: boolean) => awsRoute53ZoneEmpty.remediation(zone({ is_private: isPrivate })).map((step) => step.undo);
    expect([undo(false), undo(true)]).toEqual([[expect.stringContaining('other name servers')], [expect.stringContaining('--vpc VPCRegion=REGION')]]);
  });
});
