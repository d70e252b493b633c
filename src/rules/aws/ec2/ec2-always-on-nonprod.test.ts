import { expect, it } from 'vitest';
import { anInstance, isoDaysAgo, judge, shippedPrices, verdict } from '../../../../test/judge.ts';
import { awsEc2AlwaysOnNonprod } from './ec2-always-on-nonprod.ts';

const tagged = (tags: Record<string, string>, parts: Parameters<typeof anInstance>[0] = {}) => anInstance({ ...parts, $: { tags } });

it.each([
  // 730 h × $0.096 × 108 ÷ 168 = 45.0514…
  ['of a test environment', tagged({ env: 'test' }), {}, 'fail $45.05'],
  ['whose tag is written otherwise', tagged({ Environment: ' DEV ' }), {}, 'fail $45.05'],
  ['of a stage', tagged({ Stage: 'qa' }), {}, 'fail $45.05'],
  ['of production', tagged({ env: 'prod' }), {}, 'not_applicable'],
  ['of production that contains the word', tagged({ env: 'latest' }), {}, 'not_applicable'],
  ['without a tag', anInstance(), {}, 'not_applicable'],
  ['with the word in another tag', tagged({ team: 'test' }), {}, 'not_applicable'],
  ['that was started a week ago to the hour', tagged({ env: 'dev' }, { launched_at: isoDaysAgo(7) }), {}, 'fail $45.05'],
  ['that was started less than a week ago', tagged({ env: 'dev' }, { launched_at: isoDaysAgo(6.99) }), {}, 'pass'],
  ['that is stopped', tagged({ env: 'dev' }, { state: 'stopped' }), {}, 'pass'],
  ['of which AWS does not say since when', tagged({ env: 'dev' }, { launched_at: null }), {}, 'unknown'],
  ['as a spot instance', tagged({ env: 'dev' }, { lifecycle: 'spot' }), {}, 'not_applicable'],
  ['with a licence in its price', tagged({ env: 'dev' }, { platform: 'Windows' }), {}, 'fail'],
  ['of a type without a price', tagged({ env: 'dev' }, { instance_type: 'x99.large' }), {}, 'fail'],
  // 70.08 × 84 ÷ 168
  ['that is needed on more hours', tagged({ env: 'dev' }), { parameters: { off_hours_a_week: 84 } }, 'fail $35.04'],
  ['of an environment that somebody named', tagged({ purpose: 'Training' }), { parameters: { tag_names: 'purpose', nonprod_values: ' training , demo' } }, 'fail $45.05'],
])('an instance %s: %s', (_what, instance, circumstances, expected) => {
  expect(verdict(awsEc2AlwaysOnNonprod, instance, circumstances)).toBe(expected);
});

it('shows the tag, the start and the sum', () => {
  expect(judge(awsEc2AlwaysOnNonprod, tagged({ Env: 'Dev' }), { prices: shippedPrices })).toMatchObject({
    summary: 'Env is Dev, and it has been running since 2026-08-14.', evidence: { 'tag:Env': 'Dev', launched_at: isoDaysAgo(100) },
    saving: { formula: '730 h × $0.096 (m5.large) × 108 of 168 h a week', bound: 'estimate', confidence: 'medium' },
  });
});

it('stops and starts it by a schedule, and a group by its own', () => {
  const [evening, morning] = awsEc2AlwaysOnNonprod.remediation(tagged({ env: 'dev' }));
  expect(evening).toMatchObject({ command: expect.stringContaining('cron(0 19 ? * MON-FRI *)') as string, undo: 'aws scheduler delete-schedule --region us-east-1 --name stop-i-1' });
  expect(morning?.command).toContain(String.raw`'{"Arn":"arn:aws:scheduler:::aws-sdk:ec2:startInstances","RoleArn":"ROLE_ARN","Input":"{\"InstanceIds\":[\"i-1\"]}"}'`);
  const group = awsEc2AlwaysOnNonprod.remediation(tagged({ env: 'dev', 'aws:autoscaling:groupName': `it's; rm -rf` }));
  expect(group.map(({ permission }) => permission)).toEqual(['autoscaling:PutScheduledUpdateGroupAction', 'autoscaling:PutScheduledUpdateGroupAction']);
  expect(group[0]?.command).toContain(String.raw`--auto-scaling-group-name 'it'\''s; rm -rf' `);
});
