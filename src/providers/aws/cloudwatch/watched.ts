import { arnBeside } from '../ec2/arns.ts';

/** One metric that an alarm looks at. */
export interface WatchedMetric {
  namespace: string;
  dimensions: Record<string, string>;
}

/** A thing that a metric is of. */
export interface Watched {
  type: string;
  uid: string;
}

interface Naming {
  type: string;
  service: string;
  /** What the value looks like where it names such a thing. */
  form: RegExp;
  /** The ARN after the account. */
  rest: (value: string) => string;
}

const ofEc2 = (type: string, kind: string, prefix: string): Naming => ({ type, service: 'ec2', form: new RegExp(`^${prefix}-[0-9a-f]+$`), rest: (id) => `${kind}/${id}` });
const balancer = (type: string, prefix: string): Naming => ({ type, service: 'elasticloadbalancing', form: new RegExp(`^${prefix}/[^/]+/[0-9a-f]+$`), rest: (value) => `loadbalancer/${value}` });
const named = (type: string, service: string, rest: (name: string) => string): Naming => ({ type, service, form: /^[^*]+$/, rest });

const instance = ofEc2('aws:ec2:instance', 'instance', 'i');
const targetGroup: Naming = { type: 'aws:elb:target-group', service: 'elasticloadbalancing', form: /^targetgroup\/[^/]+\/[0-9a-f]+$/, rest: (value) => value };

/**
 * The dimensions that name one thing that a scan reads, by the namespace of the metric. Others say nothing that could be looked
 * up. Each service documents its own: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/aws-services-cloudwatch-metrics.html
 */
const namings: Readonly<Record<string, Readonly<Record<string, Naming>>>> = {
  'AWS/EC2': { InstanceId: instance },
  CWAgent: { InstanceId: instance },
  'AWS/EBS': { VolumeId: ofEc2('aws:ec2:volume', 'volume', 'vol') },
  'AWS/NATGateway': { NatGatewayId: ofEc2('aws:vpc:nat-gateway', 'natgateway', 'nat') },
  'AWS/VPN': { VpnId: ofEc2('aws:vpc:vpn-connection', 'vpn-connection', 'vpn') },
  'AWS/ApplicationELB': { LoadBalancer: balancer('aws:elb:application-load-balancer', 'app'), TargetGroup: targetGroup },
  'AWS/NetworkELB': { LoadBalancer: balancer('aws:elb:network-load-balancer', 'net'), TargetGroup: targetGroup },
  'AWS/ELB': { LoadBalancerName: named('aws:elb:classic-load-balancer', 'elasticloadbalancing', (name) => `loadbalancer/${name}`) },
  // Their names are kept in lower case, however they are written.
  'AWS/RDS': { DBInstanceIdentifier: named('aws:rds:db-instance', 'rds', (name) => `db:${name.toLowerCase()}`), DBClusterIdentifier: named('aws:rds:db-cluster', 'rds', (name) => `cluster:${name.toLowerCase()}`) },
  'AWS/ElastiCache': { CacheClusterId: named('aws:elasticache:cluster', 'elasticache', (name) => `cluster:${name.toLowerCase()}`) },
  'AWS/Lambda': { FunctionName: named('aws:lambda:function', 'lambda', (name) => `function:${name}`) },
  'AWS/DynamoDB': { TableName: named('aws:dynamodb:table', 'dynamodb', (name) => `table/${name}`) },
  'AWS/EFS': { FileSystemId: { type: 'aws:efs:file-system', service: 'elasticfilesystem', form: /^fs-[0-9a-f]+$/, rest: (id) => `file-system/${id}` } },
};

/** What a metric of an alarm's own account and region is of; empty where that cannot be told. */
export function watchedBy(alarmUid: string, { namespace, dimensions }: WatchedMetric): Watched[] {
  const known = Object.hasOwn(namings, namespace) ? namings[namespace] : undefined;
  return Object.entries(known ?? {}).flatMap(([dimension, { type, service, form, rest }]) => {
    const value = Object.hasOwn(dimensions, dimension) ? dimensions[dimension] : undefined;
    return value !== undefined && form.test(value) ? [{ type, uid: arnBeside(alarmUid, service, rest(value)) }] : [];
  });
}
