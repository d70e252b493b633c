import { describe, expect, it } from 'vitest';
import { exampleSummary, finding, fullSummary, group, type SlackText, textsOf } from '../test-summary.ts';
import { summaryBlocks } from './slack-blocks.ts';


function expectWithinLimits(blocks: Record<string, unknown>[]) {
  expect(blocks.length).toBeLessThanOrEqual(49);
  for (const block of blocks) {
    if (block['type'] === 'header') expect((block['text'] as SlackText).text.length).toBeLessThanOrEqual(150);
    const fields = (block['fields'] ?? []) as SlackText[];
    expect(fields.length).toBeLessThanOrEqual(10);
    for (const { text } of fields) expect(text.length).toBeLessThanOrEqual(2000);
    for (const { text } of textsOf(block)) {
      expect(text.length).toBeLessThanOrEqual(3000);
      expect(text.length).toBeGreaterThan(0);
    }
  }
}

describe('the blocks of the Slack message', () => {
  it('keep within the limits of Slack for a thousand regions, types and long names', () => {
    const regions = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`${'&'.repeat(60)}${index}`, 5]));
    const headline = Array.from({ length: 1000 }, (_, index) => group(`aws:x:${index}`, `Type ${'<'.repeat(200)}${index}`, index < 3 ? regions : { a: 1 }));
    const long = '<&>'.repeat(1000);
    const many = Array.from({ length: 20 }, () => finding({ resourceName: long, title: long, region: long }));
    const gaps = Array.from({ length: 50 }, () => ({ account: long, region: long, type: long, status: 'denied', message: long, permission: long }));
    const also = Array.from({ length: 80 }, (_, index) => ({ ruleId: `r${index}`, title: long, count: 3, monthlySaving: 1 }));
    const summary = fullSummary({ headline, newFindings: many, costliest: many, gaps, gapTotal: 4000, also, newTotal: 900 });
    expectWithinLimits(summaryBlocks(summary, long.repeat(3)));
    expectWithinLimits(summaryBlocks(summary, '&\n'.repeat(1000)));
  });

  it('carry total, saving, what is new, the largest saving, the missing permission and the link', () => {
    const blocks = summaryBlocks(fullSummary({ isDemo: true }), undefined);
    const text = textsOf(blocks).map((entry) => entry.text).join('\n');
    for (const part of ['29 unused AWS resources', '*Demo*', '~$312 a month', '*New since the last message*  3', '*Largest saving*', '`ec2:DescribeVolumes`',
      '<http://localhost:8084/app/findings?status=open|Open the findings>', '2 High Risk', '*Also*']) {
      expect(text).toContain(part);
    }
    expectWithinLimits(blocks);
  });

  it('let no name mention people, make links or leave its code span', () => {
    const hostile = '`<!channel>` <@U1> *bold* http://evil.example';
    const blocks = summaryBlocks(fullSummary({ newFindings: [finding({ resourceName: hostile, title: hostile, region: hostile })], publicUrl: '' }), hostile);
    for (const { type, text } of textsOf(blocks)) {
      if (type === 'mrkdwn') expect(text).not.toMatch(/<[!@#h]/);
    }
    expect(JSON.stringify(blocks)).toContain('`ˋ&lt;!channel&gt;ˋ');
    expect(textsOf(blocks).filter(({ type }) => type === 'mrkdwn').every((entry) => (entry as unknown as { verbatim: boolean }).verbatim)).toBe(true);
  });

  it('warn in the first lines when something could not be read', () => {
    const empty = { unusedTotal: 0, headline: [], status: 'partial' as const, gapTotal: 3 };
    const [head, , notice] = summaryBlocks(exampleSummary(empty), undefined);
    expect(JSON.stringify(head)).toContain('No unused AWS resources in what could be read');
    expect(JSON.stringify(notice)).toContain('3 listings could not be read in full');
    expect(JSON.stringify(summaryBlocks(exampleSummary({ ...empty, status: 'failed' as const }), undefined)[0])).toContain('could not read anything');
    expect(JSON.stringify(summaryBlocks(exampleSummary({ unusedTotal: 0, headline: [] }), undefined)[0])).toContain('✅');
  });
});
