import { describe, expect, it } from 'vitest';
import { AppError } from '../../core/errors.ts';
import { kindOf, retryAfterMs, toAppError } from './errors.ts';

const sdkError = (name: string, httpStatusCode?: number, more: object = {}): Error =>
  Object.assign(new Error('Something was said.'), { name, $metadata: httpStatusCode === undefined ? {} : { httpStatusCode, requestId: 'req-1' }, ...more });

describe('the kind of an error', () => {
  it.each([
    ['throttled', 'RequestLimitExceeded', 503], ['throttled', 'SlowDown', 503], ['throttled', 'Throttling', 400], ['throttled', 'ThrottlingException', 400], ['throttled', 'TooManyRequestsException', 429],
    ['throttled', 'AnythingElse', 429],
    ['denied', 'UnauthorizedOperation', 403], ['denied', 'AccessDenied', 403], ['denied', 'AccessDeniedException', 400], ['denied', 'AllAccessDisabled', 403],
    ['credentials', 'ExpiredToken', 400], ['credentials', 'ExpiredTokenException', 400], ['credentials', 'RequestExpired', 400], ['credentials', 'InvalidClientTokenId', 403], ['credentials', 'UnrecognizedClientException', 400],
    ['credentials', 'SignatureDoesNotMatch', 403], ['credentials', 'AuthFailure', 401], ['credentials', 'InvalidAccessKeyId', 403],
    ['disabled', 'OptInRequired', 403], ['disabled', 'SubscriptionRequiredException', 400],
    ['transient', 'InternalError', 500], ['transient', 'ServiceFailure', 500], ['transient', 'ServiceUnavailable', 503], ['transient', 'TimeoutError', undefined], ['transient', 'ECONNRESET', undefined],
    ['transient', 'SyntaxError', 200], ['transient', 'SyntaxError', 502], ['denied', 'SyntaxError', 403], ['denied', 'Unknown', 403], ['other', 'RequestTimeTooSkewed', 403],
    ['other', 'InvalidParameterValue', 400], ['other', 'NoSuchBucket', 404], ['other', 'ValidationError', 400],
  ])('is %s for %s with status %s', (kind, name, status) => {
    expect(kindOf(sdkError(name, status))).toBe(kind);
  });

  it.each([
    ['disabled', 'apprunner.eu-north-1.amazonaws.com'], ['disabled', 'eks.cn-north-1.amazonaws.com.cn'], ['disabled', 'lambda.us-gov-west-1.api.aws'],
    ['transient', 'ec2.eu-west-1.amazonaws.com'], ['transient', 'bucket.s3.eu-west-1.amazonaws.com'], ['transient', 'sts.amazonaws.com'], ['transient', 'cloud.example.com'], ['transient', undefined],
  ])('is %s where %s has no address', (kind, hostname) => {
    expect(kindOf(sdkError('Error', undefined, { code: 'ENOTFOUND', hostname }))).toBe(kind);
  });

  it('follows the code where the name is general, and the SDK where it knows a throttle', () => {
    expect(kindOf(sdkError('Error', 403, { Code: 'AccessDenied' }))).toBe('denied');
    expect(kindOf(sdkError('Odd', 400, { $retryable: { throttling: true } }))).toBe('throttled');
    expect(kindOf(sdkError('Odd', 200, { message: 'Deserialization error: unexpected end' }))).toBe('transient');
  });
});

describe('Retry-After', () => {
  const now = Date.parse('2026-07-01T00:00:00Z');
  it.each([
    ['7', 7000], ['0', 0], ['0.5', 500], ['-3', 0], ['100000', 300_000], ['Wed, 01 Jul 2026 00:00:30 GMT', 30_000], ['Tue, 30 Jun 2026 00:00:00 GMT', 0], ['Thu, 01 Jul 2027 00:00:00 GMT', 300_000], ['soon', undefined], [undefined, undefined],
  ])('%j is %j ms', (text, ms) => {
    expect(retryAfterMs(sdkError('SlowDown', 503, { $response: { headers: text === undefined ? {} : { 'retry-after': text } } }), now)).toBe(ms);
  });

  it('is not there without an answer', () => {
    expect(retryAfterMs(sdkError('TimeoutError'), now)).toBeUndefined();
  });
});

describe('what a person reads', () => {
  it('names the permission that AWS named, else that of the call', () => {
    const named = sdkError('UnauthorizedOperation', 403, { message: 'User: arn:aws:iam::1:user/x is not authorized to perform: ec2:DescribeVolumes because no identity-based policy allows it' });
    expect(toAppError(named, 'ec2:DescribeInstances', 'eu-west-1')).toMatchObject({ code: 'AWS_ACCESS_DENIED', permission: 'ec2:DescribeVolumes', message: 'Denied in eu-west-1: the role lacks `ec2:DescribeVolumes` (request req-1).' });
    expect(toAppError(sdkError('UnauthorizedOperation', 403), 'ec2:DescribeInstances', 'eu-west-1').permission).toBe('ec2:DescribeInstances');
  });

  it('knows which permission an S3 call needs', () => {
    const permissions = ['s3:ListBuckets', 's3:ListObjectVersions', 's3:GetBucketLocation'].map((call) => toAppError(sdkError('AccessDenied', 403, { message: 'Access Denied' }), call, 'us-east-1').permission);
    expect(permissions).toEqual(['s3:ListAllMyBuckets', 's3:ListBucketVersions', 's3:GetBucketLocation']);
  });

  it.each([
    ['AWS_CREDENTIALS_REJECTED', sdkError('ExpiredToken', 400)], ['AWS_THROTTLED', sdkError('SlowDown', 503)], ['AWS_UNAVAILABLE', sdkError('InternalError', 500)], ['AWS_UNAVAILABLE', sdkError('InvalidParameterValue', 400)],
    ['CLOUD_TIMEOUT', sdkError('TimeoutError')],
  ])('is %s with the region in it, and the cause kept back', (code, error) => {
    const described = toAppError(error, 's3:ListBuckets', 'eu-west-1');
    expect(described).toMatchObject({ code, cause: error, message: expect.stringContaining('eu-west-1') as string });
    expect(JSON.stringify(described.toStored())).not.toContain('Something was said');
  });

  it('leaves what is described already as it is', () => {
    const error = new AppError('AWS_PAGING_LOOP');
    expect(toAppError(error, 'x:Y', 'z')).toBe(error);
  });
});
