import { expect, it } from 'vitest';
import { anAws } from '../../../../test/judge-aws.ts';
import { daysAgo, verdict } from '../../../../test/judge.ts';
import { awsAutoscalingGroup } from '../../../providers/aws/autoscaling/group.ts';
import { awsAsgEmpty } from './asg-empty.ts';

it.each([
  ['that can hold nothing', anAws(awsAutoscalingGroup), {}, 'fail'],
  ['that wants nothing for now', anAws(awsAutoscalingGroup, { max_size: 3 }), {}, 'pass'],
  ['that still holds one', anAws(awsAutoscalingGroup, { instance_ids: ['i-1'] }), {}, 'pass'],
  ['made last week', anAws(awsAutoscalingGroup, {}, { createdAt: daysAgo(7) }), { firstSeen: daysAgo(7) }, 'pass'],
])('a group %s: %s', (_what, group, circumstances, expected) => {
  expect(verdict(awsAsgEmpty, group, circumstances)).toBe(expected);
});

it('is told as it is where AWS says nothing but its sizes, which it always says', () => {
  expect(verdict(awsAsgEmpty, anAws(awsAutoscalingGroup, { status: 'odd' }, { createdAt: undefined }))).toBe('fail');
});

it('quotes a name that a shell would take apart', () => {
  expect(awsAsgEmpty.remediation(anAws(awsAutoscalingGroup, { group_name: `it's; rm` }))[1]?.command).toContain(String.raw`--auto-scaling-group-name 'it'\''s; rm'`);
});
