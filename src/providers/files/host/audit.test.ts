import { expect, it } from 'vitest';
import { aFileAudit } from '../../../../test/judge.ts';
import { filesHostAudit } from './audit.ts';

it('has nothing but what its rules read, and takes what is not known yet', () => {
  expect(filesHostAudit.attributes.strict().safeParse(aFileAudit().attributes).success).toBe(true);
  expect(filesHostAudit.attributes.safeParse({ ...aFileAudit().attributes, changed_files: 1.5 }).success).toBe(false);
  expect(filesHostAudit).toMatchObject({ service: 'host', locality: 'global', nativeType: 'file' });
});
