import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsOpensearchDomain } from '../../../providers/aws/opensearch/domain.ts';
import { awsOpensearchIdle } from './opensearch-idle.ts';

const prices = awsPrices({ 'opensearch.t3.small': 0.04, 'opensearch.m6g.large': 0.13, 'opensearch.storage.gp3': 0.12 });
const data = { role: 'data', instance_type: 't3.small.search', count: 2 };
const domain = (attributes: Parameters<typeof anAws<typeof awsOpensearchDomain.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsOpensearchDomain, { status: 'Active', nodes: [data], volume_type: 'gp3', volume_gib: 50, ...attributes }, { createdAt: undefined, ...resource });
const quiet = { SearchRate: {}, IndexingRate: {} };

describe('an OpenSearch domain', () => {
  it.each([
    // 2 × 730 × $0.04 + 2 × 50 × $0.12
    ['that nobody asks', domain(), { metrics: quiet }, 'fail $70.4'],
    ['that nobody asks while it is changed', domain({ status: 'Modifying' }), { metrics: quiet }, 'fail $70.4'],
    // 2 × 730 × $0.04
    ['of Elasticsearch, without volumes', domain({ nodes: [{ ...data, instance_type: 't3.small.elasticsearch' }], volume_type: null, volume_gib: null }), { metrics: quiet }, 'fail $58.4'],
    // 2 × 730 × $0.04 + 3 × 730 × $0.13 + 2 × 50 × $0.12
    ['with masters of their own', domain({ nodes: [data, { role: 'master', instance_type: 'm6g.large.search', count: 3 }] }), { metrics: quiet }, 'fail $355.1'],
    ['of nodes whose price is not known', domain({ nodes: [{ ...data, instance_type: 'or9.large.search' }] }), { metrics: quiet }, 'fail'],
    ['where prices are not known', domain({}, { region: 'nowhere' }), { metrics: quiet }, 'fail'],
    ['that somebody searched', domain(), { metrics: { ...quiet, SearchRate: { maximum: 0.2 } } }, 'pass'],
    ['into which something was written', domain(), { metrics: { IndexingRate: { maximum: 3 } } }, 'pass'],
    ['first seen last week', domain(), { metrics: quiet, firstSeen: daysAgo(7) }, 'pass'],
    ['of which half of the days are known', domain(), { metrics: { ...quiet, IndexingRate: { coveredDays: 7 } } }, 'unknown'],
    ['of which no point is known', domain(), { metrics: { SearchRate: { points: 0, coveredDays: 0 }, IndexingRate: { points: 0, coveredDays: 0 } } }, 'unknown'],
    ['whose searches could not be read', domain(), { metrics: { IndexingRate: {} } }, 'unknown'],
    ['of no known state', domain({ status: null }), { metrics: quiet }, 'unknown'],
    ['that is being deleted', domain({ status: 'Deleting' }), { metrics: quiet }, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsOpensearchIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is asked about by its account too', () => {
    expect(awsOpensearchIdle.metrics?.(domain({ domain_name: 'search' }), { days: 14 })['SearchRate']?.dimensions).toEqual({ DomainName: 'search', ClientId: '123456789012' });
  });

  it('is deleted with the warning that its snapshots go with it', () => {
    expect(awsOpensearchIdle.remediation(domain({ domain_name: 'search' }))).toMatchObject([{ command: 'aws opensearch delete-domain --region us-east-1 --domain-name search', undo: expect.stringContaining("AWS's snapshots go with the domain") as string }]);
  });
});
