import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpSchedulerJob } from './job.ts';

describe('a job', () => {
  reads(gcpSchedulerJob, { asset: { name: '//cloudscheduler.googleapis.com/projects/shop/locations/us-east4/jobs/daily' }, listed: { name: 'projects/shop/locations/us-east4/jobs/daily', state: 'ENABLED', schedule: '0 3 * * *', timeZone: 'Etc/UTC', pubsubTarget: { topicName: 'projects/shop/topics/tick', data: 'aHVudGVyMg==' } } }, {
    uid: '//cloudscheduler.googleapis.com/projects/shop/locations/us-east4/jobs/daily', region: 'us-east4', attributes: { target_kind: 'pubsub', schedule: '0 3 * * *' }, relations: [{ kind: 'targets', uid: '//pubsub.googleapis.com/projects/shop/topics/tick' }],
  });
});
