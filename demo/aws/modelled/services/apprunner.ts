import { countIn, timeAgo } from '../../generate/plan.ts';
import { pageOfFields } from '../answerer.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { roleArnAt } from './iam-names.ts';
import { keyArn } from './kms-keys.ts';

/** One service for every 40 instances of a region, at least two. */
const services = ({ plan, region }: Place): number[] => Array.from({ length: 2 + Math.floor(countIn(plan, 'instances', region) / 40) }, (_, number) => number);
const idOf = (number: number): string => number.toString(16).padStart(32, '0');
const arnOf = (place: Place, number: number): string => place.arn('apprunner', `service/site-${number}/${idOf(number)}`);
const numberOf = (arn: unknown): number => Number.parseInt(String(arn).split('/').at(-1) ?? '0', 16);
const connectionArn = (place: Place): string => place.arn('apprunner', `connection/github/${idOf(1)}`);
const names = { size: 'MaxResults', token: 'NextToken', next: 'NextToken' } as const;

function summary(place: Place, number: number): Fields {
  const at = new Date(timeAgo(place.plan, 120 + number));
  return { ServiceName: `site-${number}`, ServiceId: idOf(number), ServiceArn: arnOf(place, number), ServiceUrl: `site${number}.${place.regionName}.awsapprunner.com`, CreatedAt: at, UpdatedAt: at, Status: number % 5 === 4 ? 'PAUSED' : 'RUNNING' };
}

/** By turns from an image and from code. */
function sourceOf(place: Place, number: number): Fields {
  const RuntimeEnvironmentVariables = { STAGE: 'prod', ...(number % 4 === 0 ? { API_TOKEN: 'example-token-123' } : {}) };
  if (number % 2 === 1) {
    const CodeConfiguration = { ConfigurationSource: 'API', CodeConfigurationValues: { Runtime: 'NODEJS_18', RuntimeEnvironmentVariables } };
    return { CodeRepository: { RepositoryUrl: 'https://github.com/acme/site', SourceCodeVersion: { Type: 'BRANCH', Value: 'main' }, CodeConfiguration }, AutoDeploymentsEnabled: true, AuthenticationConfiguration: { ConnectionArn: connectionArn(place) } };
  }
  const image = `${place.account}.dkr.ecr.${place.regionName}.amazonaws.com/site:latest`;
  return { ImageRepository: { ImageIdentifier: image, ImageRepositoryType: 'ECR', ImageConfiguration: { Port: '8080', RuntimeEnvironmentVariables } }, AutoDeploymentsEnabled: false, AuthenticationConfiguration: { AccessRoleArn: roleArnAt(place.plan, 1) } };
}

export const apprunnerServices: Readonly<Record<string, PlacedAnswerer>> = {
  'apprunner.ListServices': (input, place, asked) => pageOfFields(services(place).map((number) => summary(place, number)), input, { ...names, list: 'ServiceSummaryList', standard: 20 }, asked),
  'apprunner.DescribeService': ({ ServiceArn }, place) => {
    const number = numberOf(ServiceArn);
    return {
      Service: {
        ...summary(place, number), SourceConfiguration: sourceOf(place, number), InstanceConfiguration: { Cpu: '1024', Memory: '2048', InstanceRoleArn: roleArnAt(place.plan, number) }, ObservabilityConfiguration: { ObservabilityEnabled: number % 3 === 0 },
        NetworkConfiguration: { EgressConfiguration: { EgressType: 'DEFAULT' }, IngressConfiguration: { IsPubliclyAccessible: number % 3 !== 2 } }, ...(number % 2 === 0 ? { EncryptionConfiguration: { KmsKey: keyArn(place.plan, place.region, 0) } } : {}),
        AutoScalingConfigurationSummary: { AutoScalingConfigurationName: 'default' },
      },
    };
  },
  'apprunner.ListTagsForResource': ({ ResourceArn }) => ({ Tags: numberOf(ResourceArn) % 2 === 0 ? [{ Key: 'team', Value: 'web' }] : [] }),
  'apprunner.ListConnections': (input, place, asked) =>
    pageOfFields([{ ConnectionName: 'github', ConnectionArn: connectionArn(place), ProviderType: 'GITHUB', Status: 'AVAILABLE', CreatedAt: new Date(timeAgo(place.plan, 500)) }, { ConnectionName: 'trial', ConnectionArn: place.arn('apprunner', `connection/trial/${idOf(2)}`), ProviderType: 'GITHUB', Status: 'PENDING_HANDSHAKE', CreatedAt: new Date(timeAgo(place.plan, 400)) }], input, { ...names, list: 'ConnectionSummaryList' }, asked),
};
