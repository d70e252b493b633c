import { describe, expect, it } from 'vitest';
import { naming, reads } from '../test-gcp.ts';
import { gcpMonitoringNotificationchannel } from './notificationchannel.ts';

const listed = { name: 'projects/shop/notificationChannels/2', displayName: 'Ops', type: 'slack', enabled: false, labels: { auth_token: 'hunter2' }, userLabels: { team: 'ops' } };

describe('a channel', () => {
  reads(gcpMonitoringNotificationchannel, { asset: { name: '//monitoring.googleapis.com/projects/shop/notificationChannels/2' }, listed }, { uid: '//monitoring.googleapis.com/projects/shop/notificationChannels/2', name: 'Ops', tags: { team: 'ops' }, attributes: { channel_type: 'slack', enabled: false }, relations: [] });

  it('keeps no token', () => {
    expect(JSON.stringify(gcpMonitoringNotificationchannel.normalise({ data: listed }, naming))).not.toContain('hunter2');
  });
});
