/**
 * Services answered from AWS's own description of them: the schemas that come with each SDK client say how an operation
 * is addressed and how its answer is written, in all five wire protocols. Only what the answer holds is ours.
 */
import { XmlShapeSerializer } from '@aws-sdk/core/protocols';
import { deref, NormalizedSchema } from '@smithy/core/schema';
import { Refusal } from '../answer.ts';

export type Fields = Record<string, unknown>;

/** What a client package offers, as far as it is read here. */
type ClientPackage = Record<string, unknown>;
type OperationSchema = [kind: 9, namespace: string, name: string, traits: { http?: [method: string, uri: string, status: number] } | number, input: unknown, output: unknown];
interface Protocol {
  getShapeId(): string;
  getPayloadCodec(): { createSerializer(): { write(schema: unknown, value: unknown): void; flush(): string | Uint8Array } };
}

type Wire = 'ec2' | 'query' | 'json' | 'rest-json' | 'rest-xml';
const wireOf: Readonly<Record<string, Wire>> = {
  'aws.protocols#ec2Query': 'ec2', 'aws.protocols#awsQuery': 'query', 'aws.protocols#awsJson1_0': 'json', 'aws.protocols#awsJson1_1': 'json',
  'aws.protocols#restJson1': 'rest-json', 'aws.protocols#restXml': 'rest-xml',
};

interface Operation {
  name: string;
  input: NormalizedSchema;
  output: NormalizedSchema;
  /** REST only. */
  http: { method: string; pattern: RegExp; labels: string[]; fixed: URLSearchParams; status: number } | undefined;
}

export interface Question {
  method: string;
  url: URL;
  body: string;
  /** The operation of the header x-amz-target, without its prefix. */
  target: string | undefined;
}

export interface ModelledService {
  /** The name of the client without its ending, in lower case: how stats and faults call it. */
  key: string;
  wire: Wire;
  route(question: Question): { operation: string; input: Fields };
  /** The body and headers of an answer; `fields` are what the SDK would give out. */
  encode(operation: string, fields: Fields): { status: number; body: string; headers: Record<string, string> };
}

/** By what a request is signed for, and where that is not enough by the version of its form. */
const packages: Readonly<Record<string, () => Promise<ClientPackage>>> = {
  ec2: () => import('@aws-sdk/client-ec2'),
  iam: () => import('@aws-sdk/client-iam'),
  s3: () => import('@aws-sdk/client-s3'),
  'elasticloadbalancing/2015-12-01': () => import('@aws-sdk/client-elastic-load-balancing-v2'),
  'elasticloadbalancing/2012-06-01': () => import('@aws-sdk/client-elastic-load-balancing'),
  autoscaling: () => import('@aws-sdk/client-auto-scaling'),
  rds: () => import('@aws-sdk/client-rds'),
  lambda: () => import('@aws-sdk/client-lambda'),
  ecs: () => import('@aws-sdk/client-ecs'),
  eks: () => import('@aws-sdk/client-eks'),
  elasticache: () => import('@aws-sdk/client-elasticache'),
  elasticfilesystem: () => import('@aws-sdk/client-efs'),
  cloudfront: () => import('@aws-sdk/client-cloudfront'),
  apigateway: () => import('@aws-sdk/client-api-gateway'),
  kms: () => import('@aws-sdk/client-kms'),
  dynamodb: () => import('@aws-sdk/client-dynamodb'),
  logs: () => import('@aws-sdk/client-cloudwatch-logs'),
  secretsmanager: () => import('@aws-sdk/client-secrets-manager'),
  kinesis: () => import('@aws-sdk/client-kinesis'),
  redshift: () => import('@aws-sdk/client-redshift'),
  es: () => import('@aws-sdk/client-opensearch'),
  route53: () => import('@aws-sdk/client-route-53'),
  workspaces: () => import('@aws-sdk/client-workspaces'),
  apprunner: () => import('@aws-sdk/client-apprunner'),
  cloudcontrolapi: () => import('@aws-sdk/client-cloudcontrol'),
  organizations: () => import('@aws-sdk/client-organizations'),
  monitoring: () => import('@aws-sdk/client-cloudwatch'),
};

const loaded = new Map<string, Promise<ModelledService>>();

