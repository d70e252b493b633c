import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useOwnCredentials } from '../collect-aws.ts';
import { Pacing } from '../../src/platform/pacing/pacing.ts';
import { readMetrics } from '../../src/providers/aws/metrics.ts';
import { AwsSession } from '../../src/providers/aws/session.ts';
import { type Moto, motoPython, startMoto } from './start-moto.ts';

const python = motoPython();
if (python === undefined && process.env['CI'] === 'true') throw new Error('moto is missing: set MOTO_PYTHON to a Python that has moto[server], boto3 and freezegun');

describe.skipIf(python === undefined)(`moto as CloudWatch${python === undefined ? ' (skipped: no Python with moto; set MOTO_PYTHON)' : ''}`, () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(python ?? '', 'moto_services');
    useOwnCredentials();
  });
  afterAll(() => moto?.stop());

  it('answers what was put, by the hour, and nothing for what was not', async () => {
    const { CloudWatchClient, PutMetricDataCommand } = await import('@aws-sdk/client-cloudwatch');
    const client = new CloudWatchClient({ endpoint: moto.url, region: 'eu-west-1' });
    const hour = Math.floor(Date.now() / 3_600_000) * 3_600_000;
    const put = (hoursAgo: number, value: number) => ({ MetricName: 'CPUUtilization', Dimensions: [{ Name: 'InstanceId', Value: 'i-1' }], Timestamp: new Date(hour - hoursAgo * 3_600_000 + 60_000), Value: value });
    await client.send(new PutMetricDataCommand({ Namespace: 'Test/EC2', MetricData: [put(30, 40), put(20, 2), put(3, 4), put(400, 99)] }));
    const session = new AwsSession(
      { endpointUrl: moto.url, accounts: [], pacing: 'learn', maxInFlight: 10, throttlePatienceMs: 5000, requestTimeoutMs: 20_000 },
      new Pacing({ published: {}, learned: new Map(), maxInFlight: 10, now: () => performance.now() }),
    );
    const question = (InstanceId: string) => ({ name: 'CPUUtilization', namespace: 'Test/EC2', statistic: 'average' as const, days: 7, dimensions: { InstanceId } });
    const { facts, error } = await readMetrics(session, { id: moto.account, roleArn: null, externalId: null }, [{ uid: 'a', region: 'eu-west-1', question: question('i-1') }, { uid: 'b', region: 'eu-west-1', question: question('i-2') }], AbortSignal.timeout(60_000));
    expect(error).toBeUndefined();
    expect(facts[0]).toMatchObject({ points: 3, maximum: 40, sum: 46, p95: 40 });
    expect(facts[1]).toMatchObject({ points: 0, sum: 0 });
  });
});
