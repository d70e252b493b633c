import { Refusal } from '../answer.ts';
import type { Fields } from './model.ts';

/** What S3 says of a bucket that has none of it; without a configuration these say nothing at all. */
const ofBuckets: Readonly<Record<string, string>> = {
  GetBucketPolicy: 'NoSuchBucketPolicy', GetBucketPolicyStatus: 'NoSuchBucketPolicy', GetBucketTagging: 'NoSuchTagSet', GetPublicAccessBlock: 'NoSuchPublicAccessBlockConfiguration',
  GetBucketEncryption: 'ServerSideEncryptionConfigurationNotFoundError', GetBucketLifecycleConfiguration: 'NoSuchLifecycleConfiguration', GetBucketReplication: 'ReplicationConfigurationNotFoundError',
  GetObjectLockConfiguration: 'ObjectLockConfigurationNotFoundError', GetBucketWebsite: 'NoSuchWebsiteConfiguration', GetBucketOwnershipControls: 'OwnershipControlsNotFoundError', GetBucketCors: 'NoSuchCORSConfiguration',
};
const emptyOfBuckets = new Set(['GetBucketVersioning', 'GetBucketLogging', 'GetBucketAcl', 'GetBucketNotificationConfiguration', 'GetBucketRequestPayment', 'GetBucketAccelerateConfiguration']);

/** API Gateway lists with Get. */
const isPlural = (operation: string): boolean => /^Get\w+s$/.test(operation);

/** The answer of an operation that nobody has written one for: an empty list, or AWS's word for what is not there. */
export function absentAnswer(service: string, operation: string): Fields {
  if (service === 's3') {
    const code = ofBuckets[operation];
    if (code !== undefined) throw new Refusal(404, code, 'The bucket has no such configuration.');
    if (emptyOfBuckets.has(operation)) return {};
  }
  if (/^(List|Describe)/.test(operation) || isPlural(operation)) return {};
  throw new Refusal(404, 'ResourceNotFoundException', `${operation} finds nothing of that name.`);
}
