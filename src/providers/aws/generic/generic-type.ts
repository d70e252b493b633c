import { z } from 'zod';
import { AppError } from '../../../core/errors.ts';
import type { Attributes, Relation } from '../../../core/resource.ts';
import { withoutSecrets } from '../../../platform/redact.ts';
import { type AwsListContext, type AwsNormaliseContext, type AwsResourceType, detailOf, relationsTo } from '../define.ts';
import { isDeniedWithin } from '../errors.ts';
import { pages } from '../pages.ts';
import { arnsIn, attributesOf, createdAtOf, nameOf, type Properties, tagPropertyOf, tagsIn } from './properties.ts';
import type { GenericRow } from './types.ts';

/** A thing as Cloud Control describes it. */
interface Described {
  identifier: string;
  /** As in the list, which for some types holds the identifier alone. */
  listed: Properties;
  /** As read one by one. */
  read?: Properties;
}

/** A resource type made from a row of the table. */
export function genericType(row: GenericRow): AwsResourceType {
  const { id, native, title, plural, locality } = row;
  return {
    id, title, plural, locality,
    service: id.split(':')[1] ?? '',
    nativeType: native,
    chain: 1,
    permissions: ['cloudformation:ListResources', 'cloudformation:GetResource', ...row.permissions.filter((name) => !name.startsWith('cloudformation:GetResource'))],
    reads: `The properties that CloudFormation knows of ${native}, through Cloud Control and in extractions only.`,
    attributes: z.looseObject({
      native_type: z.string().describe('As CloudFormation calls the type'),
      identifier: z.string().describe('The primary identifier of Cloud Control'),
    }),
    details: { fields: 'all', read: (raw, context) => readOne(row, raw as Described, context) },
    list: (context) => list(row, context),
    normalise: (raw, naming) => normalise(row, raw as Described, naming),
    relations: ({ uid, attributes }) => relationsIn(uid, attributes),
  };
}

async function* list(row: GenericRow, context: AwsListContext): AsyncGenerator<Described> {
  const { CloudControlClient, paginateListResources } = await import('@aws-sdk/client-cloudcontrol');
  const client = context.client(CloudControlClient, row.region);
  const models = (row.models ?? [undefined]).filter((each) => each?.onlyIn === undefined || each.onlyIn === context.region);
  try {
    for (const each of models) {
      const input = { TypeName: row.native, ...(each === undefined ? {} : { ResourceModel: JSON.stringify(each.model) }) };
      for await (const { ResourceDescriptions = [] } of pages(paginateListResources({ client, pageSize: 100 }, input), ({ NextToken }) => NextToken)) {
        for (const { Identifier = '', Properties: text } of ResourceDescriptions) yield { identifier: Identifier, listed: propertiesOf(row, text) };
      }
    }
  } catch (error) {
    throw withPermission(error, row, context.region);
  }
}

/** Cloud Control does not say always which call it was that it made in the caller's name and that was refused. */
function withPermission(error: unknown, { native, permissions: [permission] }: GenericRow, region: string): unknown {
  if (!isDeniedWithin(error) || permission === undefined || /not authorized to perform/.test((error as Error).message)) return error;
  return new AppError('AWS_ACCESS_DENIED', { detail: `Denied in ${region}: to list ${native} the role lacks \`${permission}\`, or another permission of that service.`, cause: error, permission });
}

/** Only where the list says no more than which things there are. */
async function readOne(row: GenericRow, raw: Described, context: AwsListContext): Promise<Described> {
  const parts = raw.identifier.split('|');
  const isSparse = Object.values(raw.listed).every((value) => value === raw.identifier || parts.includes(String(value)));
  if (!isSparse || row.isReadOneByOne === false) return raw;
  const { CloudControlClient, GetResourceCommand } = await import('@aws-sdk/client-cloudcontrol');
  const client = context.client(CloudControlClient, row.region);
  const ask = async () => {
    try {
      return await client.send(new GetResourceCommand({ TypeName: row.native, Identifier: raw.identifier }));
    } catch (error) {
      throw withPermission(error, row, context.region);
    }
  };
  const answer = await detailOf(context, 'cloudcontrol:GetResource', ask, ['ResourceNotFoundException', 'UnsupportedActionException']);
  return answer === undefined || answer === null ? raw : { ...raw, read: propertiesOf(row, answer.ResourceDescription?.Properties) };
}

function propertiesOf({ hides = [] }: GenericRow, text: string | undefined): Properties {
  if (text === undefined || text === '') return {};
  const properties = JSON.parse(text) as Properties;
  return Object.fromEntries(Object.entries(properties).filter(([name, value]) => !hides.includes(name) && value !== null));
}

function normalise(row: GenericRow, { identifier, listed, read }: Described, naming: AwsNormaliseContext) {
  const properties = { ...listed, ...read };
  const tagProperty = tagPropertyOf(properties);
  const tags = tagProperty === undefined ? {} : tagsIn(properties[tagProperty]);
  const plain = withoutSecrets(Object.fromEntries(Object.entries(properties).filter(([name]) => name !== tagProperty))) as Properties;
  return {
    // Of the list alone: a thing is the same whether or not it could be read one by one.
    uid: uidOf(row, identifier, listed, naming),
    name: nameOf(row.native, properties, tags, identifier),
    createdAt: createdAtOf(properties),
    tags,
    attributes: { ...attributesOf(plain), native_type: row.native, identifier },
  };
}

/** The thing's ARN. Where AWS tells none, one of the form that CloudFormation has for what it registers: unique, and no name that AWS itself uses. */
function uidOf({ arn, native }: GenericRow, identifier: string, listed: Properties, { account, region, partition, arn: named }: AwsNormaliseContext): string {
  const parts = identifier.split('|');
  const last = parts.at(-1) ?? identifier;
  if (last.startsWith('arn:')) return last;
  if (arn !== undefined) {
    const text = typeof arn === 'string' ? arn.replace(/\$(\d)/g, (_, number: string) => parts[Number(number) - 1] ?? '') : arn(parts);
    return `arn:${partition}:${text.replace('REGION', region === 'global' ? '' : region).replace('ACCOUNT', account)}`;
  }
  const noun = native.split('::').at(-1) ?? '';
  const own = Object.entries(listed).find(([name, value]) => /^(Arn|ARN|ResourceARN)$/.test(name) || (name.toLowerCase() === `${noun.toLowerCase()}arn` && typeof value === 'string'))?.[1];
  if (typeof own === 'string' && own.startsWith('arn:')) return own;
  return named('cloudformation', `resource/${native.replaceAll('::', '-')}/${identifier}`);
}

function relationsIn(uid: string, attributes: Attributes): Relation[] {
  const others = [...new Set(arnsIn(attributes))].filter((arn) => arn !== uid && !arn.startsWith(`${uid}:`) && !arn.startsWith(`${uid}/`)).sort();
  return others.flatMap((arn) => relationsTo(relationTo(arn), arn));
}

function relationTo(arn: string): Relation['kind'] {
  if (/^arn:[^:]+:kms:/.test(arn)) return 'encrypted-by';
  return /^arn:[^:]+:iam::[^:]*:role\//.test(arn) ? 'assumes' : 'uses';
}
