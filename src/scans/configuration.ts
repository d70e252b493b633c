import type { Provider } from '../core/resource.ts';
import type { AwsAccount } from '../providers/aws/session.ts';
import { cloudsWithSignIn } from '../providers/clouds-with-sign-in.ts';
import type { CloudSettings } from '../providers/settings.ts';
import type { ScanConfiguration } from './run-scan.ts';

/** Calls in flight over all buckets at the most; how many are worth it is found while they run. */
const maxInFlight = 250;
const autoTargets = 64;

interface Values {
  value<Value>(name: string): Value;
}

/** The clouds that are on, in the order of the product. */
export const cloudsOf = ({ clouds }: Pick<ScanConfiguration, 'clouds'>): Provider[] => (['aws', 'azure', 'gcp'] as const).filter((name) => clouds[name] !== undefined);

/** What a scan needs of the settings in force. */
export function scanConfigurationOf(config: Values, { isDemo, publicUrl }: { isDemo: boolean; publicUrl: string }): ScanConfiguration {
  const extractors = config.value<number | 'auto'>('MAX_CONCURRENT_EXTRACTORS');
  return {
    clouds: cloudSettingsOf(config),
    areCloudsNamed: config.value<string[] | undefined>('ENABLED_PROVIDERS') !== undefined,
    awsRegions: config.value<string[]>('AWS_REGIONS'),
    maxTargets: extractors === 'auto' ? undefined : extractors,
    targetsPerCloud: autoTargets,
    maxCalls: config.value<number>('MAX_CALLS_PER_RUN') || null,
    maxMinutes: config.value<number>('MAX_MINUTES_PER_RUN') || null,
    readsMetrics: config.value<boolean>('READ_METRICS'),
    keepsRaw: config.value<boolean>('KEEP_RAW'),
    isDemo,
    publicUrl,
  };
}

/** The clouds of ENABLED_PROVIDERS; where it says nothing AWS, and the others where their credentials lie. */
export function cloudSettingsOf(config: Values): CloudSettings {
  const all = { aws: awsSettingsOf(config), azure: azureSettingsOf(config), gcp: gcpSettingsOf(config) };
  const enabled = config.value<Provider[] | undefined>('ENABLED_PROVIDERS') ?? cloudsWithSignIn(all, process.env);
  return {
    ...(enabled.includes('aws') ? { aws: all.aws } : {}),
    ...(enabled.includes('azure') ? { azure: all.azure } : {}),
    ...(enabled.includes('gcp') ? { gcp: all.gcp } : {}),
    maxInFlight,
  };
}

/** `auto`: the published limits at the cloud's own addresses; a private endpoint has limits that nobody has published. */
function pacingOf(config: Values, setting: string, endpoint: string | undefined): 'published' | 'learn' {
  const pacing = config.value<'auto' | 'published' | 'learn'>(setting);
  return pacing === 'auto' ? (endpoint === undefined ? 'published' : 'learn') : pacing;
}

const patienceOf = (config: Values) => ({
  throttlePatienceMs: config.value<number>('AWS_THROTTLE_PATIENCE_SECONDS') * 1000,
  requestTimeoutMs: config.value<number>('AWS_REQUEST_TIMEOUT_SECONDS') * 1000,
});

function awsSettingsOf(config: Values): NonNullable<CloudSettings['aws']> {
  const endpointUrl = config.value<string | undefined>('AWS_ENDPOINT_URL');
  return {
    endpointUrl,
    accounts: config.value<AwsAccount[]>('AWS_ACCOUNTS'),
    pacing: pacingOf(config, 'AWS_PACING', endpointUrl),
    maxInFlight,
    ...patienceOf(config),
    organizationRole: config.value<string | undefined>('AWS_ORGANIZATION_ROLE'),
    genericTypes: config.value<string[]>('AWS_GENERIC_TYPES'),
  };
}

function azureSettingsOf(config: Values): NonNullable<CloudSettings['azure']> {
  const text = (name: string) => config.value<string | undefined>(name);
  const resourceManagerUrl = text('AZURE_RESOURCE_MANAGER_URL');
  return {
    tenantId: text('AZURE_TENANT_ID'),
    clientId: text('AZURE_CLIENT_ID'),
    clientSecret: text('AZURE_CLIENT_SECRET'),
    clientCertificatePath: text('AZURE_CLIENT_CERTIFICATE_PATH'),
    clientCertificatePassword: text('AZURE_CLIENT_CERTIFICATE_PASSWORD'),
    federatedTokenFile: text('AZURE_FEDERATED_TOKEN_FILE'),
    authorityHost: text('AZURE_AUTHORITY_HOST'),
    resourceManagerUrl,
    graphUrl: text('AZURE_GRAPH_URL'),
    metricsUrl: text('AZURE_METRICS_URL'),
    subscriptions: config.value<string[]>('AZURE_SUBSCRIPTIONS'),
    pacing: pacingOf(config, 'AZURE_PACING', resourceManagerUrl),
    ...patienceOf(config),
  };
}

function gcpSettingsOf(config: Values): NonNullable<CloudSettings['gcp']> {
  const text = (name: string) => config.value<string | undefined>(name);
  const endpointUrl = text('GCP_ENDPOINT_URL');
  return {
    credentialsFile: text('GOOGLE_APPLICATION_CREDENTIALS'),
    project: text('GOOGLE_CLOUD_PROJECT'),
    endpointUrl,
    projects: config.value<string[]>('GCP_PROJECTS'),
    impersonate: text('GCP_IMPERSONATE_SERVICE_ACCOUNT'),
    pacing: pacingOf(config, 'GCP_PACING', endpointUrl),
    ...patienceOf(config),
  };
}
