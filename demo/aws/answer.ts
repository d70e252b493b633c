import { tag } from './xml.ts';

export interface Answer {
  status: number;
  body: string;
  headers?: Record<string, string>;
}

/** AWS's no, thrown by services and written in the words of the protocol that asked. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;
  /** Further elements of an S3 error. */
  readonly extra: Record<string, string>;

  constructor(status: number, code: string, message: string, more: { headers?: Record<string, string>; extra?: Record<string, string> } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = more.headers ?? {};
    this.extra = more.extra ?? {};
  }
}

export const requestId = '7a62c49f-347e-4fc4-9331-6e8e1a0c2b3d';
const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';
export const namespaces = {
  ec2: 'http://ec2.amazonaws.com/doc/2016-11-15/',
  iam: 'https://iam.amazonaws.com/doc/2010-05-08/',
  sts: 'https://sts.amazonaws.com/doc/2011-06-15/',
  s3: 'http://s3.amazonaws.com/doc/2006-03-01/',
} as const;

export const ec2Answer = (operation: string, inner: string): Answer => ({
  status: 200,
  body: `${prolog}<${operation}Response xmlns="${namespaces.ec2}"><requestId>${requestId}</requestId>${inner}</${operation}Response>`,
});

export const queryAnswer = (service: 'iam' | 'sts', operation: string, inner: string): Answer => ({
  status: 200,
  body: `${prolog}<${operation}Response xmlns="${namespaces[service]}"><${operation}Result>${inner}</${operation}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${operation}Response>`,
});

export const s3Answer = (root: string, inner: string, headers: Record<string, string> = {}): Answer => ({
  status: 200,
  body: `${prolog}<${root} xmlns="${namespaces.s3}">${inner}</${root}>`,
  headers,
});

export const contentTypes: Readonly<Record<string, string>> = {
  ec2: 'text/xml;charset=UTF-8', iam: 'text/xml', sts: 'text/xml', s3: 'application/xml', pricing: 'application/x-amz-json-1.1',
};

export function refusalAnswer(service: string, refusal: Refusal, isJson = service === 'pricing'): Answer {
  const { status, code, message, headers, extra } = refusal;
  const error = `${tag('Code', code)}${tag('Message', message)}`;
  if (service === 'ec2') {
    return { status, headers, body: `${prolog}<Response><Errors><Error>${error}</Error></Errors><RequestID>${requestId}</RequestID></Response>` };
  }
  if (service === 's3') {
    const more = Object.entries(extra).map(([name, value]) => tag(name, value)).join('');
    return { status, headers, body: `${prolog}<Error>${error}${more}<RequestId>TX234S0F24A06C7</RequestId><HostId>9vK3aBcDeFg=</HostId></Error>` };
  }
  if (isJson) {
    return { status, headers: { 'content-type': 'application/json', ...headers, 'x-amzn-errortype': code }, body: JSON.stringify({ __type: code, message }) };
  }
  const type = status < 500 ? 'Sender' : 'Receiver';
  return {
    status, headers,
    body: `<ErrorResponse${service in namespaces ? ` xmlns="${namespaces[service as keyof typeof namespaces]}"` : ''}><Error><Type>${type}</Type>${error}</Error><RequestId>${requestId}</RequestId></ErrorResponse>`,
  };
}
