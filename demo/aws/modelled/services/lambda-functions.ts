import { networkOf } from '../../generate/facts.ts';
import { ageDays, countIn, type Plan, timeAgo } from '../../generate/plan.ts';
import { hexId, mix, pick, randomOf } from '../../generate/random.ts';
import { usualTags, workloads } from '../../generate/words.ts';
import type { Place } from '../estate.ts';
import type { Fields } from '../model.ts';
import { roleArnAt } from './iam-names.ts';
import { keyArn } from './kms-keys.ts';

const jobs = ['api', 'resize', 'report', 'sync', 'notify', 'cleanup'] as const;
/** The last ones are no longer supported by AWS. */
const runtimes = ['nodejs22.x', 'python3.12', 'java21', 'nodejs20.x', 'python3.11', 'nodejs14.x', 'python3.7'] as const;

/** One function for every eight instances of a region, at least two. */
export const functionCount = (plan: Plan, region: number): number => 2 + Math.ceil(countIn(plan, 'instances', region) / 8);
export const layerCount = (plan: Plan, region: number): number => 1 + Math.floor(functionCount(plan, region) / 10);

const workloadOf = (plan: Plan, region: number, number: number): number => mix(plan.seed, 720 + region, number) % workloads.length;
export const functionName = (plan: Plan, region: number, number: number): string => `${workloads[workloadOf(plan, region, number)]}-${jobs[number % jobs.length]}-${number}`;
export const functionArn = (place: Place, number: number): string => place.arn('lambda', `function:${functionName(place.plan, place.region, number)}`);
/** The number is the last word of the name. */
export const numberOf = (name: unknown): number => Number(/-(\d+)$/.exec(String(name).split('/').at(-1) ?? '')?.[1] ?? 0);

export const hasUrl = (number: number): boolean => number % 9 === 1;
export const layerArn = (place: Place, number: number): string => place.arn('lambda', `layer:acme-shared-${number}`);

export function functionTags(place: Place, number: number): Record<string, string> {
  return usualTags(randomOf(place.plan.seed, 722 + place.region, number), undefined);
}

export function functionAt(place: Place, number: number): Fields {
  const { plan, region, regionName, account } = place;
  const random = randomOf(plan.seed, 721 + 40 * region, number);
  const network = networkOf(plan, region, random);
  const isImage = number % 13 === 12;
  const name = functionName(plan, region, number);
  return {
    FunctionName: name, FunctionArn: functionArn(place, number), Description: '', Version: '$LATEST', PackageType: isImage ? 'Image' : 'Zip', ...(isImage ? {} : { Runtime: pick(random, runtimes), Handler: 'index.handler' }),
    Architectures: [random() < 0.4 ? 'arm64' : 'x86_64'], MemorySize: pick(random, [128, 256, 512, 1024]), Timeout: pick(random, [3, 30, 60, 900]), EphemeralStorage: { Size: 512 }, CodeSize: 1000 + Math.floor(random() * 5_000_000),
    CodeSha256: Buffer.from(hexId('c', plan.seed, 723 + region, number)).toString('base64'), LastModified: timeAgo(plan, ageDays(random)).replace('Z', '+0000'), Role: roleArnAt(plan, number),
    TracingConfig: { Mode: random() < 0.3 ? 'Active' : 'PassThrough' }, LoggingConfig: { LogGroup: `/aws/lambda/${name}`, LogFormat: 'Text' }, RevisionId: hexId('r', plan.seed, 724 + region, number),
    Environment: { Variables: { STAGE: 'prod', TABLE: 'orders', ...(number % 11 === 3 ? { DB_PASSWORD: 'hunter2-example' } : {}) } },
    ...(random() < 0.4 ? { VpcConfig: { VpcId: network.vpcId, SubnetIds: [network.subnetId], SecurityGroupIds: [hexId('sg', plan.seed, 50 + region, workloadOf(plan, region, number))] } } : {}),
    ...(random() < 0.3 ? { KMSKeyArn: keyArn(plan, region, 0) } : {}),
    ...(random() < 0.3 ? { DeadLetterConfig: { TargetArn: `arn:aws:sqs:${regionName}:${account}:dead-letters` } } : {}),
    ...(number % 3 === 0 ? { Layers: [{ Arn: `${layerArn(place, number % layerCount(plan, region))}:3`, CodeSize: 100_000 }] } : {}),
  };
}
