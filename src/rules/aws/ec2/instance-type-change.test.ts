import { describe, expect, it } from 'vitest';
import { anInstance, daysAgo, judge, shippedPrices, verdict } from '../../../../test/judge.ts';
import { priceBook } from '../../../prices/price-book.ts';
import { awsEc2GravitonCandidate } from './ec2-graviton-candidate.ts';
import { awsEc2OldGeneration } from './ec2-old-generation.ts';

describe('an old generation', () => {
  const m4 = (parts: Parameters<typeof anInstance>[0] = {}) => anInstance({ instance_type: 'm4.large', ...parts });
  it.each([
    // 730 h × (0.100 − 0.096)
    ['where the next one costs less', m4(), {}, 'fail $2.92'],
    ['where only prices of the next one are missing', anInstance({ instance_type: 'm4.16xlarge' }), {}, 'unknown'],
    ['in a region without prices', m4({ $: { region: 'nowhere' } }), {}, 'unknown'],
    ['that is stopped and costs nothing by the hour', m4({ state: 'stopped' }), {}, 'not_applicable'],
    ['as a spot instance', m4({ lifecycle: 'spot' }), {}, 'not_applicable'],
    ['with a licence in its price', m4({ platform: 'Windows' }), {}, 'not_applicable'],
    ['whose platform AWS does not say', m4({ platform: null }), {}, 'fail $2.92'],
    ['that was made yesterday', m4({ $: { createdAt: daysAgo(1) } }), {}, 'pass'],
    ['that is none', anInstance({ instance_type: 'm5.large' }), {}, 'not_applicable'],
    ['of a type that AWS does not say', anInstance({ instance_type: 'unknown' }), {}, 'not_applicable'],
    ['where the next one costs as much', m4(), { prices: { unit: () => ({ usd: 0.1, source: 'aws-price-list' as const, date: '2026-11-01' }) } }, 'pass'],
  ])('%s: %s', (_what, instance, circumstances, expected) => {
    expect(verdict(awsEc2OldGeneration, instance, circumstances)).toBe(expected);
  });

  it.each(['t2.micro', 't2.large', 'm3.large', 'm4.2xlarge', 'c3.large', 'c4.xlarge', 'r3.large', 'r4.2xlarge'])('finds %s by the shipped prices', (type) => {
    expect(judge(awsEc2OldGeneration, anInstance({ instance_type: type }), { prices: priceBook([]) })).toMatchObject({ outcome: 'fail', saving: { bound: 'estimate', source: 'shipped-table' } });
  });

  it('shows both prices and says that commitments may pay less', () => {
    expect(judge(awsEc2OldGeneration, m4())).toMatchObject({
      summary: 'm4.large where m5.large costs less.', evidence: { instance_type: 'm4.large', newer_type: 'm5.large', usd_per_hour: 0.1, newer_usd_per_hour: 0.096 },
      saving: { formula: '730 h × ($0.1 (m4.large) − $0.096 (m5.large))', bound: 'upper', confidence: 'medium' },
    });
    expect(judge(awsEc2OldGeneration, m4(), { prices: shippedPrices })).toMatchObject({ saving: { bound: 'estimate' } });
  });

  it('changes the type while the instance is stopped', () => {
    expect(awsEc2OldGeneration.remediation(m4()).map(({ permission }) => permission)).toEqual(['ec2:StopInstances', 'ec2:ModifyInstanceAttribute', 'ec2:StartInstances']);
  });
});

describe('a candidate for arm64', () => {
  it.each([
    // 730 h × (0.096 − 0.077) = 13.87
    ['that costs less there', anInstance(), 'fail $13.87'],
    ['that costs more there', anInstance({ instance_type: 't3.micro' }), 'pass'],
    ['that runs on arm64 already', anInstance({ instance_type: 'm6g.large', architecture: 'arm64' }), 'not_applicable'],
    ['whose processor AWS does not say', anInstance({ architecture: null }), 'not_applicable'],
    ['that runs Windows', anInstance({ platform: 'Windows' }), 'not_applicable'],
    ['of a family without a twin', anInstance({ instance_type: 'g4dn.xlarge' }), 'not_applicable'],
    ['whose twin has no price', anInstance({ instance_type: 'm5.24xlarge' }), 'unknown'],
  ])('%s: %s', (_what, instance, expected) => {
    expect(verdict(awsEc2GravitonCandidate, instance)).toBe(expected);
  });

  it('is asked about only where a person switched it on, and with little confidence', () => {
    expect(awsEc2GravitonCandidate.isOnByDefault).toBe(false);
    expect(judge(awsEc2GravitonCandidate, anInstance())).toMatchObject({ saving: { confidence: 'low' } });
  });
});
