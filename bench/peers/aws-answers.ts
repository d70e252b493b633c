import type { Call } from './call.ts';

export interface Answer {
  status: number;
  headers: Record<string, string>;
  body: Buffer;
  /** moto has no such operation: this is said in its place. */
  isLacking?: boolean;
}

/** An error in the form of the protocol; a status of 400 or 403 is not retried, as with AWS. */
function refusal(call: Call, status: number, code: string, message: string): Answer {
  const id = '00000000-0000-4000-8000-000000000000';
  const json = (): Answer => ({ status, headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': code }, body: Buffer.from(JSON.stringify({ __type: code, message, Message: message })) });
  const xml = (text: string): Answer => ({ status, headers: { 'content-type': 'text/xml' }, body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`) });
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  if (call.service === 's3') return xml(`<Error>${error}<RequestId>${id}</RequestId></Error>`);
  if (call.protocol !== 'query') return json();
  if (call.service === 'ec2') return xml(`<Response><Errors><Error>${error}</Error></Errors><RequestID>${id}</RequestID></Response>`);
  return xml(`<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>${id}</RequestId></ErrorResponse>`);
}

export function throttled(call: Call): Answer {
  if (call.service === 'ec2') return refusal(call, 503, 'RequestLimitExceeded', 'Request limit exceeded.');
  if (call.service === 's3') return refusal(call, 503, 'SlowDown', 'Please reduce your request rate.');
  return refusal(call, 400, call.protocol === 'query' ? 'Throttling' : 'ThrottlingException', 'Rate exceeded');
}

/** moto lacks an operation by a 404 that names no error, or by a 500: SDKs would ask for ever. */
export function isLacking({ status, body }: Answer, method: string): boolean {
  if (status >= 500) return true;
  if (status !== 404 || method === 'HEAD') return false;
  return !/<Code>|"__type"|"code"|"message"/i.test(body.toString('utf8', 0, 2000));
}

/** What moto lacks and AWS would answer for this estate: there is no peering, so no group is referred to from elsewhere. */
const empty: Record<string, string> = {
  DescribeSecurityGroupReferences: '<DescribeSecurityGroupReferencesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><securityGroupReferenceSet/></DescribeSecurityGroupReferencesResponse>',
};

export function lacking(call: Call): Answer {
  const known = empty[call.operation];
  if (known !== undefined) return { status: 200, headers: { 'content-type': 'text/xml' }, body: Buffer.from(known), isLacking: true };
  const code = call.service === 'ec2' ? 'UnsupportedOperation' : call.protocol === 'query' ? 'InvalidAction' : 'UnknownOperationException';
  return { ...refusal(call, 400, code, 'The operation is not available here.'), isLacking: true };
}

/** Where moto's answer is not what AWS would say. */
export function asAws(call: Call, answer: Answer, { regions, bucketRegions }: { regions: readonly string[]; bucketRegions: Record<string, string> }): Answer {
  const text = (): string => answer.body.toString('utf8');
  if (call.operation === 'DescribeRegions') {
    const areAsked = !call.key.includes('=not-opted-in') || /=(opted-in|opt-in-not-required)/.test(call.key);
    // moto lists those of the whole world, whatever the filter or the account; a tool visits those of the benchmark.
    const kept = text().replace(/<item>[\s\S]*?<\/item>/g, (item) => {
      const name = /<regionName>([^<]+)/.exec(item)?.[1];
      return name === undefined || (areAsked && regions.includes(name)) ? item : '';
    });
    return { ...answer, body: Buffer.from(kept) };
  }
  if (call.operation === 'DescribeInstances') return { ...answer, body: Buffer.from(text().replace(/(<reason>[^<]*) UTC\)/g, '$1 GMT)')) };
  if (call.service === 's3' && call.operation === 'GETService' && call.key.includes('max-buckets=')) {
    // AWS adds the region as soon as the request has a parameter; moto does not.
    const withRegion = (all: string, name: string): string => `${all}<BucketRegion>${bucketRegions[name] ?? 'us-east-1'}</BucketRegion>`;
    return { ...answer, body: Buffer.from(text().replace(/<Name>([^<]+)<\/Name>/g, withRegion)) };
  }
  if (call.operation === 'GetCredentialReport') {
    // AWS says N/A of a user without a password or a key.
    const report = (content: string): string => Buffer.from(Buffer.from(content, 'base64').toString('utf8').replaceAll('not_supported', 'N/A')).toString('base64');
    return { ...answer, body: Buffer.from(text().replace(/(<Content>)([^<]+)/, (_all, open: string, content: string) => open + report(content))) };
  }
  return answer;
}

/** What stands for a process that takes time: its first answers would be the last ones in a replay. */
export function isPassing(call: Call, { status, body }: Answer): boolean {
  if (call.operation === 'GenerateCredentialReport') return !body.includes('COMPLETE');
  return call.operation === 'GetCredentialReport' && status !== 200;
}
