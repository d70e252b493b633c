import type { AwsAccount } from '../providers/aws/session.ts';
import type { ScanConfiguration } from './run-scan.ts';

/** Calls in flight over all buckets at the most; how many are worth it is found while they run. */
const maxInFlight = 250;
const autoTargets = 64;

/** What a scan needs of the settings in force. */
export function scanConfigurationOf(config: { value<Value>(name: string): Value }, { isDemo, publicUrl }: { isDemo: boolean; publicUrl: string }): ScanConfiguration {
  const endpointUrl = config.value<string | undefined>('AWS_ENDPOINT_URL');
  const pacing = config.value<'auto' | 'published' | 'learn'>('AWS_PACING');
  const extractors = config.value<number | 'auto'>('MAX_CONCURRENT_EXTRACTORS');
  const enabled = config.value<string[] | undefined>('ENABLED_PROVIDERS');
  return {
    aws: {
      endpointUrl,
      accounts: config.value<AwsAccount[]>('AWS_ACCOUNTS'),
      pacing: pacing === 'auto' ? (endpointUrl === undefined ? 'published' : 'learn') : pacing,
      maxInFlight,
      throttlePatienceMs: config.value<number>('AWS_THROTTLE_PATIENCE_SECONDS') * 1000,
      requestTimeoutMs: config.value<number>('AWS_REQUEST_TIMEOUT_SECONDS') * 1000,
      organizationRole: config.value<string | undefined>('AWS_ORGANIZATION_ROLE'),
      genericTypes: config.value<string[]>('AWS_GENERIC_TYPES'),
    },
    isAwsEnabled: enabled === undefined || enabled.includes('aws'),
    awsRegions: config.value<string[]>('AWS_REGIONS'),
    maxTargets: extractors === 'auto' ? autoTargets : extractors,
    maxCalls: config.value<number>('MAX_CALLS_PER_RUN') || null,
    maxMinutes: config.value<number>('MAX_MINUTES_PER_RUN') || null,
    keepsRaw: config.value<boolean>('KEEP_RAW'),
    isDemo,
    publicUrl,
  };
}
