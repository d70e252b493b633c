import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsRedshiftCluster } from '../../../providers/aws/redshift/cluster.ts';
import { awsRedshiftIdle } from './redshift-idle.ts';

const prices = awsPrices({ 'redshift.dc2.large': 0.25, 'redshift.ra3.4xlarge': 3.26 });
const cluster = (attributes: Parameters<typeof anAws<typeof awsRedshiftCluster.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
  anAws(awsRedshiftCluster, { status: 'available', node_type: 'dc2.large', node_count: 2, ...attributes }, resource);
const quiet = { metrics: { connections: {} } };

describe('a Redshift cluster', () => {
  it.each([
    // 2 × 730 × $0.25
    ['without a connection', cluster(), quiet, 'fail $365'],
    ['without a connection, about to be resized', cluster({ status: 'available, prep-for-resize' }), quiet, 'fail $365'],
    // 2 zones × 2 × 730 × $3.26
    ['in two zones', cluster({ node_type: 'ra3.4xlarge', multi_az: true }), quiet, 'fail $9519.2'],
    ['of a node type whose price is not known', cluster({ node_type: 'ra9.large' }), quiet, 'fail'],
    ['of no known size', cluster({ node_type: null, node_count: null }), quiet, 'fail'],
    ['where prices are not known', cluster({}, { region: 'nowhere' }), quiet, 'fail'],
    ['to which somebody connected once', cluster(), { metrics: { connections: { maximum: 1, coveredDays: 1 } } }, 'pass'],
    ['made this week', cluster({}, { createdAt: daysAgo(5) }), { ...quiet, firstSeen: daysAgo(5) }, 'pass'],
    ['of which half of the days are known', cluster(), { metrics: { connections: { coveredDays: 3 } } }, 'unknown'],
    ['of which no point is known', cluster(), { metrics: { connections: { points: 0, coveredDays: 0 } } }, 'unknown'],
    ['whose connections could not be read', cluster(), {}, 'unknown'],
    ['of no known state', cluster({ status: null }), quiet, 'unknown'],
    ['that is paused', cluster({ status: 'paused' }), quiet, 'not_applicable'],
    ['that is being made', cluster({ status: 'creating' }), quiet, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsRedshiftIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is paused first, and deleted with a last snapshot', () => {
    expect(awsRedshiftIdle.remediation(cluster({ cluster_identifier: 'dw' })).map(({ command }) => command)).toEqual([
      'aws redshift pause-cluster --region us-east-1 --cluster-identifier dw',
      'aws redshift delete-cluster --region us-east-1 --cluster-identifier dw --final-cluster-snapshot-identifier dw-final',
    ]);
  });
});
