import type { z } from 'zod';
import { defineRule, fail, notApplicable, numberOf, pass, type Prices, type RuleContext, type Saving, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsCloudwatchAlarm } from '../../../providers/aws/cloudwatch/alarm.ts';
import { type Watched, watchedBy } from '../../../providers/aws/cloudwatch/watched.ts';
import { awsDynamodbTable } from '../../../providers/aws/dynamodb/table.ts';
import { awsEc2Instance } from '../../../providers/aws/ec2/instance.ts';
import { awsEc2Volume } from '../../../providers/aws/ec2/volume.ts';
import { awsEfsFileSystem } from '../../../providers/aws/efs/file-system.ts';
import { awsElasticacheCluster } from '../../../providers/aws/elasticache/cluster.ts';
import { awsElbApplicationLoadBalancer } from '../../../providers/aws/elb/application-load-balancer.ts';
import { awsElbClassicLoadBalancer } from '../../../providers/aws/elb/classic-load-balancer.ts';
import { awsElbNetworkLoadBalancer } from '../../../providers/aws/elb/network-load-balancer.ts';
import { awsElbTargetGroup } from '../../../providers/aws/elb/target-group.ts';
import { awsLambdaFunction } from '../../../providers/aws/lambda/function.ts';
import { awsRdsDbCluster } from '../../../providers/aws/rds/db-cluster.ts';
import { awsRdsDbInstance } from '../../../providers/aws/rds/db-instance.ts';
import { awsVpcNatGateway } from '../../../providers/aws/vpc/nat-gateway.ts';
import { awsVpcVpnConnection } from '../../../providers/aws/vpc/vpn-connection.ts';
import { SavingSum } from '../../saving-sum.ts';
import { quoted } from '../facts.ts';

type Alarm = z.infer<typeof awsCloudwatchAlarm.attributes>;

const watchable = [
  awsEc2Instance, awsEc2Volume, awsVpcNatGateway, awsVpcVpnConnection, awsElbApplicationLoadBalancer, awsElbNetworkLoadBalancer, awsElbClassicLoadBalancer, awsElbTargetGroup,
  awsRdsDbInstance, awsRdsDbCluster, awsElasticacheCluster, awsLambdaFunction, awsDynamodbTable, awsEfsFileSystem,
];

export const awsAlarmOrphan = defineRule({
  id: 'aws-alarm-orphan',
  title: 'Alarm watches what is gone',
  category: 'waste',
  severity: 'low',
  resourceType: awsCloudwatchAlarm,
  reads: watchable,
  parameters: { days: { value: 30, help: 'Days without data, and without a change of its settings' } },
  rationale: 'An alarm is paid for by the month also when what it watched was deleted, and it will never ring again.',

  evaluate({ uid, attributes, region }, context) {
    if (attributes.alarm_type === 'composite') return notApplicable;
    if (attributes.state === 'unknown') return unknown('AWS does not say in which state the alarm is.');
    if (attributes.state !== 'INSUFFICIENT_DATA') return pass;
    if (attributes.state_since === null) return unknown('AWS does not say since when the alarm has no data.');
    const days = numberOf(context.parameters, 'days');
    const isLate = (at: string | null): boolean => at !== null && daysBetween(new Date(at), context.now) < days;
    if (isLate(attributes.state_since) || isLate(attributes.configured_at)) return pass;
    const found = attributes.metrics.map((metric) => lookUp(metric.account === null ? watchedBy(uid, metric) : [], context));
    // Also where it looks at several and one is still there: it may ring for that.
    if (found.some(({ state }) => state === 'there')) return pass;
    if (found.length === 0 || found.some(({ state }) => state === 'untold')) return unknown('What it watches is nothing that a scan looks up, so nobody knows whether that is gone.');
    const unread = found.find(({ state }) => state === 'unlisted')?.type;
    if (unread !== undefined) return unknown(`The ${unread.plural} of the region could not be listed (\`${unread.permissions[0]}\`), so nobody knows whether what it watches is gone.`);
    const gone = [...new Set(found.flatMap((each) => each.gone))].sort();
    const saving = savingOf(attributes, region, context.prices);
    return fail({
      summary: `No data since ${attributes.state_since.slice(0, 10)}, and what it watches is gone: ${gone.map((each) => each.split(':').slice(5).join(':')).join(', ')}.`,
      evidence: { state: attributes.state, state_since: attributes.state_since, configured_at: attributes.configured_at, gone, metrics: attributes.metrics },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation: ({ attributes, region }) => [
    {
      command: `aws cloudwatch describe-alarms --region ${region} --alarm-names ${quoted(attributes.alarm_name)} --query 'MetricAlarms[0]' > alarm.json`,
      undo: 'Nothing to undo: it keeps a copy of the settings.',
      permission: 'cloudwatch:DescribeAlarms',
    },
    {
      command: `aws cloudwatch delete-alarms --region ${region} --alarm-names ${quoted(attributes.alarm_name)}`,
      undo: `aws cloudwatch put-metric-alarm --region ${region} --cli-input-json file://alarm.json (without its ARN, state and times)`,
      permission: 'cloudwatch:DeleteAlarms',
    },
  ],
});

interface Found {
  state: 'there' | 'gone' | 'unlisted' | 'untold';
  gone: string[];
  type?: (typeof watchable)[number] | undefined;
}

/** A metric has points only while all that it is of is there: the target group as well as its load balancer. */
function lookUp(watched: readonly Watched[], { related, isListed }: Pick<RuleContext, 'related' | 'isListed'>): Found {
  if (watched.length === 0) return { state: 'untold', gone: [] };
  const missing = watched.filter(({ uid }) => related(uid) === undefined);
  if (missing.length === 0) return { state: 'there', gone: [] };
  const gone = missing.filter(({ type }) => isListed(type)).map(({ uid }) => uid);
  return gone.length > 0 ? { state: 'gone', gone } : { state: 'unlisted', gone: [], type: watchable.find(({ id }) => id === missing[0]?.type) };
}

/** By the metrics it looks at, of an anomaly detection also the two bounds. The first ten of an account are free. https://aws.amazon.com/cloudwatch/pricing/ */
function savingOf({ metrics, is_anomaly_detection: isAnomaly }: Alarm, region: string, prices: Prices): Saving | undefined {
  const sum = new SavingSum();
  const sku = metrics.some(({ period_seconds: period }) => period !== null && period < 60) ? 'alarm.fast.metric' : 'alarm.metric';
  return sum.add(metrics.length * (isAnomaly ? 3 : 1), 'metrics', prices.unit(region, sku), sku) ? sum.upper().saving('high') : undefined;
}
