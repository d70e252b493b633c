import { expect, it } from 'vitest';
import { gcpCloudbuildBuild } from './build.ts';

it('reads how a build ended, and none of its variables', () => {
  const data = { name: 'projects/123/locations/global/builds/b1', id: 'b1', status: 'FAILURE', createTime: '2026-01-01T00:00:00Z', images: ['gcr.io/shop/web'], substitutions: { _PASSWORD: 'hunter2' }, serviceAccount: 'projects/shop/serviceAccounts/web@shop.iam.gserviceaccount.com' };
  const made = gcpCloudbuildBuild.normalise({ data }, { account: 'shop', projectNumber: '123', region: 'global' });
  expect(made).toMatchObject({ uid: '//cloudbuild.googleapis.com/projects/shop/locations/global/builds/b1', name: 'b1', tags: {}, attributes: { status: 'FAILURE', images: ['gcr.io/shop/web'] } });
  expect(JSON.stringify(made)).not.toContain('hunter2');
});