/** Throws a Refusal for a service that is not described here. */
export function modelledService(signedFor: string, form: URLSearchParams): Promise<ModelledService> {
  const version = form.get('Version');
  const name = packages[signedFor] === undefined && version !== null ? `${signedFor}/${version}` : signedFor;
  const load = packages[name];
  if (load === undefined) throw new Refusal(400, 'InvalidAction', `The service ${name} is not simulated.`);
  const found = loaded.get(name) ?? load().then(describe);
  loaded.set(name, found);
  return found;
}

function describe(client: ClientPackage): ModelledService {
  const [clientName, make] = Object.entries(client).find(([name]) => name.endsWith('Client') && name !== '__Client') as [string, new (options: object) => { config: { protocol: Protocol } }];
  const { protocol } = new make({ region: 'us-east-1', credentials: { accessKeyId: 'x', secretAccessKey: 'x' } }).config;
  const wire = wireOf[protocol.getShapeId()];
  if (wire === undefined) throw new Error(`${clientName} speaks ${protocol.getShapeId()}, which is not simulated`);
  const operations = new Map(Object.values(client).filter(isOperation).map((schema) => [schema[2], operationOf(schema)]));
  const known = (name: string): Operation => {
    const operation = operations.get(name);
    if (operation === undefined) throw new Refusal(400, wire === 'json' ? 'UnknownOperationException' : 'InvalidAction', `${clientName} has no operation ${name}.`);
    return operation;
  };
  // The most particular address first: `/functions/{name}/policy` before `/functions/{name}`.
  const byAddress = [...operations.values()].sort((a, b) => weightOf(b) - weightOf(a));
  return {
    key: clientName.replace(/Client$/, '').toLowerCase(),
    wire,
    route: (question) => route(question, wire, known, byAddress),
    encode: (name, fields) => encode(known(name), fields, wire, protocol),
  };
}

const weightOf = ({ http }: Operation): number => (http === undefined ? 0 : http.pattern.source.length + [...http.fixed].length * 1000);
const isOperation = (value: unknown): value is OperationSchema => Array.isArray(value) && value[0] === 9;

function operationOf([, , name, traits, input, output]: OperationSchema): Operation {
  const http = typeof traits === 'object' ? traits.http : undefined;
  const schemaOf = (schema: unknown): NormalizedSchema => NormalizedSchema.of(deref(schema as never));
  if (http === undefined) return { name, input: schemaOf(input), output: schemaOf(output), http };
  const [path = '', query = ''] = http[1].split('?');
  const labels: string[] = [];
  const source = path.replace(/[.*^$()|[\]\\]/g, '\\$&').replace(/\{(\w+)(\+?)\}/g, (_, label: string, greedy: string) => {
    labels.push(label);
    return greedy === '+' ? '(.+)' : '([^/]+)';
  });
  return { name, input: schemaOf(input), output: schemaOf(output), http: { method: http[0], pattern: new RegExp(`^${source.replace(/\/$/, '')}/?$`), labels, fixed: new URLSearchParams(query), status: http[2] } };
}

function route({ method, url, body, target }: Question, wire: Wire, known: (name: string) => Operation, byAddress: readonly Operation[]): { operation: string; input: Fields } {
  if (wire === 'json') return { operation: known(target ?? '').name, input: jsonOf(body) };
  if (wire === 'ec2' || wire === 'query') {
    const form = new URLSearchParams(body);
    return { operation: known(form.get('Action') ?? '').name, input: fieldsOfForm(form) };
  }
  for (const { name, input, http } of byAddress) {
    const match = http?.method === method ? http.pattern.exec(url.pathname) : null;
    if (http === undefined || match === null) continue;
    // S3's `x-id` repeats the operation's name and need not be there.
    if ([...http.fixed].some(([key, value]) => key !== 'x-id' && (!url.searchParams.has(key) || (value !== '' && url.searchParams.get(key) !== value)))) continue;
    const fields: Fields = wire === 'rest-json' ? jsonOf(body) : {};
    http.labels.forEach((label, index) => (fields[label] = decodeURIComponent(match[index + 1] ?? '')));
    for (const [member, schema] of input.structIterator()) {
      const query = schema.getMergedTraits().httpQuery;
      if (typeof query === 'string' && url.searchParams.has(query)) fields[member] = schema.isListSchema() ? url.searchParams.getAll(query) : url.searchParams.get(query);
    }
    return { operation: name, input: fields };
  }
  throw new Refusal(404, 'ResourceNotFoundException', `${method} ${url.pathname} is no operation of the service.`);
}

