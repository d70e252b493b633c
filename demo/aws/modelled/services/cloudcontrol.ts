import { Refusal } from '../../answer.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { distributionCount } from './cloudfront.ts';
import { balancerCount, certificateArn } from './elb-estate.ts';
import { roleArnAt } from './iam-names.ts';
import { keyArn } from './kms-keys.ts';
import { functionCount, functionName } from './lambda-functions.ts';

/** A thing by its primary identifier, with what Cloud Control says of it when it is read one by one. */
interface Thing {
  id: string;
  properties: Fields;
  /** True where a list holds the identifiers alone. */
  isSparse?: boolean;
}

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const team = [{ Key: 'team', Value: 'platform' }];

/** Those of the listeners, and in the first region those of the distributions. */
function certificates(place: Place): Thing[] {
  const ofEdge = place.regionName !== 'us-east-1' ? [] : numbers(distributionCount(place)).filter((number) => number % 3 !== 0).map((number) => place.arn('acm', `certificate/0a1b2c3d-${number}`));
  const all = [...new Set([...numbers(balancerCount(place)).map((number) => certificateArn(place, number)), ...ofEdge])];
  return all.map((id, number) => ({ id, properties: { CertificateArn: id, DomainName: `www-${number}.example.com`, ValidationMethod: 'DNS', KeyAlgorithm: 'RSA_2048', Tags: number % 2 === 0 ? team : [] } }));
}

const queue = (place: Place, name: string, more: Fields = {}): Thing => {
  const id = `https://sqs.${place.regionName}.amazonaws.com/${place.account}/${name}`;
  return { id, isSparse: true, properties: { QueueUrl: id, QueueName: name, Arn: place.arn('sqs', name), VisibilityTimeout: 30, MessageRetentionPeriod: 345_600, ...more } };
};

/** Those that event sources and dead letters of functions name. */
function queues(place: Place): Thing[] {
  const work = numbers(Math.ceil(functionCount(place.plan, place.region) / 4)).map((number) => queue(place, `jobs-${number}`, { RedrivePolicy: { deadLetterTargetArn: place.arn('sqs', 'dead-letters'), maxReceiveCount: 5 }, Tags: team }));
  return [queue(place, 'dead-letters', { KmsMasterKeyId: keyArn(place.plan, place.region, 0), SqsManagedSseEnabled: false }), ...work];
}

function webAcl(place: Place, scope: string): Thing {
  const isEdge = scope === 'CLOUDFRONT';
  return { id: `shared|0a1b2c3d|${scope}`, properties: { Name: 'shared', Id: '0a1b2c3d', Scope: scope, Arn: place.arn('wafv2', `${isEdge ? 'global' : 'regional'}/webacl/shared/0a1b2c3d`), Capacity: 50, DefaultAction: { Allow: {} }, Rules: [] } };
}

const named = (id: string, properties: Fields, isSparse = false): Thing => ({ id, properties, isSparse });

/** What there is of a type; a type that is not here is one that Cloud Control lists, and of which there is nothing. */
const estate: Readonly<Record<string, (place: Place, model: Fields) => Thing[]>> = {
  'AWS::CertificateManager::Certificate': certificates,
  'AWS::SQS::Queue': queues,
  'AWS::SNS::Topic': (place) => [place.arn('sns', 'alerts')].map((id) => named(id, { TopicArn: id, TopicName: 'alerts', DisplayName: 'Alerts', KmsMasterKeyId: keyArn(place.plan, place.region, 0), Tags: team }, true)),
  'AWS::Route53::HealthCheck': () => [named('0a1b2c3d-health', { HealthCheckId: '0a1b2c3d-health', HealthCheckConfig: { Type: 'HTTPS', FullyQualifiedDomainName: 'www.example.com' }, HealthCheckTags: team })],
  'AWS::ECR::Repository': (place) => ['site', 'app'].map((id) => named(id, { RepositoryName: id, Arn: place.arn('ecr', `repository/${id}`), ImageTagMutability: id === 'app' ? 'IMMUTABLE' : 'MUTABLE', ImageScanningConfiguration: { ScanOnPush: id === 'app' } })),
  'AWS::CloudFormation::Stack': (place) => [place.arn('cloudformation', 'stack/network/5f4b1c9e')].map((id) => named(id, { StackId: id, StackName: 'network', StackStatus: 'UPDATE_COMPLETE', Parameters: { DbPassword: 'hunter2-example' }, RoleARN: roleArnAt(place.plan, 0), CreationTime: '2025-01-02T03:04:05Z', Tags: team })),
  'AWS::Events::Rule': (place) => [place.arn('events', 'rule/nightly')].map((id) => named(id, { Arn: id, Name: 'nightly', State: 'ENABLED', ScheduleExpression: 'rate(1 day)', Targets: [{ Id: 'report', Arn: place.arn('lambda', `function:${functionName(place.plan, place.region, 0)}`) }] })),
  'AWS::StepFunctions::StateMachine': (place) => [place.arn('states', 'stateMachine:orders')].map((id) => named(id, { Arn: id, Name: 'orders', StateMachineType: 'STANDARD', RoleArn: roleArnAt(place.plan, 1), DefinitionString: '{"StartAt":"Bill","States":{"Bill":{"Type":"Succeed"}}}' })),
  'AWS::WAFv2::WebACL': (place, { Scope }) => (Scope === 'CLOUDFRONT' && place.regionName !== 'us-east-1' ? [] : [webAcl(place, String(Scope))]),
};

const modelOf = (text: unknown): Fields => (typeof text === 'string' ? (JSON.parse(text) as Fields) : {});
const described = (id: string, properties: Fields): Fields => ({ Identifier: id, Properties: JSON.stringify(properties) });

/** The identifier's own property, which a sparse list holds. */
const keyOf = ({ id, properties }: Thing): Fields => Object.fromEntries(Object.entries(properties).filter(([, value]) => value === id));

export const cloudcontrolServices: Readonly<Record<string, PlacedAnswerer>> = {
  'cloudcontrol.ListResources': (input, place, asked) => {
    const TypeName = String(input['TypeName']);
    if (TypeName === 'AWS::WAFv2::WebACL' && modelOf(input['ResourceModel'])['Scope'] === undefined) throw new Refusal(400, 'InvalidRequestException', 'Missing or invalid ResourceModel property in AWS::WAFv2::WebACL list handler request input. Required property: Scope');
    const things = estate[TypeName]?.(place, modelOf(input['ResourceModel'])) ?? [];
    return { TypeName, ...pageOfFields(things.map((thing) => described(thing.id, thing.isSparse === true ? keyOf(thing) : thing.properties)), input, { size: 'MaxResults', token: 'NextToken', next: 'NextToken', list: 'ResourceDescriptions', standard: 20 }, asked) };
  },
  'cloudcontrol.GetResource': ({ TypeName, Identifier }, place) => {
    const thing = estate[String(TypeName)]?.(place, { Scope: 'REGIONAL' }).find(({ id }) => id === Identifier);
    if (thing === undefined) throw new Refusal(400, 'ResourceNotFoundException', `Resource of type ${String(TypeName)} with identifier ${String(Identifier)} was not found.`);
    return { TypeName, ResourceDescription: described(thing.id, thing.properties) };
  },
};
