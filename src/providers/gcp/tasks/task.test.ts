import { describe, expect, it } from 'vitest';
import { naming, reads } from '../test-gcp.ts';
import { gcpTasksTask } from './task.ts';

const listed = { name: 'projects/shop/locations/us-east4/queues/mail/tasks/7', createTime: '2026-01-01T00:00:00Z', scheduleTime: '2026-01-02T00:00:00Z', dispatchCount: 3, httpRequest: { url: 'https://x', body: 'aHVudGVyMg==', headers: { authorization: 'hunter2' } } };

describe('a task', () => {
  reads(gcpTasksTask, { listed }, { uid: '//cloudtasks.googleapis.com/projects/shop/locations/us-east4/queues/mail/tasks/7', region: 'us-east4', attributes: { dispatches: 3 }, relations: [{ kind: 'member-of', uid: '//cloudtasks.googleapis.com/projects/shop/locations/us-east4/queues/mail' }] });

  it('keeps nothing of what is in it', () => {
    expect(JSON.stringify(gcpTasksTask.normalise({ data: listed }, naming))).not.toMatch(/hunter2|aHVudGVyMg|https/);
  });
});
