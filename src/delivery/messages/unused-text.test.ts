import { describe, expect, it } from 'vitest';
import { exampleSummary, finding, fullSummary, group } from '../test-summary.ts';
import { escapeSlack, fixedText, unusedText } from './unused-text.ts';

const fixed = `🚨 Found 25 unused AWS resources across multiple regions!

EC2 Instances:
• us-east-1: 8
• eu-west-1: 3
• ap-south-1: 2

EBS Volumes:
• us-east-1: 5
• eu-west-1: 2

S3 Buckets: 3
IAM Users: 2
Access Keys: 0 (0 High Risk)`;

describe('the text about unused resources', () => {
  it('is the fixed text byte for byte when there is nothing else to say', () => {
    expect(Buffer.from(unusedText(exampleSummary(), { escape: escapeSlack }))).toEqual(Buffer.from(fixed));
  });

  it('says unused roles after users, and counts High Risk keys', () => {
    const text = fixedText(fullSummary());
    expect(text).toContain('IAM Users: 2\nIAM Roles: 1\nAccess Keys: 3 (2 High Risk)');
  });

  it('leaves out instances and volumes where there are none, and keeps the other lines at 0', () => {
    const headline = [{ ...group('aws:s3:bucket', 'S3 Buckets'), count: 4 }];
    expect(fixedText(exampleSummary({ unusedTotal: 4, headline }))).toBe(
      '🚨 Found 4 unused AWS resources across multiple regions!\n\nS3 Buckets: 4\nIAM Users: 0\nAccess Keys: 0 (0 High Risk)',
    );
  });

  it('tells each cloud in lines of its own where there are several', () => {
    const other = [
      group('azure:compute:virtual-machine', 'Azure VMs', { westeurope: 2 }), { ...group('azure:storage:account', 'Azure Storage Accounts'), count: 1 }, group('azure:compute:disk', 'Azure Disks'),
      group('gcp:compute:instance', 'GCP Instances'), { ...group('gcp:iam:key', 'GCP Service Account Keys'), count: 2, highRisk: 2 },
    ];
    const aws = [{ ...group('aws:s3:bucket', 'S3 Buckets'), count: 4 }];
    expect(fixedText(exampleSummary({ unusedTotal: 9, providers: ['aws', 'azure', 'gcp'], headline: [...aws, ...other] }))).toBe(
      '🚨 Found 9 unused resources across AWS, Azure and Google Cloud!\n\nS3 Buckets: 4\nIAM Users: 0\nAccess Keys: 0 (0 High Risk)\n\nAzure VMs:\n• westeurope: 2\n\nAzure Storage Accounts: 1\n\nGCP Service Account Keys: 2 (2 High Risk)',
    );
    expect(fixedText(exampleSummary({ unusedTotal: 3, providers: ['azure'], headline: other.slice(0, 3) }))).toBe('🚨 Found 3 unused resources across Azure!\n\nAzure VMs:\n• westeurope: 2\n\nAzure Storage Accounts: 1');
    expect(fixedText(exampleSummary({ unusedTotal: 0, providers: ['aws', 'gcp'], headline: [] }))).toBe('✅ No unused resources found in 17 regions in 1 account.');
  });

  it('goes on with what is new, the largest saving, other rules, gaps, saving and link, in this order', () => {
    const text = unusedText(fullSummary({ isDemo: true }), { message: 'Look at this' });
    const order = ['Look at this', '🚨 Found 29', 'Access Keys: 3', 'comes from the demo', 'New since the last message: 3', 'Largest saving: build-runner-old',
      '\nAlso\n', 'Could not be read in full: 2', 'the role lacks ec2:DescribeVolumes', 'Estimated monthly saving: about $312', 'http://localhost:8084/app/findings?status=open'];
    const places = order.map((part) => text.indexOf(part));
    expect(places.every((place) => place >= 0)).toBe(true);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('cannot mention people or fake a link, whatever things are called', () => {
    const hostile = '<!channel> <@U123> <https://evil.example|Click> & \u202Egnp.exe';
    const summary = exampleSummary({
      headline: [group('aws:ec2:instance', 'EC2 Instances', { [hostile]: 25 })],
      newFindings: [finding({ resourceName: hostile, title: hostile, region: hostile })],
      newTotal: 1,
      also: [{ ruleId: 'x', title: hostile, count: 1, monthlySaving: 0 }],
      gaps: [{ account: hostile, region: hostile, type: hostile, status: 'denied', message: hostile, permission: hostile }],
      gapTotal: 1,
    });
    const text = unusedText(summary, { message: hostile, escape: escapeSlack });
    expect(text).not.toMatch(/[<>]/);
    expect(text).not.toContain('\u202E');
    expect(text).toContain('&lt;!channel&gt; &lt;@U123&gt;');
  });

  it('stays within what Slack keeps with a thousand regions, and keeps the total right', () => {
    const regions = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`region-with-a-long-name-${index}`, 1000 - index]));
    const headline = [group('aws:ec2:instance', 'EC2 Instances', regions), group('aws:ec2:volume', 'EBS Volumes', regions)];
    const unusedTotal = headline.reduce((sum, { count }) => sum + count, 0);
    const text = unusedText(fullSummary({ headline, unusedTotal }), { escape: escapeSlack });
    expect(text.length).toBeLessThan(40_000);
    expect(text.startsWith('🚨 Found 1001000 unused')).toBe(true);
    const [instances = ''] = text.split('EBS Volumes:');
    const listed = [...instances.matchAll(/^• .*: (\d+)$/gm)].reduce((sum, match) => sum + Number(match[1]), 0);
    const [, folded = ''] = /^… and \d+ more regions: (\d+)$/m.exec(instances) ?? [];
    expect(listed + Number(folded)).toBe(500_500);
  });

  it('says so when nothing was found', () => {
    expect(unusedText(exampleSummary({ unusedTotal: 0, headline: [] }))).toBe('✅ No unused AWS resources found in 17 regions in 1 account.');
  });

  it('never gives an all-clear when something could not be read', () => {
    const gaps = [{ account: '1', region: 'eu-west-1', type: 'aws:ec2:volume', status: 'denied', message: 'No.', permission: 'ec2:DescribeVolumes' }];
    const part = unusedText(exampleSummary({ unusedTotal: 0, headline: [], status: 'partial', gaps, gapTotal: 1 }));
    expect(part).toContain('⚠️ Found no unused AWS resources in what could be read, but 1 listing could not be read in full');
    expect(part).not.toContain('✅');
    const nothing = unusedText(exampleSummary({ unusedTotal: 0, headline: [], status: 'failed', regionsScanned: 0, gaps, gapTotal: 1 }));
    expect(nothing).toContain('⚠️ The scan could not read anything');
    expect(unusedText(exampleSummary({ unusedTotal: 0, headline: [], status: 'cancelled' }))).toContain('no all-clear');
  });
});
