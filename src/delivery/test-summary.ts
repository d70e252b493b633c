import type { HeadlineGroup, RunSummary, SummaryFinding } from '../core/summary.ts';

/** A scan as the contract's example has it: 25 unused resources, no prices, nothing else to say. Tests change what they are about. */
export function exampleSummary(changes: Partial<RunSummary> = {}): RunSummary {
  return {
    runId: '019ac0de-0000-7000-8000-000000000001',
    status: 'completed',
    startedAt: '2026-11-22T02:03:55.000Z',
    finishedAt: '2026-11-22T02:04:01.000Z',
    isDemo: false,
    publicUrl: '',
    providers: ['aws'],
    accounts: ['123456789012'],
    regionsScanned: 17,
    unusedTotal: 25,
    headline: [
      group('aws:ec2:instance', 'EC2 Instances', { 'us-east-1': 8, 'eu-west-1': 3, 'ap-south-1': 2 }),
      group('aws:ec2:volume', 'EBS Volumes', { 'us-east-1': 5, 'eu-west-1': 2 }),
      { ...group('aws:s3:bucket', 'S3 Buckets'), count: 3 },
      { ...group('aws:iam:user', 'IAM Users'), count: 2 },
      { ...group('aws:iam:role', 'IAM Roles'), count: 0 },
      { ...group('aws:iam:access-key', 'Access Keys'), count: 0, highRisk: 0 },
    ],
    also: [],
    monthlySaving: 0,
    isEstimate: true,
    keyRisk: { high: 0, low: 0 },
    newFindings: [],
    newTotal: 0,
    resolvedTotal: 0,
    costliest: [],
    byRegion: [],
    gaps: [],
    gapTotal: 0,
    ...changes,
  };
}

export function group(type: string, label: string, regions: Record<string, number> = {}): HeadlineGroup {
  const byRegion = Object.entries(regions).map(([region, count]) => ({ region, count }));
  return { type, label, count: byRegion.reduce((sum, { count }) => sum + count, 0), byRegion, monthlySaving: 0 };
}

export function finding(changes: Partial<SummaryFinding> = {}): SummaryFinding {
  return {
    id: '019ac0de-0000-7000-8000-00000000000a',
    ruleId: 'aws-ebs-unattached',
    title: 'Volume attached to nothing',
    severity: 'medium',
    resourceUid: 'arn:aws:ec2:us-east-1:123456789012:volume/vol-0a1b2c3d4e5f60718',
    resourceName: 'vol-0a1b2c3d4e5f60718',
    resourceType: 'aws:ec2:volume',
    account: '123456789012',
    region: 'us-east-1',
    monthlySaving: 8,
    firstSeen: '2026-11-10T02:04:01.000Z',
    ...changes,
  };
}

/** A scan with something in every section of a message. */
export function fullSummary(changes: Partial<RunSummary> = {}): RunSummary {
  const names = ['build-runner-old', 'staging-db-replica', 'vol-0a1b2c3d4e5f60718', 'analytics-scratch', 'jenkins-agent-7', 'vol-0ffee0ffee0ffee00', 'load-test-2025'];
  const regions = ['us-east-1', 'eu-west-1', 'ap-south-1'];
  const costliest = Array.from({ length: 20 }, (_, index) =>
    finding({
      id: `f-${index}`,
      resourceName: names[index % names.length] ?? 'volume',
      title: index % 2 === 0 ? 'Volume attached to nothing' : 'Instance stopped, its volumes still cost',
      region: regions[index % 3] ?? 'us-east-1',
      account: index % 4 === 0 ? '210987654321' : '123456789012',
      monthlySaving: Math.round(6140 / (index + 1)) / 100,
    }),
  );
  const key = finding({ resourceName: 'AKIAIOSFODNN7EXAMPLE', title: 'Access key not used for 90 days', risk: 'High', severity: 'high', region: 'global', monthlySaving: 0 });
  const example = exampleSummary();
  return exampleSummary({
    status: 'partial',
    publicUrl: 'http://localhost:8084',
    accounts: ['123456789012', '210987654321'],
    unusedTotal: 29,
    headline: example.headline.map((entry) => {
      if (entry.label === 'EC2 Instances') return { ...entry, monthlySaving: 212.4 };
      if (entry.label === 'EBS Volumes') return { ...entry, monthlySaving: 96.2 };
      if (entry.label === 'IAM Roles') return { ...entry, count: 1 };
      return entry.label === 'Access Keys' ? { ...entry, count: 3, highRisk: 2 } : entry;
    }),
    also: [
      { ruleId: 'aws-ebs-gp2', title: 'Volume of the older gp2 type', count: 6, monthlySaving: 3.4 },
      { ruleId: 'aws-s3-no-lifecycle', title: 'Bucket without a rule for unfinished uploads', count: 4, monthlySaving: 0 },
    ],
    monthlySaving: 312,
    keyRisk: { high: 2, low: 1 },
    newFindings: [...costliest.slice(0, 2), key],
    newTotal: 3,
    resolvedTotal: 4,
    costliest,
    byRegion: [
      { region: 'us-east-1', count: 13, monthlySaving: 190.2 },
      { region: 'global', count: 9, monthlySaving: 0 },
      { region: 'eu-west-1', count: 5, monthlySaving: 84.3 },
      { region: 'ap-south-1', count: 2, monthlySaving: 37.5 },
    ],
    gaps: [
      { account: '210987654321', region: 'eu-central-1', type: 'aws:ec2:volume', status: 'denied', message: 'The role lacks a permission.', permission: 'ec2:DescribeVolumes' },
      { account: '123456789012', region: 'sa-east-1', type: 'aws:ec2:instance', status: 'unavailable', message: 'AWS did not answer usefully. The next run reads it again.' },
    ],
    gapTotal: 2,
    ...changes,
  });
}

export interface SlackText {
  type: string;
  text: string;
}

/** Every text object of Slack's blocks, however deep. */
export const textsOf = (value: unknown): SlackText[] =>
  Array.isArray(value)
    ? value.flatMap(textsOf)
    : typeof value === 'object' && value !== null
      ? [...('text' in value && typeof value.text === 'string' ? [value as SlackText] : []), ...Object.values(value).flatMap(textsOf)]
      : [];
