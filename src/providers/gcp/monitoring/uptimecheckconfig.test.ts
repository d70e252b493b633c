import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpMonitoringUptimecheckconfig } from './uptimecheckconfig.ts';

describe('a check', () => {
  reads(gcpMonitoringUptimecheckconfig, { asset: { name: '//monitoring.googleapis.com/projects/shop/uptimeCheckConfigs/web' }, listed: { name: 'projects/shop/uptimeCheckConfigs/web', displayName: 'Web', monitoredResource: { type: 'uptime_url', labels: { host: 'shop.example' } }, httpCheck: { path: '/ready?token=x', port: 443, useSsl: true, headers: { authorization: 'x' } }, period: '60s' } }, {
    uid: '//monitoring.googleapis.com/projects/shop/uptimeCheckConfigs/web', name: 'Web', attributes: { host: 'shop.example', path: '/ready', period_seconds: 60, uses_tls: true }, relations: [],
  });
});
