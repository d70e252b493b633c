import { expect, it } from 'vitest';
import { aBucket, daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsS3Empty } from './s3-empty.ts';

it.each([
  ['that holds nothing', aBucket(), {}, 'fail'],
  ['that was made this minute', aBucket({ $: { createdAt: daysAgo(0) } }), {}, 'fail'],
  ['that was made yesterday, where a week is given', aBucket({ $: { createdAt: daysAgo(1) } }), { parameters: { days: 7 } }, 'pass'],
  ['whose age is not known, where a week is given', aBucket({ $: { createdAt: undefined } }), { parameters: { days: 7 } }, 'fail'],
  ['that holds something', aBucket({ is_empty: false }), {}, 'pass'],
  ['that could not be looked into', aBucket({ is_empty: null }), {}, 'unknown'],
])('a bucket %s: %s', (_what, bucket, circumstances, expected) => {
  expect(verdict(awsS3Empty, bucket, circumstances)).toBe(expected);
});

it('says what it holds none of, and names the permission where it does not know', () => {
  expect(judge(awsS3Empty, aBucket({ created_at: isoDaysAgo(500) }))).toMatchObject({ summary: 'Holds no object, no old version and no delete marker; made on 2025-07-10.', evidence: { is_empty: true } });
  expect(judge(awsS3Empty, aBucket({ created_at: null }))).toMatchObject({ summary: 'Holds no object, no old version and no delete marker.' });
  expect(judge(awsS3Empty, aBucket({ is_empty: null }))).toMatchObject({ reason: expect.stringContaining('s3:ListBucketVersions') as string });
});

it('deletes it in its own region', () => {
  expect(awsS3Empty.remediation(aBucket({ bucket_region: 'eu-west-1', $: { name: 'logs' } }))[0]?.command).toBe('aws s3api delete-bucket --bucket logs --region eu-west-1');
});
