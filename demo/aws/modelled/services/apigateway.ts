import { networkOf } from '../../generate/facts.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import { hexId, mix, randomOf } from '../../generate/random.ts';
import { workloads } from '../../generate/words.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { functionArn, functionCount } from './lambda-functions.ts';

/** One API for every 50 instances of a region, at least one. */
export const apiCount = ({ plan, region }: Place): number => 1 + Math.floor(countIn(plan, 'instances', region) / 50);
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
/** Ten letters and digits, the number at the end. */
const idOf = ({ plan, region }: Place, kind: string, number: number): string => `${kind}${mix(plan.seed, 760 + region, 1).toString(36).padStart(6, '0').slice(0, 6)}${number.toString(36).padStart(3, '0')}`;
const numberOf = (id: unknown): number => Number.parseInt(String(id).slice(-3), 36);
const names = { size: 'limit', token: 'position', next: 'position' } as const;
const isPrivate = (api: number): boolean => api % 4 === 3;
const verbs = ['GET', 'POST', 'DELETE'] as const;

const invocation = (place: Place, number: number): string => `arn:aws:apigateway:${place.regionName}:lambda:path/2015-03-31/functions/${functionArn(place, number % functionCount(place.plan, place.region))}/invocations`;

function methodOf(place: Place, api: number, resource: number, verb: number): Fields {
  const isOpen = (api + resource + verb) % 3 === 0;
  return {
    httpMethod: verbs[verb], authorizationType: isOpen ? 'NONE' : 'CUSTOM', apiKeyRequired: false, ...(isOpen ? {} : { authorizerId: idOf(place, 'z', api) }),
    methodIntegration: { type: 'AWS_PROXY', httpMethod: 'POST', uri: invocation(place, api + resource) },
  };
}

function resourcesOf(place: Place, api: number): Fields[] {
  const root = idOf(place, 'r', 0);
  const paths = ['orders', 'customers', 'reports', 'health'];
  const made = paths.map((pathPart, at) => ({
    id: idOf(place, 'r', at + 1), parentId: root, pathPart, path: `/${pathPart}`, resourceMethods: Object.fromEntries(numbers(1 + ((api + at) % 3)).map((verb) => [verbs[verb]!, methodOf(place, api, at, verb)])),
  }));
  return [{ id: root, path: '/' }, ...made];
}

function restApi(place: Place, api: number): Fields {
  return {
    id: idOf(place, 'a', api), name: `${workloads[mix(place.plan.seed, 761 + place.region, api) % workloads.length]}-api-${api}`, createdDate: new Date(timeAgo(place.plan, 300 + api)), apiKeySource: 'HEADER', tags: api % 3 === 2 ? {} : { team: 'web' },
    endpointConfiguration: isPrivate(api) ? { types: ['PRIVATE'], vpcEndpointIds: [hexId('vpce', place.plan.seed, 20 + place.region, 0)] } : { types: ['REGIONAL'] },
  };
}

function stageOf(place: Place, api: number, stageName: string): Fields {
  const isProd = stageName === 'prod';
  const network = networkOf(place.plan, place.region, randomOf(place.plan.seed, 762 + place.region, api));
  return {
    stageName, deploymentId: idOf(place, 'd', isProd ? 1 : 0), createdDate: new Date(timeAgo(place.plan, 290)), lastUpdatedDate: new Date(timeAgo(place.plan, 30)), tracingEnabled: isProd, cacheClusterEnabled: false, variables: { vpc: network.vpcId },
    ...(isProd ? { methodSettings: { '*/*': { loggingLevel: 'ERROR', metricsEnabled: true, throttlingRateLimit: 100, throttlingBurstLimit: 50 } }, accessLogSettings: { destinationArn: place.arn('logs', `log-group:/api/${api}`), format: '$context.requestId' } } : {}),
    ...(isProd && api % 2 === 0 ? { webAclArn: place.arn('wafv2', 'regional/webacl/shared/0a1b2c3d') } : {}), tags: {},
  };
}

export const apigatewayServices: Readonly<Record<string, PlacedAnswerer>> = {
  'apigateway.GetRestApis': (input, place, asked) => pageOfFields(numbers(apiCount(place)).map((api) => restApi(place, api)), input, { ...names, list: 'items', standard: 25 }, asked),
  'apigateway.GetResources': (input, place, asked) => pageOfFields(resourcesOf(place, numberOf(input['restApiId'])), input, { ...names, list: 'items', standard: 25 }, asked),
  'apigateway.GetStages': ({ restApiId }, place) => ({ item: ['prod', 'test'].map((stage) => stageOf(place, numberOf(restApiId), stage)) }),
  'apigateway.GetDeployments': (input, place, asked) => pageOfFields(numbers(3).map((number) => ({ id: idOf(place, 'd', number), createdDate: new Date(timeAgo(place.plan, 290 - number * 20)), description: '' })), input, { ...names, list: 'items', standard: 25 }, asked),
  'apigateway.GetAuthorizers': (input, place, asked) => {
    const api = numberOf(input['restApiId']);
    return pageOfFields([{ id: idOf(place, 'z', api), name: 'tokens', type: 'TOKEN', authorizerUri: invocation(place, 0), identitySource: 'method.request.header.Authorization', authorizerResultTtlInSeconds: 300 }], input, { ...names, list: 'items', standard: 25 }, asked);
  },
  'apigateway.GetUsagePlans': (input, place, asked) => {
    const plans = [{ id: idOf(place, 'u', 0), name: 'partners', apiStages: [{ apiId: idOf(place, 'a', 0), stage: 'prod' }], throttle: { rateLimit: 10, burstLimit: 5 }, quota: { limit: 10_000, offset: 0, period: 'DAY' }, tags: {} }, { id: idOf(place, 'u', 1), name: 'unused', apiStages: [] }];
    return pageOfFields(plans, input, { ...names, list: 'items', standard: 25 }, asked);
  },
};