function jsonOf(body: string): Fields {
  try {
    return body === '' ? {} : (JSON.parse(body) as Fields);
  } catch {
    throw new Refusal(400, 'SerializationException', 'The request body is not JSON.');
  }
}

/** `Filter.1.Name=x` and `Names.member.1=x` as objects and arrays; all values are text. */
function fieldsOfForm(form: URLSearchParams): Fields {
  const root: Fields = {};
  for (const [key, value] of form) {
    const path = key.split('.').filter((part) => part !== 'member');
    let node = root;
    path.forEach((part, index) => {
      if (index === path.length - 1) node[part] = value;
      else node = (node[part] ??= {}) as Fields;
    });
  }
  return listsOf(root) as Fields;
}

function listsOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, listsOf(inner)] as const);
  const isList = entries.length > 0 && entries.every(([key]) => /^\d+$/.test(key));
  return isList ? entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, inner]) => inner) : Object.fromEntries(entries);
}

const requestId = '7a62c49f-347e-4fc4-9331-6e8e1a0c2b3d';
const prolog = '<?xml version="1.0" encoding="UTF-8"?>\n';

function encode({ name, output, http }: Operation, fields: Fields, wire: Wire, protocol: Protocol): { status: number; body: string; headers: Record<string, string> } {
  if (wire === 'json') return { status: 200, body: written(protocol, output, fields), headers: { 'content-type': 'application/x-amz-json-1.1' } };
  if (wire === 'ec2') return { status: 200, body: `${prolog}<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${requestId}</requestId>${innerXml(output, fields)}</${name}Response>`, headers: { 'content-type': 'text/xml;charset=UTF-8' } };
  if (wire === 'query') return { status: 200, body: `${prolog}<${name}Response><${name}Result>${innerXml(output, fields)}</${name}Result><ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata></${name}Response>`, headers: { 'content-type': 'text/xml' } };
  return rest({ name, output, http, fields, wire, protocol });
}

function rest({ name, output, http, fields, wire, protocol }: Pick<Operation, 'name' | 'output' | 'http'> & { fields: Fields; wire: Wire; protocol: Protocol }): { status: number; body: string; headers: Record<string, string> } {
  const headers: Record<string, string> = { 'content-type': wire === 'rest-json' ? 'application/json' : 'application/xml' };
  const bodyFields = { ...fields };
  let payload: { schema: NormalizedSchema; value: unknown } | undefined;
  if (output.isStructSchema()) {
    for (const [member, schema] of output.structIterator()) {
      const { httpHeader, httpPayload } = schema.getMergedTraits();
      if (typeof httpHeader === 'string') {
        if (fields[member] !== undefined) headers[httpHeader.toLowerCase()] = String(fields[member]);
        delete bodyFields[member];
      }
      if (httpPayload !== undefined && fields[member] !== undefined) payload = { schema, value: fields[member] };
    }
  }
  const status = http?.status ?? 200;
  if (payload !== undefined && !payload.schema.isStructSchema()) return { status, body: String(payload.value), headers };
  const schema = payload?.schema ?? output;
  const value = (payload?.value ?? bodyFields) as Fields;
  if (wire === 'rest-json') return { status, body: written(protocol, schema, value), headers };
  return { status, body: `${prolog}<${name}Result>${innerXml(schema, value)}</${name}Result>`, headers };
}

function written(protocol: Protocol, schema: NormalizedSchema, value: unknown): string {
  const serializer = protocol.getPayloadCodec().createSerializer();
  serializer.write(schema, value);
  const made = serializer.flush();
  return typeof made === 'string' ? made : new TextDecoder().decode(made);
}

type XmlWriter = { writeStruct(schema: NormalizedSchema, value: Fields, namespace: undefined): { toString(): string } };

/** The members of a structure without the element around them. */
function innerXml(schema: NormalizedSchema, fields: Fields): string {
  if (!schema.isStructSchema()) return '';
  const writer = new XmlShapeSerializer({ timestampFormat: { useTrait: true, default: 5 }, serviceNamespace: '' } as never) as unknown as XmlWriter;
  return writer.writeStruct(schema, fields, undefined).toString().replace(/^<[^>]*>/, '').replace(/<\/[^<>]*>$/, '');
}
