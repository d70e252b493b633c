import { describe } from 'vitest';
import { computeUrl, reads } from '../test-gcp.ts';
import { gcpLoadbalancerHealthcheck } from './healthcheck.ts';

describe('a health check', () => {
  reads(gcpLoadbalancerHealthcheck, { asset: { name: '//compute.googleapis.com/projects/123/global/healthChecks/h' }, listed: { name: 'h', selfLink: computeUrl('global/healthChecks/h'), type: 'HTTPS', httpsHealthCheck: { port: 8443, requestPath: '/ready' }, checkIntervalSec: 5, timeoutSec: 3, healthyThreshold: 2, unhealthyThreshold: 2 } }, {
    uid: '//compute.googleapis.com/projects/shop/global/healthChecks/h', attributes: { check_type: 'HTTPS', port: 8443, request_path: '/ready', interval_seconds: 5, is_logged: false }, relations: [],
  });
});
