import { expect, it } from 'vitest';
import { gcpResourcemanagerProject } from './project.ts';

const naming = { account: 'shop', projectNumber: '123', region: 'global' };

it('is the same in the older form of Cloud Asset and in its own', () => {
  const older = { projectNumber: '123', projectId: 'shop', name: 'The shop', lifecycleState: 'ACTIVE', createTime: '2026-01-01T00:00:00Z', parent: { type: 'folder', id: '9' } };
  const own = { name: 'projects/123', projectId: 'shop', displayName: 'The shop', state: 'ACTIVE', createTime: '2026-01-01T00:00:00Z', parent: 'folders/9' };
  const listed = gcpResourcemanagerProject.normalise({ data: own }, naming);
  expect(gcpResourcemanagerProject.normalise({ assetName: '//cloudresourcemanager.googleapis.com/projects/123', data: older }, naming)).toEqual(listed);
  expect(listed).toMatchObject({ uid: '//cloudresourcemanager.googleapis.com/projects/shop', name: 'The shop', attributes: { number: '123', parent: 'folders/9', state: 'ACTIVE' } });
});
