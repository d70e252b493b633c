import { Refusal } from '../../answer.ts';
import { timeAgo } from '../../generate/plan.ts';
import { mix } from '../../generate/random.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { functionArn, functionAt, functionCount, functionTags, hasUrl, layerArn, layerCount, numberOf } from './lambda-functions.ts';

const none = (): never => {
  throw new Refusal(404, 'ResourceNotFoundException', 'The resource you requested does not exist.');
};
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const names = { size: 'MaxItems', token: 'Marker', next: 'NextMarker' } as const;

/** One in nine lets anybody call it, one in three only API Gateway. */
function policyOf(place: Place, number: number): object {
  const statement = { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: functionArn(place, number) };
  if (number % 9 === 4) return { Version: '2012-10-17', Statement: [{ ...statement, Principal: '*' }] };
  return number % 3 === 0 ? { Version: '2012-10-17', Statement: [{ ...statement, Principal: { Service: 'apigateway.amazonaws.com' }, Condition: { ArnLike: { 'AWS:SourceArn': place.arn('execute-api', '*') } } }] } : none();
}

function mapping(place: Place, number: number): Fields {
  const part = mix(place.plan.seed, 730 + place.region, number).toString(16).padStart(8, '0');
  const UUID = `${part}-0000-4000-8000-${place.account}`;
  return { UUID, EventSourceMappingArn: place.arn('lambda', `event-source-mapping:${UUID}`), EventSourceArn: place.arn('sqs', `jobs-${number}`), FunctionArn: functionArn(place, number * 4), State: number % 5 === 4 ? 'Disabled' : 'Enabled', BatchSize: 10, MaximumBatchingWindowInSeconds: 0 };
}

function urlConfig(place: Place, number: number): Fields {
  const at = timeAgo(place.plan, 30 + number);
  return { FunctionUrl: `https://fn${number}.lambda-url.${place.regionName}.on.aws/`, FunctionArn: functionArn(place, number), AuthType: number % 2 === 1 ? 'NONE' : 'AWS_IAM', InvokeMode: 'BUFFERED', CreationTime: at, LastModifiedTime: at, Cors: { AllowOrigins: ['*'] } };
}

export const lambdaServices: Readonly<Record<string, PlacedAnswerer>> = {
  'lambda.ListFunctions': (input, place, asked) => {
    const { Functions, ...rest } = pageOfFields(numbers(functionCount(place.plan, place.region)), input, { ...names, list: 'Functions', standard: 50 }, asked);
    return { ...rest, Functions: (Functions as number[]).map((number) => functionAt(place, number)) };
  },
  'lambda.ListTags': ({ Resource }, place) => ({ Tags: functionTags(place, numberOf(Resource)) }),
  'lambda.GetPolicy': ({ FunctionName }, place) => ({ Policy: JSON.stringify(policyOf(place, numberOf(FunctionName))), RevisionId: '1' }),
  'lambda.GetFunctionEventInvokeConfig': ({ FunctionName }, place) => (numberOf(FunctionName) % 7 === 2 ? { DestinationConfig: { OnFailure: { Destination: place.arn('sqs', 'dead-letters') } } } : none()),
  'lambda.GetFunctionCodeSigningConfig': ({ FunctionName }, place) => (numberOf(FunctionName) % 6 === 5 ? { FunctionName: String(FunctionName), CodeSigningConfigArn: place.arn('lambda', 'code-signing-config:csc-0a1b2c3d4e5f60718') } : none()),
  'lambda.ListLayers': (input, place, asked) => {
    const CreatedDate = timeAgo(place.plan, 90).replace('Z', '+0000');
    const layers = numbers(layerCount(place.plan, place.region)).map((number) => ({
      LayerName: `acme-shared-${number}`, LayerArn: layerArn(place, number), LatestMatchingVersion: { Version: 4, LayerVersionArn: `${layerArn(place, number)}:4`, CreatedDate, CompatibleRuntimes: ['nodejs22.x', 'nodejs20.x'], LicenseInfo: 'MIT' },
    }));
    return pageOfFields(layers, input, { ...names, list: 'Layers', standard: 50 }, asked);
  },
  'lambda.GetLayerVersionPolicy': ({ LayerName }, place) => {
    const number = numberOf(LayerName);
    if (number % 2 === 1) return none();
    return { RevisionId: '1', Policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 'lambda:GetLayerVersion', Resource: `${layerArn(place, number)}:4` }] }) };
  },
  'lambda.ListEventSourceMappings': (input, place, asked) =>
    pageOfFields(numbers(Math.ceil(functionCount(place.plan, place.region) / 4)).map((number) => mapping(place, number)), input, { ...names, list: 'EventSourceMappings' }, asked),
  'lambda.ListAliases': ({ FunctionName }, place) => {
    const number = numberOf(FunctionName);
    return { Aliases: number % 4 === 0 ? [{ AliasArn: `${functionArn(place, number)}:live`, Name: 'live', FunctionVersion: String(1 + (number % 7)), Description: '' }] : [] };
  },
  'lambda.ListFunctionUrlConfigs': ({ FunctionName }, place) => {
    const number = numberOf(FunctionName);
    return { FunctionUrlConfigs: hasUrl(number) ? [urlConfig(place, number)] : [] };
  },
};
