import { z } from 'zod';

/** One setting, declared once: its type, default, environment name and help are read from here everywhere. */
export interface SettingDeclaration {
  /** The environment name; in the YAML file and in the API it is the same in lower case. */
  name: string;
  help: string;
  /** Reads text (environment, flag) and plain values (YAML, dashboard) alike. */
  schema: z.ZodType;
  default: unknown;
  isSecret: boolean;
  /** False for what is fixed at the start: store, listeners, cloud endpoints and what weakens TLS. */
  isEditable: boolean;
  /** What is allowed, in words, for the error line. */
  allowed: string;
  /** Another name that says the same, e.g. DEBUG=true. */
  flag?: string;
}

const text = z.string().trim();
const list = z.union([z.array(z.string()), text.transform((value) => value.split(',').map((part) => part.trim()).filter((part) => part !== ''))]);
const flag = z.union([z.boolean(), z.stringbool()]);
const port = z.coerce.number().int().min(0).max(65_535);

/** A cloud account as it may be configured: an id, a role to assume, or both with regions. */
export const awsAccountSetting = z.union([
  z.coerce.string().regex(/^\d{12}$/).transform((id) => ({ id })),
  z.string().regex(/^arn:[a-z-]+:iam::\d{12}:role\/.+$/).transform((roleArn) => ({ id: roleArn.split(':')[4] ?? '', roleArn })),
  z.object({
    id: z.coerce.string().regex(/^\d{12}$/),
    name: z.string().optional(),
    role: z.string().optional(),
    external_id: z.string().optional(),
    regions: z.array(z.string()).optional(),
    // As it is kept, so that reading twice is harmless.
    roleArn: z.string().optional(),
    externalId: z.string().optional(),
  }).transform(({ id, name, role, roleArn, external_id: externalName, externalId = externalName, regions }) => ({
    id,
    ...(name === undefined ? {} : { name }),
    ...(role === undefined ? (roleArn === undefined ? {} : { roleArn }) : { roleArn: role.startsWith('arn:') ? role : `arn:aws:iam::${id}:role/${role}` }),
    ...(externalId === undefined ? {} : { externalId }),
    ...(regions === undefined ? {} : { regions }),
  })),
]);
const accounts = z.preprocess(
  (value) => (typeof value === 'string' ? value.split(',').map((part) => part.trim()).filter((part) => part !== '') : value),
  z.array(awsAccountSetting),
);

const declare = (name: string, schema: z.ZodType, fallback: unknown, help: string, extra: Partial<SettingDeclaration> = {}): SettingDeclaration => ({
  name,
  schema,
  default: fallback,
  help,
  isSecret: false,
  isEditable: true,
  allowed: 'text',
  ...extra,
});
const fixed = { isEditable: false } as const;

