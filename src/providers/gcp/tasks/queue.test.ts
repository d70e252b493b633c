import { describe } from 'vitest';
import { reads } from '../test-gcp.ts';
import { gcpTasksQueue } from './queue.ts';

describe('a queue', () => {
  reads(gcpTasksQueue, { asset: { name: '//cloudtasks.googleapis.com/projects/123/locations/us-east4/queues/mail' }, listed: { name: 'projects/shop/locations/us-east4/queues/mail', state: 'RUNNING', rateLimits: { maxDispatchesPerSecond: 500 }, retryConfig: { maxAttempts: 100 } } }, { uid: '//cloudtasks.googleapis.com/projects/shop/locations/us-east4/queues/mail', region: 'us-east4', attributes: { state: 'RUNNING', max_attempts: 100 }, relations: [] });
});
