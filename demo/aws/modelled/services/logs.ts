import { isInUse } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { apiCount } from './apigateway.ts';
import { clusterCount, familyOf, isEmptyCluster, servicesPerCluster } from './ecs-names.ts';
import { clusters as eksClusters } from './eks.ts';
import { keyArn } from './kms-keys.ts';
import { functionCount, functionName } from './lambda-functions.ts';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);

/** Of functions, containers, stages, clusters and the main VPC. */
function names(place: Place): string[] {
  const { plan, region } = place;
  const families = numbers(clusterCount(plan, region)).filter((cluster) => !isEmptyCluster(plan, region, cluster)).flatMap((cluster) => numbers(servicesPerCluster).map((service) => familyOf(place, cluster, service)));
  const all = [
    ...numbers(functionCount(plan, region)).map((number) => `/aws/lambda/${functionName(plan, region, number)}`), ...families.map((family) => `/ecs/${family}`),
    ...numbers(apiCount(place)).map((api) => `/api/${api}`), ...eksClusters(place).map((name) => `/aws/eks/${name}/cluster`), ...(isInUse(plan, region) ? ['/vpc/main'] : []),
  ];
  return [...new Set(all)];
}

/** One in three keeps its events forever; one in five has a key of ours. */
function groupAt(place: Place, logGroupName: string, number: number): Fields {
  const logGroupArn = place.arn('logs', `log-group:${logGroupName}`);
  return {
    logGroupName, logGroupArn, arn: `${logGroupArn}:*`, creationTime: Date.parse(timeAgo(place.plan, 100 + number)), metricFilterCount: number % 4 === 1 ? 1 : 0, storedBytes: number % 6 === 5 ? 0 : (1 + (number % 40)) * 3_000_000_000,
    logGroupClass: number % 7 === 6 ? 'INFREQUENT_ACCESS' : 'STANDARD', deletionProtectionEnabled: number % 11 === 10, ...(number % 3 === 0 ? {} : { retentionInDays: 30 }), ...(number % 5 === 0 ? { kmsKeyId: keyArn(place.plan, place.region, 0) } : {}),
  };
}

export const logsServices: Readonly<Record<string, PlacedAnswerer>> = {
  'cloudwatchlogs.DescribeLogGroups': (input, place, asked) => pageOfFields(names(place).map((name, number) => groupAt(place, name, number)), input, { size: 'limit', token: 'nextToken', next: 'nextToken', list: 'logGroups', standard: 50 }, asked),
  'cloudwatchlogs.ListTagsForResource': ({ resourceArn }) => ({ tags: String(resourceArn).includes('/aws/lambda/') ? { team: 'platform' } : {} }),
};