export const baseSettings: readonly SettingDeclaration[] = [
  declare('HOST', text.min(1), 'localhost', 'Address to listen on; loopback, both families, by default', { ...fixed, flag: 'host', allowed: 'an address or name of this machine' }),
  declare('PORT', port, 8084, 'The dashboard and every API', { ...fixed, flag: 'port', allowed: 'a number from 0 to 65535' }),
  declare('EXTRACTION_PORT', z.union([z.literal('off'), port]), 8000, 'A second listener with the same routes; `off` disables it', { ...fixed, allowed: 'a number from 0 to 65535, or off' }),
  declare('DATA_DIR', text.min(1), './data', 'Embedded store, uploaded files, master key, demo estate', { ...fixed, flag: 'data-dir', allowed: 'a directory' }),
  declare('DATABASE_URL', z.url({ protocol: /^postgres(ql)?$/ }).optional(), undefined, 'A PostgreSQL server instead of the embedded store', { ...fixed, isSecret: true, allowed: 'postgres://USER:PASSWORD@HOST/DATABASE' }),
  declare('LOG_LEVEL', text.toUpperCase().pipe(z.enum(['DEBUG', 'INFO', 'WARNING', 'ERROR'])), 'INFO', 'How much is logged', { allowed: 'DEBUG, INFO, WARNING or ERROR' }),
  declare('DEBUG', flag, false, 'The same as LOG_LEVEL=DEBUG', { ...fixed, allowed: 'true or false' }),
  declare('ENABLED_PROVIDERS', list.pipe(z.array(z.enum(['aws', 'azure', 'gcp']))).optional(), undefined, 'Clouds to visit; all that have credentials by default', { allowed: 'a list of aws, azure and gcp' }),
  declare('AWS_ENDPOINT_URL', z.url({ protocol: /^https?$/ }).optional(), undefined, 'An endpoint for every AWS call, for private endpoints and tests', { ...fixed, allowed: 'an http or https address' }),
  declare('AWS_ACCOUNTS', accounts, [], 'Accounts to visit: ids or role ARNs; the account of the credentials by default', { allowed: '12-digit account ids or role ARNs' }),
  declare('AWS_REGIONS', list, [], 'Regions to visit; every enabled one by default', { allowed: 'a list of regions' }),
  declare('AWS_PACING', z.enum(['auto', 'published', 'learn']), 'auto', 'Start from the published limits of AWS, or learn them (auto: learn only at AWS_ENDPOINT_URL)', { allowed: 'auto, published or learn' }),
  declare('AWS_THROTTLE_PATIENCE_SECONDS', z.coerce.number().int().min(1).max(3600), 180, 'How long one call may be throttled before its target is left for the next run', { allowed: '1 to 3600' }),
  declare('AWS_REQUEST_TIMEOUT_SECONDS', z.coerce.number().int().min(1).max(300), 20, 'How long one call may take', { allowed: '1 to 300' }),
  declare('MAX_CONCURRENT_EXTRACTORS', z.union([z.literal('auto'), z.coerce.number().int().min(1).max(1000)]), 'auto', 'Targets collected at once in one worker', { allowed: 'auto, or a number from 1 to 1000' }),
  declare('AWS_ORGANIZATION_ROLE', z.string().regex(/^[\w+=,.@/-]{1,200}$/).optional(), undefined, 'Visit every account of the organisation by a role of this name in each', { allowed: 'the name of a role' }),
  declare('AWS_GENERIC_TYPES', list.pipe(z.array(z.union([z.enum(['default', 'all', 'none']), z.string().regex(/^AWS::[A-Za-z0-9]+::[A-Za-z0-9]+$/)]))), ['default'], 'What extractions read through Cloud Control besides what they have readers for', { allowed: 'default, all, none and names of CloudFormation such as AWS::SQS::Queue' }),
  declare('AZURE_TENANT_ID', text.min(1).optional(), undefined, 'Directory of the application that signs in', { allowed: 'a tenant id or one of its domains' }),
  declare('AZURE_CLIENT_ID', text.min(1).optional(), undefined, 'The application, or the user-assigned managed identity', { allowed: 'a client id' }),
  declare('AZURE_CLIENT_SECRET', text.min(1).optional(), undefined, 'Secret of the application', { isSecret: true, allowed: 'text' }),
  declare('AZURE_CLIENT_CERTIFICATE_PATH', text.min(1).optional(), undefined, 'File with the certificate of the application and its private key', { allowed: 'a file' }),
  declare('AZURE_CLIENT_CERTIFICATE_PASSWORD', text.min(1).optional(), undefined, 'Password of that file', { isSecret: true, allowed: 'text' }),
  declare('AZURE_FEDERATED_TOKEN_FILE', text.min(1).optional(), undefined, 'File with the token of the platform, for workload identity', { allowed: 'a file' }),
  declare('AZURE_AUTHORITY_HOST', z.url({ protocol: /^https?$/ }).optional(), undefined, 'Where Azure is signed in to; for sovereign clouds, private endpoints and tests', { ...fixed, allowed: 'an https address, http on loopback only' }),
  declare('AZURE_RESOURCE_MANAGER_URL', z.url({ protocol: /^https?$/ }).optional(), undefined, 'Resource Manager; that of the authority by default', { ...fixed, allowed: 'an https address, http on loopback only' }),
  declare('AZURE_GRAPH_URL', z.url({ protocol: /^https?$/ }).optional(), undefined, 'Microsoft Graph; that of the authority by default', { ...fixed, allowed: 'an https address, http on loopback only' }),
  declare('AZURE_METRICS_URL', z.url({ protocol: /^https?$/ }).optional(), undefined, "Azure Monitor's batches of metrics; at the region's own address by default", { ...fixed, allowed: 'an https address, http on loopback only' }),
  declare('AZURE_SUBSCRIPTIONS', list, [], 'Subscriptions to visit; every one that the credentials reach by default', { allowed: 'a list of subscription ids' }),
  declare('AZURE_PACING', z.enum(['auto', 'published', 'learn']), 'auto', 'Start from the published limits of Azure, or learn them (auto: learn only at AZURE_RESOURCE_MANAGER_URL)', { allowed: 'auto, published or learn' }),
  declare('GOOGLE_APPLICATION_CREDENTIALS', text.min(1).optional(), undefined, 'File with the credentials; the well-known file of gcloud or the metadata server by default', { allowed: 'a file' }),
  declare('GOOGLE_CLOUD_PROJECT', text.min(1).optional(), undefined, 'The project that calls are counted for where the credentials do not say', { allowed: 'a project id' }),
  declare('GCP_ENDPOINT_URL', z.url({ protocol: /^https?$/ }).optional(), undefined, 'Asked instead of the services, with their host as the first part of the path', { ...fixed, allowed: 'an http or https address' }),
  declare('GCP_PROJECTS', list, [], 'Projects to visit; every one that the credentials reach by default', { allowed: 'a list of project ids' }),
  declare('GCP_IMPERSONATE_SERVICE_ACCOUNT', text.includes('@').optional(), undefined, 'Service account to act as', { allowed: 'the e-mail address of a service account' }),
  declare('GCP_PACING', z.enum(['auto', 'published', 'learn']), 'auto', 'Start from the published limits of Google Cloud, or learn them (auto: learn only at GCP_ENDPOINT_URL)', { allowed: 'auto, published or learn' }),
  declare('MAX_CALLS_PER_RUN', z.coerce.number().int().min(0).max(100_000_000), 0, 'Cloud API calls that one run may make; what is left is read first by the next run. 0 is no limit', { allowed: '0 to 100000000' }),
  declare('MAX_MINUTES_PER_RUN', z.coerce.number().min(0).max(10_080), 0, 'How long one run may read; what is left is read first by the next run. 0 is no limit', { allowed: '0 to 10080' }),
  declare('READ_METRICS', flag, true, 'Ask the metrics of the clouds how much things are used, once a day; without them rules about idle things answer unknown. AWS bills what is asked of CloudWatch ($0.01 for 1,000 metrics)', { allowed: 'true or false' }),
  declare('KEEP_RAW', flag, true, "Keep the provider's answer for each resource that an extraction reads, secrets removed", { allowed: 'true or false' }),
  declare('OWNER_TAGS', list, ['owner', 'team'], 'Tags or labels that say whose a thing is, in any casing', { allowed: 'a list of tag names' }),
  declare('WANTED_TAGS', list, ['owner', 'environment', 'cost-center', 'application'], 'Tags or labels that everything should have, in any casing', { allowed: 'a list of tag names' }),
  declare('EXPECTED_REGIONS', list, [], 'Regions in which things are expected, of all clouds; what is elsewhere is shown on the governance page. Empty: anywhere', { allowed: 'a list of regions' }),
  declare('BATCH_SIZE', z.coerce.number().int().min(1).max(10_000), 100, 'Artifacts per delivery to a transport', { allowed: '1 to 10000' }),
  declare('BATCH_DELAY_SECONDS', z.coerce.number().min(0).max(3600), 0, 'Pause between two deliveries to a transport', { allowed: '0 to 3600' }),
  declare('TRANSPORT_TYPE', z.enum(['http', 'filesystem', 's3', 'none']), 'none', 'Where extractions are handed on to; more transports can be set up in the dashboard', { allowed: 'http, filesystem, s3 or none' }),
  declare('TRANSPORT_ONLY_CHANGES', flag, false, 'Hand on only what is new, changed or gone since the last delivery, instead of everything', { allowed: 'true or false' }),
  declare('HTTP_ENDPOINT_URL', z.url({ protocol: /^https?$/ }).optional(), undefined, 'Receiver of the HTTP transport', { allowed: 'an http or https address' }),
  declare('SCANNER_API_KEY', text.min(1).optional(), undefined, 'Sent to the HTTP receiver as a bearer token', { isSecret: true, allowed: 'text' }),
  declare('TRANSPORT_TIMEOUT_SECONDS', z.coerce.number().int().min(1).max(600), 30, 'How long the HTTP receiver may take for one delivery', { allowed: '1 to 600' }),
  declare('TRANSPORT_MAX_RETRIES', z.coerce.number().int().min(0).max(20), 3, 'How often a delivery is tried again before it is kept for a person to send', { allowed: '0 to 20' }),
  declare('ALLOW_INSECURE_SSL', flag, false, 'Take any certificate of the HTTP receiver', { ...fixed, allowed: 'true or false' }),
  declare('S3_TRANSPORT_BUCKET', text.min(3).optional(), undefined, 'Bucket of the S3 transport', { allowed: 'a bucket name' }),
  declare('S3_TRANSPORT_PREFIX', text, '', 'Where in the bucket', { allowed: 'text' }),
  declare('S3_TRANSPORT_REGION', text.min(1).optional(), undefined, 'Region of the bucket; AWS_REGION by default', { allowed: 'a region' }),
  declare('FILESYSTEM_BASE_DIR', text.min(1), './file_collector', 'Folder of the filesystem transport', { ...fixed, allowed: 'a folder' }),
  declare('FILESYSTEM_MAX_BYTES', z.coerce.number().int().min(1024).max(1_000_000_000_000), 268_435_456, 'A file of the filesystem transport that has grown to this size is ended and another begun', { allowed: '1024 and more' }),
  declare('FILESYSTEM_KEEP_DAYS', z.coerce.number().int().min(0).max(36_500), 0, 'How long files of the filesystem transport are kept; 0 is for ever', { allowed: '0 to 36500' }),
  declare('PUBLIC_URL', z.url({ protocol: /^https?$/ }).transform((url) => url.replace(/\/+$/, '')).optional(), undefined, 'What links in messages point to; http://localhost:PORT by default', { allowed: 'an http or https address' }),
  declare('KEEP_RUNS_DAYS', z.coerce.number().int().min(1).max(3650), 400, 'How long runs and deliveries are kept; history and findings stay', { allowed: '1 to 3650' }),
  declare('INTEGRITY_ROOTS', list.pipe(z.array(z.string().startsWith('/'))).optional(), undefined, 'Folders below which files may be registered; the home of the user and the working directory by default', { allowed: 'a list of absolute folders' }),
  declare('MAX_MB_PER_SECOND', z.coerce.number().min(0).max(100_000), 0, 'How fast files are read for checks, all together; 0 is no limit', { allowed: '0 to 100000' }),
  declare('UPLOAD_MAX_MB', z.coerce.number().int().min(1).max(1_000_000), 1024, 'How large an uploaded file may be', { allowed: '1 to 1000000' }),
  declare('ROUNDSMAN_MASTER_KEY', z.string().regex(/^[0-9a-f]{64}$/i).optional(), undefined, 'Key for secrets at rest instead of the file in DATA_DIR; the same on every replica', { ...fixed, isSecret: true, allowed: '64 hexadecimal digits' }),
];

/** A setting that a channel brings along, with the channel's own schema for it. */
export function channelSetting(field: { setting: string; help: string; kind: 'text' | 'secret' | 'number' | 'list'; allowed?: string }, own: z.ZodType = z.unknown()): SettingDeclaration {
  const schema: z.ZodType = field.kind === 'number' ? z.coerce.number() : field.kind === 'list' ? list : text;
  // An empty text is a value that was taken away.
  const isAllowed = (value: unknown): boolean => value === '' || (Array.isArray(value) && value.length === 0) || own.safeParse(value).success;
  const allowed = field.allowed ?? (field.kind === 'number' ? 'a number' : field.kind === 'list' ? 'a comma-separated list' : 'text');
  return declare(field.setting, schema.refine(isAllowed).optional(), undefined, field.help, { isSecret: field.kind === 'secret', allowed });
}
